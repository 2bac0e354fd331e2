import type { Filter } from '../bindings/Filter';
import type { Row } from '../bindings/Row';
import type { Status } from '../bindings/Status';
import { idOf, KINDS } from './invented';
import { type Counts, countsOf, fits, type Found, type Shelf } from './shelf';

const MINUTE = 60_000;
/** How many rows there are, and how far they are apart, in minutes. */
export const VAST = 100_000;
const APART = 9;

const PEOPLE = ['Jan Kowalski', 'Maria Zielińska', 'Piotr Wrona', 'Ewa Mazur', 'Adam Lis', 'Zofia Bąk', 'Lena Sowa'];
const TEXTS = [
  'Your appointment with % has been updated',
  'A new prescription for % has been created by Dora Lis: please check the dose before it is handed out at the counter',
  'You have been referred by Dora Lis to see a Cardiologist about %',
  'Lab results for % are ready for review: potassium outside the reference range',
  'Dora Lis has updated the medical record of %',
  'Printer at desk 2 reports a paper jam',
  'Tomasz Bąk sent you a message: Could we move % to another room before noon? The heating is off and the window does not close.',
  'Maintenance on Sunday from 02:00 to 03:00',
];

/** A hundred thousand rows, each made when it is looked at. */
export class VastShelf implements Shelf {
  readonly #now: number;
  readonly #statuses = Uint8Array.from({ length: VAST }, (_, at) => (at % 97 === 0 || (at < 60 && at % 3 > 0) ? UNREAD : READ));
  readonly #changed = new Map<number, Row>();
  readonly #before = new Map<string, Row>();
  #came: Row[] = [];
  #texts: string[] | null = null;

  constructor(now: number) {
    this.#now = now;
  }

  find(filter: Filter): Found {
    const came = this.#came.filter((row) => fits(row, filter));
    const old = this.#places(filter);
    const at = (index: number) => {
      const place = old[index - came.length];
      return came[index] ?? (place === undefined ? undefined : this.#row(place));
    };
    return { length: came.length + old.length, at };
  }

  get(id: string): Row | undefined {
    const place = placeOf(id);
    const old = place !== null && this.#statuses[place] !== GONE;
    return old ? this.#row(place) : this.#came.find((row) => row.id === id);
  }

  counts(): Counts {
    const changed = [...this.#changed.values()];
    const { unread, ...marks } = countsOf([...this.#came, ...changed]);
    this.#statuses.forEach((status, at) => {
      const kind = kindOf(at);
      if (status === UNREAD && !this.#changed.has(at)) unread.set(kind, (unread.get(kind) ?? 0) + 1);
    });
    return { unread, ...marks };
  }

  change(id: string, to: Row | null) {
    const was = this.get(id);
    if (was) this.#before.set(id, was);
    this.#put(id, to);
  }

  restore(id: string) {
    const before = this.#before.get(id);
    if (before) this.#put(id, before);
  }

  add(row: Row) {
    this.#came = [row, ...this.#came];
  }

  prepare(searches: boolean) {
    this.#texts = searches ? (this.#texts ?? Array.from({ length: VAST }, (_, at) => messageOf(at).toLowerCase())) : null;
  }

  clear() {
    this.#statuses.fill(GONE);
    this.#changed.clear();
    this.#came = [];
  }

  #put(id: string, row: Row | null) {
    const place = placeOf(id);
    if (place === null) {
      this.#came = row ? this.#came.map((other) => (other.id === id ? row : other)) : this.#came.filter((other) => other.id !== id);
      return;
    }
    this.#statuses[place] = row === null ? GONE : row.status === 'unread' ? UNREAD : READ;
    if (row) this.#changed.set(place, row);
    else this.#changed.delete(place);
  }

  /** Which of the old rows are in a list. Looks at as little as can be: this is asked with every key of a search. */
  #places(filter: Filter): Uint32Array {
    const found = new Uint32Array(VAST);
    const text = filter.text?.toLowerCase() ?? null;
    const untouched = this.#changed.size === 0;
    const marked = filter.follow_up || filter.snoozed === true;
    let many = 0;
    for (let at = 0; at < VAST; at++) {
      const status = this.#statuses[at];
      if (status === GONE || (filter.kind !== null && kindOf(at) !== filter.kind)) continue;
      if (filter.status !== null && status !== (filter.status === 'unread' ? UNREAD : READ)) continue;
      if (text !== null && !(this.#texts?.[at] ?? messageOf(at).toLowerCase()).includes(text)) continue;
      const changed = untouched ? undefined : this.#changed.get(at);
      if (changed ? !fits(changed, filter) : marked || !inTime(this.#dateOf(at), filter)) continue;
      found[many++] = at;
    }
    return found.subarray(0, many);
  }

  #row(at: number): Row {
    const status: Status = this.#statuses[at] === UNREAD ? 'unread' : 'read';
    return this.#changed.get(at) ?? {
      id: idOf(at),
      kind: kindOf(at),
      message: messageOf(at),
      date: new Date(this.#dateOf(at)).toISOString(),
      status,
      related: at % 16 === 0 || at % 16 === 8 ? { kind: 'appointment', id: `of ${Math.floor(at / 16)}` } : null,
      waiting: null,
      refused: null,
      follow_up: null,
      snoozed: null,
    };
  }

  #dateOf(at: number): number {
    return this.#now - (at * APART + 2) * MINUTE;
  }
}

const UNREAD = 0;
const READ = 1;
const GONE = 2;

function inTime(date: number, { since, until }: Filter): boolean {
  return (since === null || date >= Date.parse(since)) && (until === null || date < Date.parse(until));
}

function kindOf(at: number): string {
  return KINDS[at % KINDS.length] ?? 'SYSTEM';
}

function messageOf(at: number): string {
  const text = TEXTS[at % TEXTS.length] ?? '';
  return `${text.replace('%', PEOPLE[at % PEOPLE.length] ?? '')} (${VAST - at})`;
}

function placeOf(id: string): number | null {
  return id.startsWith('0') ? Number(id.slice(-12)) : null;
}
