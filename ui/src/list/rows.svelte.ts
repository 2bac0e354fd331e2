import type { Cursor } from '../bindings/Cursor';
import type { Fault } from '../bindings/Fault';
import type { Filter } from '../bindings/Filter';
import type { Page } from '../bindings/Page';
import type { Row } from '../bindings/Row';
import { askFor, faultOf, type Host } from '../platform';
import { arrivals } from './changes';
import { EVERYTHING } from './place';

const PAGE = 100;
const NOTHING: Page = { rows: [], total: 0, unread: 0, newer: 0, last: '' };

/** The rows of one list, as far as they were fetched. Newer ones wait while the reader is further down. */
export class Rows {
  shown = $state.raw<Row[]>([]);
  waiting = $state.raw<Row[]>([]);
  /** How many of the whole list are unread, those that wait not counted. */
  unread = $state(0);
  next = $state.raw<number | null>(null);
  loaded = $state(false);
  fault = $state.raw<Fault | null>(null);
  /** The reader sees the newest row, so that newer ones may come in at once. */
  atTop = true;

  filter = EVERYTHING;
  /** The last arrival when the list was shown: marking all as read goes no further. */
  last: Cursor | null = null;

  #host: Host;
  #onchange: (before: Row[], arrived: Row[]) => void;
  #queue: Promise<void> = Promise.resolve();
  #turn = 0;
  #stale = false;

  constructor(host: Host, onchange: (before: Row[], arrived: Row[]) => void) {
    this.#host = host;
    this.#onchange = onchange;
  }

  /** Shows another list; an answer for the one before is dropped. */
  async open(filter: Filter): Promise<void> {
    this.filter = filter;
    this.#turn += 1;
    await this.#fetch(0, PAGE, (page) => {
      this.atTop = true;
      this.#show(page, 0);
      this.#onchange([], []);
    });
    if (this.fault) this.#show(NOTHING, 0);
  }

  /** Keeps nothing, and lets in no answer that is still on its way. */
  forget() {
    this.#turn += 1;
    this.filter = EVERYTHING;
    this.fault = null;
    this.#show(NOTHING, 0);
    this.loaded = false;
  }

  /** Fetches the next page, if there is one. */
  more(): Promise<void> {
    return this.#later(async () => {
      if (this.next === null) return;
      await this.#fetch(this.next, PAGE, (page) => {
        this.shown = [...this.shown, ...page.rows];
        this.next = this.#nextOf(page);
      });
    });
  }

  /** Fetches anew what is shown; many calls at once become one. */
  refresh(): Promise<void> {
    if (this.#stale) return this.#queue;
    this.#stale = true;
    return this.#later(async () => {
      this.#stale = false;
      const many = this.shown.length + this.waiting.length + PAGE;
      await this.#fetch(0, many, (page) => this.#update(page));
    });
  }

  /** Lets those in that wait. */
  admit() {
    this.atTop = true;
    return this.refresh();
  }

  #update(page: Page) {
    const before = this.shown;
    const known = new Set([...before, ...this.waiting].map((row) => row.id));
    const came = before.length > 0 ? arrivals(before, page.rows) : page.rows.length;
    this.#show(page, this.atTop ? 0 : came);
    this.#onchange(before, page.rows.slice(0, came).filter((row) => !known.has(row.id)));
  }

  #show(page: Page, hold: number) {
    this.waiting = page.rows.slice(0, hold);
    this.shown = page.rows.slice(hold);
    this.unread = page.unread - this.waiting.filter((row) => row.status === 'unread').length;
    this.next = this.#nextOf(page);
    if (hold === 0) this.last = page.last;
    this.loaded = true;
  }

  #nextOf({ total }: Page): number | null {
    const many = this.shown.length + this.waiting.length;
    return many < total ? many : null;
  }

  #later(job: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(job);
    return this.#queue;
  }

  async #fetch(skip: number, limit: number, use: (page: Page) => void) {
    const turn = this.#turn;
    try {
      const { value } = await askFor(this.#host, 'page', { do: 'list', filter: this.filter, through: null, skip, limit });
      if (turn !== this.#turn) return;
      this.fault = null;
      use(value);
    } catch (error) {
      if (turn === this.#turn) this.fault = faultOf(error);
    }
  }
}
