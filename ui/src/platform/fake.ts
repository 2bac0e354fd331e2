import type { Answer } from '../bindings/Answer';
import type { Fault } from '../bindings/Fault';
import type { Finding } from '../bindings/Finding';
import type { Filter } from '../bindings/Filter';
import type { Link } from '../bindings/Link';
import type { Page } from '../bindings/Page';
import type { Request } from '../bindings/Request';
import type { Row } from '../bindings/Row';
import type { Snapshot } from '../bindings/Snapshot';
import { Book } from './book';
import { type Host, type News, Refused } from './host';
import { arrival, invent, KINDS } from './invented';
import { Safe } from './safe';

const MINUTE = 60_000;
const ADA = { name: 'Ada Nowak', email: 'ada@ward3.example', server: 'https://care.example.org' };
const UNREACHABLE: Fault = { code: 'server', message: 'The server does not answer. Is the network cable plugged in?' };
const NO_KEYRING: Fault = {
  code: 'keyring',
  message: 'No keyring is running on this computer, so there is no safe place for the key. Ask your administrator to start one.',
};
const GONE: Fault = { code: 'other', message: 'The part of TakeCare that runs in the background does not start.' };

/** An agent inside the page, with an invented ward. Tests reach it as `fake`. */
export class FakeAgent implements Host {
  /** Every request that was made, in order. */
  readonly asked: Request[] = [];
  readonly book: Book;
  /** What a self-check finds. */
  findings: Finding[] = [
    { topic: 'server', verdict: 'good', says: 'care.example.org is TakeCare.' },
    { topic: 'proxy', verdict: 'note', says: 'There is no proxy on the way.' },
  ];
  readonly #safe: Safe;
  #hush: Pick<Snapshot, 'paused' | 'consult'> = { paused: null, consult: null };
  #link: Link;
  #account: Snapshot['account'] = ADA;
  #revision = 1;
  #came = 0;
  #refusal: Fault | null = null;
  #tell: (news: News) => void = () => undefined;
  readonly #began = Date.now();

  constructor(readonly scene: string) {
    this.book = new Book(scene);
    this.#safe = new Safe(scene, invent(scene, this.#began));
    this.#link = linkOf(scene, this.#began);
    if (scene === 'consult') this.#hush.consult = this.#in(30);
    if (scene === 'paused') this.#hush.paused = this.#in(60);
    if (scene === 'signed-out' || scene === 'blocked') this.#account = null;
  }

  onEvent(tell: (news: News) => void): Promise<void> {
    this.#tell = tell;
    return Promise.resolve();
  }

  ask(request: Request): Promise<Answer> {
    this.asked.push(structuredClone(request));
    const refusal = this.scene === 'absent' ? GONE : this.#refusal;
    this.#refusal = null;
    return refusal ? Promise.reject(new Refused(refusal)) : this.#answer(request);
  }

  /** Something happens on the ward. */
  arrive(message: string, kind = 'MESSAGE') {
    this.#came += 1;
    this.#change([arrival(message, kind, this.#came), ...this.#safe.rows]);
  }

  /** The next request is refused. */
  refuse(why: Fault) {
    this.#refusal = why;
  }

  /** The agent says so by itself. */
  say(news: News) {
    this.#tell(news);
  }

  async #answer(request: Request): Promise<Answer> {
    this.#safe.guard(request.do);
    switch (request.do) {
      case 'snapshot':
        return { is: 'snapshot', value: this.#snapshot() };
      case 'list':
        return { is: 'page', value: this.#page(request.filter, request.after, request.limit) };
      case 'get':
        return { is: 'row', value: this.#find(request.id) };
      case 'sign-in':
        return this.#signIn(request.server, request.password);
      case 'sign-out':
        this.#account = null;
        this.#link = { state: 'signed-out', why: null };
        this.#safe.empty();
        return this.#change([]);
      case 'lock':
        this.#safe.close();
        return this.#publish();
      case 'unlock':
        this.#safe.open(request.pin);
        return this.#publish();
      case 'set-pin':
        this.#safe.setPin(request.current, request.new);
        return this.#publish();
      case 'mark-read':
        return this.#mark(request.ids, 'read');
      case 'mark-unread':
        return this.#mark(request.ids, 'unread');
      case 'mark-shown': {
        const shown = this.#matching(request.filter).filter((row) => row.date <= request.last);
        const ids = shown.filter((row) => row.status === 'unread').map((row) => row.id);
        this.#mark(ids, 'read');
        return { is: 'marked', value: ids };
      }
      case 'settings':
        return { is: 'settings', value: this.book.page };
      case 'set':
        this.book.put(request.key, request.value);
        return { is: 'done' };
      case 'self-check':
        return { is: 'findings', value: this.findings };
      case 'send-test':
        return { is: 'findings', value: [{ topic: 'delivery', verdict: 'good', says: 'A test notification came back after 0.2 s.' }] };
      case 'pause':
        this.#hush.paused = request.until;
        return this.#publish();
      case 'consult':
        this.#hush.consult = request.on ? this.#in(this.book.minutes('consult.minutes')) : null;
        return this.#publish();
      case 'undo':
        return this.#change(this.#safe.before);
      case 'delete':
        return this.#change(this.#safe.rows.filter((row) => !request.ids.includes(row.id)));
      default:
        return { is: 'done' };
    }
  }

  #find(id: string): Row {
    const row = this.#safe.rows.find((row) => row.id === id);
    if (!row) throw new Refused({ code: 'not-found', message: 'This notification is not there any more.' });
    return row;
  }

  #mark(ids: string[], status: Row['status']): Answer {
    const waiting = this.#link.state === 'offline' ? status : null;
    return this.#change(this.#safe.rows.map((row) => (ids.includes(row.id) ? { ...row, status, waiting } : row)));
  }

