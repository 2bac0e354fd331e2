import type { Fault } from './bindings/Fault';
import type { Filter } from './bindings/Filter';
import type { FollowUp } from './bindings/FollowUp';
import type { Request } from './bindings/Request';
import type { Row } from './bindings/Row';
import { EVERYTHING, type Filters, filterOf, UNFILTERED } from './filter/filters';
import { type Line, rowsOf } from './list/fold';
import { Listing } from './list/listing.svelte';
import type { Place } from './list/place';
import type { Change } from './list/rows.svelte';
import { Selection } from './list/selection.svelte';
import { type Ask, askFor, faultOf, type Host } from './platform';
import { Choice } from './triage/choice.svelte';
import { Chooser } from './triage/chooser';
import { Triage } from './triage/triage.svelte';

/** The list that somebody chose, where they are in it, and what they do there. */
export class Inbox {
  place = $state.raw<Place>('all');
  filters = $state.raw<Filters>(UNFILTERED);
  query = $state('');
  /** The detail was asked for; matters where it covers the list. */
  reading = $state(false);
  /** What is asked of the user in a dialog. */
  asking = $state<'follow-up' | 'snooze' | 'filter' | null>(null);

  readonly listing: Listing;
  readonly selection: Selection;
  readonly choice = new Choice();
  readonly chooser: Chooser;
  readonly triage: Triage;

  #host: Host;
  #ontrouble: (fault: Fault | null) => void;
  #onarrival: (arrived: Row[], waiting: number) => void;
  #turn = 0;

