import type { Cursor } from '../bindings/Cursor';
import type { Fault } from '../bindings/Fault';
import type { Filter } from '../bindings/Filter';
import type { Page } from '../bindings/Page';
import type { Row } from '../bindings/Row';
import { EVERYTHING } from '../filter/filters';
import { askFor, faultOf, type Host } from '../platform';
import { arrivals } from './changes';
import { FIRST, joined, missing, type Range, type Span, wanted } from './span';

/** What a change of the list was. */
export interface Change {
  /** Another list is shown. */
  fresh: boolean;
  before: Span;
  /** Rows that came on top. */
  arrived: Row[];
  /** How many came that wait until the reader is at the top. */
  waiting: number;
}

const NOTHING: Span = { from: 0, to: 0, rows: [] };

/** The rows of one list: how many there are, and those around what is seen. */
export class Rows {
  span = $state.raw(NOTHING);
  /** How many the list has, those that wait not counted; the same for the unread ones. */
  total = $state(0);
  unread = $state(0);
  /** How many came since the reader left the top. */
  newer = $state(0);
  loaded = $state(false);
  fault = $state.raw<Fault | null>(null);
  /** The reader sees the newest row, so that newer ones may come in at once. */
  atTop = true;

  filter = EVERYTHING;
  /** The last arrival when the list was shown: what concerns all that is shown goes no further. */
  last: Cursor | null = null;

  #host: Host;
  #onchange: (change: Change) => void;
  /** Nobody has told yet, where it is none. */
  #seen: Range | null = null;
  #down = true;
  #opening = false;
  #stale = false;
  #turn = 0;
  #busy = false;
  #work: Promise<void> = Promise.resolve();

  constructor(host: Host, onchange: (change: Change) => void) {
    this.#host = host;
    this.#onchange = onchange;
  }

  /** Shows another list; an answer for the one before is dropped. */
  open(filter: Filter): Promise<void> {
    this.filter = filter;
    this.#restart();
    this.#opening = true;
    return this.#run();
  }

  /** Keeps nothing, and lets in no answer that is still on its way. */
  forget() {
    this.#restart();
    this.filter = EVERYTHING;
    this.#show(NOTHING, { rows: [], total: 0, unread: 0, newer: 0, last: '' }, true);
    this.last = null;
    this.loaded = false;
  }

  /** The reader sees this: what is around it is fetched, and what is far away let go. */
  look(seen: Range) {
    this.#down = seen.from >= (this.#seen?.from ?? 0);
    this.#seen = seen;
    if (this.loaded && !this.fault) void this.#run();
  }

  /** Fetches anew what is loaded; many calls at once become one. */
  refresh(): Promise<void> {
    this.#stale = true;
    return this.#run();
  }

  /** Lets those in that wait. */
  admit(): Promise<void> {
    this.atTop = true;
    return this.refresh();
  }

  /** When there is nothing more to fetch. */
  settled(): Promise<void> {
    return this.#work;
  }

  #restart() {
    this.#turn += 1;
    this.#busy = false;
    this.#stale = false;
    this.#opening = false;
    this.#seen = null;
    this.fault = null;
  }

  /** One question after the other until there is none left. */
  #run(): Promise<void> {
    if (!this.#busy) this.#work = this.#ask(this.#turn);
    return this.#work;
  }

  async #ask(turn: number) {
    this.#busy = true;
    for (let range = this.#next(); range !== null; range = this.#next()) {
      const whole = this.#opening || this.#stale;
      this.#stale = false;
      const answer = await this.#fetch(range);
      if (turn !== this.#turn) return;
      if (answer === null) break;
      if (whole) this.#replace(range, answer);
      else this.#extend(range, answer);
    }
    this.#busy = false;
  }

  #next(): Range | null {
    if (this.#opening) return FIRST;
    const { from, to } = this.span;
    if (this.#stale) return { from, to: Math.max(to, from + FIRST.to) };
    return this.#seen && missing(this.span, wanted(this.#seen, this.#down, this.total));
  }

  /** Asks for rows: while one reads further down only for those that were there when one left the top. */
  async #fetch({ from, to }: Range): Promise<Page | null> {
    const turn = this.#turn;
    const through = this.#opening || this.atTop ? null : this.last;
    try {
      const request = { do: 'list', filter: this.filter, through, skip: from, limit: to - from } as const;
      const { value } = await askFor(this.#host, 'page', request);
      if (turn === this.#turn && through === null) this.last = value.last;
      return value;
    } catch (error) {
      if (turn === this.#turn) this.#fail(faultOf(error));
      return null;
    }
  }

  #fail(fault: Fault) {
    if (this.#opening) this.#show(NOTHING, { rows: [], total: 0, unread: 0, newer: 0, last: '' }, true);
    this.#opening = false;
    this.fault = fault;
  }

  #replace({ from, to }: Range, page: Page) {
    const fresh = this.#opening;
    this.#opening = false;
    if (fresh) this.atTop = true;
    this.#show({ from: Math.min(from, page.total), to: Math.min(to, page.total), rows: page.rows }, page, fresh);
  }

  #extend({ from, to }: Range, page: Page) {
    const want = wanted(this.#seen ?? FIRST, this.#down, page.total);
    const fetched = { from: Math.min(from, page.total), to: Math.min(to, page.total), rows: page.rows };
    const span = page.total === this.total ? joined(this.span, fetched, want) : null;
    if (span) this.#show(span, page, false);
    else this.#stale = true;
  }

  #show(span: Span, page: Page, fresh: boolean) {
    const before = this.span;
    const waiting = fresh ? 0 : Math.max(0, page.newer - this.newer);
    this.span = span;
    this.total = page.total;
    this.unread = page.unread;
    this.newer = page.newer;
    this.loaded = true;
    this.fault = null;
    const arrived = fresh || before.from > 0 || span.from > 0 ? [] : span.rows.slice(0, arrivals(before.rows, span.rows));
    this.#onchange({ fresh, before, arrived, waiting });
  }
}