  #change(rows: Row[]): Answer {
    this.#safe.rows = rows;
    this.#revision += 1;
    return this.#publish();
  }

  #publish(): Answer {
    this.#tell({ is: 'snapshot', value: this.#snapshot() });
    return { is: 'done' };
  }

  #signIn(server: string, password: string): Answer {
    if (server.includes('nowhere')) {
      throw new Refused({ code: 'server', message: `There is no server at ${server}. Check the address.` });
    }
    if (server.includes('keyless')) throw new Refused(NO_KEYRING);
    if (password === 'wrong') {
      throw new Refused({ code: 'credentials', message: 'The e-mail address or the password is wrong.' });
    }
    this.#account = ADA;
    this.#link = linkOf('', Date.now());
    return this.#change(invent('', Date.now()));
  }

  #matching({ kind, status, text }: Filter): Row[] {
    const query = text?.toLowerCase() ?? '';
    const fits = (row: Row) => row.message.toLowerCase().includes(query);
    return this.#safe.rows.filter((row) => (!kind || row.kind === kind) && (!status || row.status === status) && fits(row));
  }

  #page(filter: Filter, after: string | null, limit: number): Page {
    const all = this.#matching(filter);
    const from = after === null ? 0 : all.findIndex((row) => row.date < after);
    const rows = from < 0 ? [] : all.slice(from, from + limit);
    const more = from >= 0 && from + limit < all.length;
    return {
      rows,
      next: more ? (rows.at(-1)?.date ?? null) : null,
      last: all[0]?.date ?? '',
      unread: all.filter((row) => row.status === 'unread').length,
    };
  }

  #snapshot(): Snapshot {
    const { lock, rows } = this.#safe;
    const unread = rows.filter((row) => row.status === 'unread');
    const kinds = [...new Set([...KINDS, ...rows.map((row) => row.kind)])];
    const away = this.#link.state === 'offline' ? 33 : 0;
    return {
      revision: this.#revision,
      account: this.#account,
      link: this.#link,
      lock,
      unread: unread.length,
      kinds: kinds.map((kind) => ({ kind, unread: unread.filter((row) => row.kind === kind).length })),
      pending: rows.filter((row) => row.waiting !== null).length,
      newest: lock.locked ? [] : unread.slice(0, 5),
      checked: this.#account && new Date(this.#began - away * MINUTE).toISOString(),
      covered_since: this.#account && !away ? new Date(this.#began - 72 * MINUTE).toISOString() : null,
      gap: null,
      ...this.#hush,
    };
  }

  #in(minutes: number): string {
    return new Date(Date.now() + minutes * MINUTE).toISOString();
  }
}

function linkOf(scene: string, now: number): Link {
  const at = (minutes: number) => new Date(now - minutes * MINUTE).toISOString();
  switch (scene) {
    case 'offline':
      return { state: 'offline', since: at(33), why: UNREACHABLE };
    case 'checking':
      return { state: 'checking', every: 30 };
    case 'connecting':
      return { state: 'connecting' };
    case 'blocked':
      return { state: 'blocked', why: NO_KEYRING };
    case 'signed-out':
      return { state: 'signed-out', why: null };
    case 'ended':
      return { state: 'signed-out', why: { code: 'credentials', message: 'The server has ended your session. Sign in again.' } };
    default:
      return { state: 'live', heard: at(0) };
  }
}

/** Starts the fake agent of a scene, and leaves it where a test can reach it. */
export function fakeHost(scene: string): FakeAgent {
  const fake = new FakeAgent(scene);
  Object.assign(globalThis, { fake });
  return fake;
}
