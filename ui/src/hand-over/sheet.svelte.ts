import type { Fault } from '../bindings/Fault';
import type { Filter } from '../bindings/Filter';
import type { Page } from '../bindings/Page';
import { EVERYTHING } from '../filter/filters';
import { askFor, faultOf, type Host } from '../platform';

/** As many as fit on some sheets of paper; so many of each list. */
const MOST = 500;
const NOTHING: Page = { rows: [], total: 0, unread: 0, newer: 0, last: '' };

/** What the next shift has to know: all that is unread, and all that somebody wants to come back to. */
export class Sheet {
  unread = $state.raw(NOTHING);
  followUps = $state.raw(NOTHING);
  loaded = $state(false);
  /** Why it can't be had. */
  fault = $state.raw<Fault | null>(null);

  #host: Host;
  #turn = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** How many there was no room for. */
  get left(): number {
    return this.unread.total - this.unread.rows.length + this.followUps.total - this.followUps.rows.length;
  }

  async load() {
    const turn = ++this.#turn;
    try {
      const [unread, followUps] = await Promise.all([this.#list({ status: 'unread' }), this.#list({ follow_up: true })]);
      if (turn !== this.#turn) return;
      this.unread = unread;
      this.followUps = followUps;
      this.loaded = true;
      this.fault = null;
    } catch (error) {
      if (turn === this.#turn) this.fault = faultOf(error);
    }
  }

  async #list(filter: Partial<Filter>): Promise<Page> {
    const request = { do: 'list', filter: { ...EVERYTHING, ...filter }, through: null, skip: 0, limit: MOST } as const;
    return (await askFor(this.#host, 'page', request)).value;
  }
}
