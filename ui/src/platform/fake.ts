import type { Answer } from '../bindings/Answer';
import type { Fault } from '../bindings/Fault';
import type { Filter } from '../bindings/Filter';
import type { Finding } from '../bindings/Finding';
import type { Page } from '../bindings/Page';
import type { Request } from '../bindings/Request';
import type { Row } from '../bindings/Row';
import type { Snapshot } from '../bindings/Snapshot';
import { EVERYTHING } from '../filter/filters';
import { Book } from './book';
import { type Host, inWords, type News, Refused } from './host';
import { arrival, invent, KINDS } from './invented';
import { linkOf, NO_KEYRING } from './links';
import { overviewSince } from './overview';
import { Safe } from './safe';
import type { Found, Shelf } from './shelf';
import { SmallShelf } from './small';
import { VastShelf } from './vast';
import { agentSays, fault } from './words';

const MINUTE = 60_000;
const ADA = { name: 'Ada Nowak', email: 'ada@ward3.example', server: 'https://care.example.org' };
/** Lists carry the beginning of a message, in characters. */
const PREVIEW = 1000;
/** The most that are given at once, and the most that are chosen at once. */
const MOST = 500;
const CHOSEN = 10_000;
const UNREAD: Filter = { ...EVERYTHING, status: 'unread', snoozed: false };
const GONE: Fault = { code: 'silent', message: 'The part of TakeCare that runs in the background does not start.' };

/** An agent inside the page, with an invented ward. Tests reach it as `fake`. */
export class FakeAgent implements Host {
  /** Every request that was made, in order. */
  readonly asked: Request[] = [];
  readonly book: Book;
  /** What a self-check finds, if not that all is well. */
  findings: Finding[] | null = null;
  readonly #safe: Safe;
  #shelf: Shelf;
  #hush: Pick<Snapshot, 'paused' | 'consult'> = { paused: null, consult: null };
  #link = linkOf('', 0);
  #account: Snapshot['account'] = ADA;
  #revision = 1;
  #came = 0;
  #refusal: Fault | null = null;
  #tell: (news: News) => void = () => undefined;
  readonly #began = Date.now();

  constructor(readonly scene: string) {
    this.book = new Book(scene);
    this.#safe = new Safe(scene);
    this.#shelf = scene === 'vast' ? new VastShelf(this.#began) : new SmallShelf(invent(scene, this.#began));
    this.#link = linkOf(scene, this.#began);
    if (scene === 'consult') this.#hush.consult = this.#in(30);
    if (scene === 'paused') this.#hush.paused = this.#in(60);
    if (['signed-out', 'managed-server', 'blocked'].includes(scene)) this.#account = null;
  }

  onEvent(tell: (news: News) => void): Promise<void> {
    this.#tell = tell;
    return Promise.resolve();
  }

  ask(request: Request): Promise<Answer> {
    this.asked.push(structuredClone(request));
    const refusal = this.scene === 'absent' ? GONE : this.#refusal;
    this.#refusal = null;
    return refusal ? Promise.reject(new Refused(inWords(refusal))) : this.#answer(request);
  }

  /** Something happens on the ward. */
  arrive(message: string, kind = 'MESSAGE', related: Row['related'] = null) {
    this.#came += 1;
    this.#shelf.add({ ...arrival(message, kind, this.#came), related });
    this.#changed();
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
        return { is: 'page', value: this.#page(request) };
      case 'choose':
        return { is: 'ids', value: this.#shown(request.filter, request.last).slice(0, CHOSEN).map((row) => row.id) };
      case 'overview':
        return { is: 'overview', value: overviewSince(request.since, Date.now()) };
      case 'open-search':
      case 'close-search':
        this.#shelf.prepare(request.do === 'open-search');
        return { is: 'done' };
      case 'get':
        return { is: 'row', value: this.#find(request.id) };
      case 'sign-in':
        return this.#signIn(request.server, request.password);
      case 'sign-out':
        this.#account = null;
        this.#link = { state: 'signed-out', why: null };
        this.#safe.empty();
        this.#shelf.clear();
        return this.#changed();
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
        const shown = this.#shown({ ...request.filter, status: 'unread', snoozed: false }, request.last);
        const ids = shown.map((row) => row.id);
        this.#mark(ids, 'read');
        return { is: 'marked', value: ids };
      }
      case 'follow-up':
        return this.#changeHere(request.ids, (row) => ({ ...row, follow_up: request.mark }), ({ follow_up: mark }, ids) => ({ do: 'follow-up', ids, mark }));
      case 'snooze':
        return this.#changeHere(request.ids, (row) => (row.status === 'unread' ? { ...row, snoozed: request.until } : row), ({ snoozed: until }, ids) => ({ do: 'snooze', ids, until }));
      case 'settings':
        return { is: 'settings', value: this.book.page };
      case 'set':
        this.book.put(request.key, request.value);
        return { is: 'done' };
      case 'self-check':
        return { is: 'findings', value: this.findings ?? allWell() };
      case 'send-test':
        return { is: 'findings', value: [{ topic: 'delivery', verdict: 'good', says: agentSays('check-test-back', { seconds: 0, tenths: 2 }) }] };
      case 'pause':
        this.#hush.paused = request.until;
        return this.#publish();
      case 'consult':
        this.#hush.consult = request.on ? this.#in(this.book.minutes('consult.minutes')) : null;
        return this.#publish();
      case 'undo':
        for (const id of request.ids) this.#shelf.restore(id);
        return this.#changed();
      case 'delete':
        return this.#change(request.ids, () => null);
      default:
        return { is: 'done' };
    }
  }

  #find(id: string): Row {
    const row = this.#shelf.get(id);
    if (!row) throw new Refused(fault('not-found', 'gone'));
    return row;
  }