  constructor(host: Host, ontrouble: (fault: Fault | null) => void, onarrival: (arrived: Row[], waiting: number) => void) {
    this.#host = host;
    this.#ontrouble = ontrouble;
    this.#onarrival = onarrival;
    this.listing = new Listing(host, (change, before) => this.#changed(change, before));
    this.selection = new Selection(this.listing, this.#ask);
    this.chooser = new Chooser(this.choice, this.listing, this.selection, this.#ask);
    this.triage = new Triage(host, ontrouble);
  }

  /** Shows another list. */
  go(place: Place): Promise<void> {
    this.place = place;
    this.reading = false;
    return this.open();
  }

  /** Narrows the list as the query grows. */
  search(query: string): Promise<void> {
    this.query = query;
    return this.open();
  }

  filter(filters: Filters): Promise<void> {
    this.filters = filters;
    return this.open();
  }

  open(): Promise<void> {
    this.selection.clear();
    this.choice.clear();
    return this.listing.rows.open(this.#filter);
  }

  async refresh() {
    await this.selection.refresh();
    const { rows } = this.listing;
    // Today is another day than when the list was opened.
    const same = JSON.stringify(rows.filter) === JSON.stringify(this.#filter);
    await (same || !rows.loaded ? rows.refresh() : rows.open(this.#filter));
  }

  /** Shows one row, wherever it is. */
  async show(id: string): Promise<void> {
    this.query = '';
    this.filters = UNFILTERED;
    await this.go('all');
    const row = await this.selection.keep(id);
    if (!row) return;
    await this.listing.reach(await this.#placeOf(row));
    this.reading = true;
    await this.selection.select(id);
  }

  /** Selects a row, and puts the keyboard on it. A range begins there. */
  async select(id: string) {
    await this.selection.select(id);
    this.choice.begin(id);
  }

  /** Moves the selection by so many lines. */
  async move(by: number) {
    const line = await this.selection.from(by);
    if (line) await this.select(line.row.id);
  }

  /** Selects the first row or the last. */
  async end(last: boolean) {
    const line = await this.listing.reach(last ? Infinity : 0);
    if (line) await this.select(line.row.id);
  }

  /** Opens the fold of the selected line, or closes it. Tells whether there was one to open or to close. */
  unfold(open: boolean): boolean {
    const { line } = this.selection;
    const folds = line?.fold != null && line.fold.open !== open;
    if (folds) this.toggle(line);
    return folds;
  }

  /** Opens a fold, or closes it; whoever was in it is on its first line then. */
  toggle({ fold, row }: Line) {
    if (!fold) return;
    this.listing.toggle(fold.key);
    if (fold.rows.some(({ id }) => id === this.selection.id)) void this.select(row.id);
  }

  /** Asks in a dialog, if there is anything to ask about. */
  ask(what: NonNullable<Inbox['asking']>) {
    const about = what === 'snooze' ? this.#unread(this.targets) : this.targets;
    if (what === 'filter' || about.length > 0) this.asking = what;
  }

  /** What an action is about: what was chosen, or else what is selected; a closed fold is all of its rows. */
  get targets(): string[] {
    if (this.choice.ids.size > 0) return [...this.choice.ids];
    const { id, line } = this.selection;
    if (line?.row.id === id) return rowsOf(line).map((row) => row.id);
    return id === null ? [] : [id];
  }

  mark(as: 'read' | 'unread'): Promise<void> {
    return this.#act((ids) => ({ do: as === 'read' ? 'mark-read' : 'mark-unread', ids }));
  }

  remove(): Promise<void> {
    return this.#act((ids) => ({ do: 'delete', ids }));
  }

  followUp(mark: FollowUp | null): Promise<void> {
    return this.#act((ids) => ({ do: 'follow-up', ids, mark }));
  }

  snooze(until: Date | null): Promise<void> {
    return this.#act((ids) => ({ do: 'snooze', ids: this.#unread(ids), until: until?.toISOString() ?? null }));
  }

  async markShown() {
    const { filter, last, unread } = this.listing.rows;
    if (last !== null && unread > 0) await this.triage.act({ do: 'mark-shown', filter, last });
  }

  /** Drops all that was read, and lets in no answer that is still on its way. */
  forget() {
    this.#turn += 1;
    this.place = 'all';
    this.filters = UNFILTERED;
    this.query = '';
    this.reading = false;
    this.asking = null;
    this.selection.clear();
    this.choice.clear();
    this.triage.forget();
    this.listing.forget();
  }

  get #filter(): Filter {
    return filterOf(this.place, this.filters, this.query, new Date());
  }

  async #act(request: (ids: string[]) => Request) {
    const ids = this.targets;
    if (ids.length > 0 && (await this.triage.act(request(ids)))) this.choice.clear();
  }

  /** Where in the list a row is: after all that are newer. */
  async #placeOf({ date }: Row): Promise<number> {
    const newer = await this.#ask('page', { do: 'list', filter: { ...EVERYTHING, since: date }, through: null, skip: 0, limit: 1 });
    return Math.max(0, (newer?.value.total ?? 1) - 1);
  }

  /** Asks; what comes after everything was forgotten is dropped, and a refusal said. */
  #ask: Ask = async (is, request) => {
    const turn = this.#turn;
    try {
      const answer = await askFor(this.#host, is, request);
      return turn === this.#turn ? answer : null;
    } catch (error) {
      if (turn === this.#turn) this.#ontrouble(faultOf(error));
      return null;
    }
  };

  /** Without those that are known to be read: they don't wake anybody. */
  #unread(ids: string[]): string[] {
    const read = new Set(this.#known(new Set(ids)).flatMap(({ id, status }) => (status === 'read' ? id : [])));
    return ids.filter((id) => !read.has(id));
  }

  #known(ids: Set<string>): Row[] {
    const { row } = this.selection;
    const rows = this.listing.rows.span.rows.filter((row) => ids.has(row.id));
    return row && ids.has(row.id) ? [row, ...rows] : rows;
  }

  #changed({ fresh, arrived, waiting }: Change, before: Line[]) {
    if (!fresh) this.selection.follow(before);
    this.#onarrival(arrived, waiting);
    if (document.activeElement !== document.body) void this.selection.keepFocus();
  }
}