  #mark(ids: string[], status: Row['status']): Answer {
    const waiting = this.#link.state === 'offline' ? status : null;
    return this.#change(ids, (row) => ({ ...row, status, waiting, snoozed: status === 'read' ? null : row.snoozed }));
  }

  #change(ids: string[], how: (row: Row) => Row | null): Answer {
    for (const id of ids) {
      const row = this.#shelf.get(id);
      if (row) this.#shelf.change(id, how({ ...row, refused: null }));
    }
    return this.#changed();
  }

  /** Changes what only this desktop knows, and answers what takes that back. */
  #changeHere(ids: string[], how: (row: Row) => Row, back: (was: Row, ids: string[]) => Request): Answer {
    const were = ids.flatMap((id) => this.#shelf.get(id) ?? []);
    this.#change(ids, how);
    return { is: 'back', value: were.map((row) => back(row, [row.id])) };
  }

  #changed(): Answer {
    this.#revision += 1;
    return this.#publish();
  }

  #publish(): Answer {
    this.#tell({ is: 'snapshot', value: this.#snapshot() });
    return { is: 'done' };
  }

  #signIn(server: string, password: string): Answer {
    if (server.includes('nowhere')) {
      throw new Refused(fault('server', 'server-unknown', { host: server }));
    }
    if (server.includes('keyless')) throw new Refused(NO_KEYRING);
    if (password === 'wrong') {
      throw new Refused(fault('credentials', 'server-credentials'));
    }
    this.#account = ADA;
    this.#link = linkOf('', Date.now());
    this.#shelf = new SmallShelf(invent('', Date.now()));
    return this.#changed();
  }

  /** The rows of a list that had come by then. */
  #shown(filter: Filter, last: string): Row[] {
    const found = this.#shelf.find(filter);
    const later = laterThan(found, last);
    return Array.from({ length: found.length - later }, (_, index) => found.at(later + index)).filter((row) => row !== undefined);
  }

  #page({ filter, through, skip, limit }: Extract<Request, { do: 'list' }>): Page {
    const found = this.#shelf.find(filter);
    const newer = through === null ? 0 : laterThan(found, through);
    const total = found.length - newer;
    const many = Math.max(0, Math.min(limit, MOST, total - skip));
    const rows = Array.from({ length: many }, (_, index) => found.at(newer + skip + index)).filter((row) => row !== undefined);
    const none = filter.status === 'read' || filter.snoozed === true;
    const unread = none ? 0 : this.#shelf.find({ ...filter, status: 'unread', snoozed: false }).length;
    return { rows: rows.map(preview), total, unread, newer, last: String(this.#came) };
  }

  #snapshot(): Snapshot {
    const { lock } = this.#safe;
    const { unread, pending, followUps, snoozed } = this.#shelf.counts();
    const kinds = [...new Set([...KINDS, ...unread.keys()])];
    const newest = this.#shelf.find(UNREAD);
    const away = this.#link.state === 'offline' ? 33 : 0;
    return {
      revision: this.#revision,
      account: this.#account,
      link: this.#link,
      lock,
      unread: [...unread.values()].reduce((sum, n) => sum + n, 0),
      kinds: kinds.map((kind) => ({ kind, unread: unread.get(kind) ?? 0 })),
      follow_ups: followUps,
      snoozed,
      pending,
      newest: lock.locked ? [] : Array.from({ length: Math.min(5, newest.length) }, (_, at) => newest.at(at)).filter((row) => row !== undefined),
      export: this.scene === 'export',
      server: this.scene === 'managed-server' ? 'https://care.example.org' : null,
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

function allWell(): Finding[] {
  return [
    { topic: 'server', verdict: 'good', says: agentSays('check-server', { server: 'care.example.org' }) },
    { topic: 'proxy', verdict: 'note', says: agentSays('check-no-proxy') },
  ];
}

/** How many at the head of a list came later. Only what arrived while the page was open has a number. */
function laterThan(found: Found, last: string): number {
  let later = 0;
  while (numberOf(found.at(later)) > Number(last)) later += 1;
  return later;
}

function numberOf(row: Row | undefined): number {
  return row?.id.startsWith('1') ? Number(row.id.slice(-12)) : 0;
}

function preview(row: Row): Row {
  return row.message.length > PREVIEW ? { ...row, message: `${row.message.slice(0, PREVIEW)}…` } : row;
}

/** Starts the fake agent of a scene, and leaves it where a test can reach it. */
export function fakeHost(scene: string): FakeAgent {
  const fake = new FakeAgent(scene);
  Object.assign(globalThis, { fake });
  return fake;
}
