import { tick } from 'svelte';
import type { Answer } from './bindings/Answer';
import type { Fault } from './bindings/Fault';
import type { FollowUp } from './bindings/FollowUp';
import type { Request } from './bindings/Request';
import type { Row } from './bindings/Row';
import { EVERYTHING, type Filters, filterOf, UNFILTERED } from './filter/filters';
import { type Line, rowsOf } from './list/fold';
import { Listing } from './list/listing.svelte';
import type { Place } from './list/place';
import type { Change } from './list/rows.svelte';
import { successor } from './list/changes';
import { askFor, faultOf, type Host } from './platform';
import { Choice } from './triage/choice.svelte';
import { Triage } from './triage/triage.svelte';

/** Lists carry the beginning of a message, in characters; the whole is asked for when its row is read. */
const PREVIEW = 1000;

/** The list that somebody chose, where they are in it, and what they do there. */
export class Inbox {
  place = $state.raw<Place>('all');
  filters = $state.raw<Filters>(UNFILTERED);
  query = $state('');
  selected = $state<string | null>(null);
  /** The detail was asked for; matters where it covers the list. */
  reading = $state(false);

  /** What is asked of the user in a dialog. */
  asking = $state<'follow-up' | 'snooze' | 'filter' | null>(null);

  readonly listing: Listing;
  readonly choice = new Choice();
  readonly triage: Triage;

  #host: Host;
  #ontrouble: (fault: Fault | null) => void;
  #onarrival: (arrived: Row[], waiting: number) => void;
  /** The selected row when it is not in what is loaded, or not whole there. */
  #kept = $state.raw<Row | null>(null);
  /** Where in the list the selected row was last. */
  #at = $state(0);
  #turn = 0;

  constructor(host: Host, ontrouble: (fault: Fault | null) => void, onarrival: (arrived: Row[], waiting: number) => void) {
    this.#host = host;
    this.#ontrouble = ontrouble;
    this.#onarrival = onarrival;
    this.listing = new Listing(host, (change, before) => this.#changed(change, before));
    this.triage = new Triage(host, (ids) => this.#known(new Set(ids)), ontrouble);
  }

  /** What is read. */
  get row(): Row | null {
    const kept = this.#kept?.id === this.selected ? this.#kept : null;
    const listed = this.listing.rows.span.rows.find((row) => row.id === this.selected);
    if (!listed) return kept;
    return kept && kept.message.length > listed.message.length ? { ...listed, message: kept.message } : listed;
  }

  /** The selected row where it has left what is loaded: it keeps the keyboard. */
  get stray(): Line | null {
    const row = this.listing.line(this.selected) ? null : this.row;
    return row && { row, at: this.#at, fold: null, inner: false };
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
    this.selected = null;
    this.#kept = null;
    this.choice.clear();
    return this.listing.rows.open(filterOf(this.place, this.filters, this.query, new Date()));
  }

  async refresh() {
    if (this.selected !== null && !this.listing.line(this.selected)) await this.#keep(this.selected);
    await this.listing.rows.refresh();
  }

  /** Shows one row, wherever it is. */
  async show(id: string): Promise<void> {
    this.query = '';
    this.filters = UNFILTERED;
    await this.go('all');
    const row = await this.#keep(id);
    if (!row) return;
    await this.listing.reach(await this.#placeOf(row));
    this.selected = id;
    this.reading = true;
    await this.focus();
  }

  /** Selects a row, and puts the keyboard on it. */
  select(id: string): Promise<void> {
    this.take(id);
    this.choice.begin(id);
    return this.focus();
  }

  /** Selects a row that has the keyboard already. */
  take(id: string) {
    if (id === this.selected) return;
    this.selected = id;
    this.#at = this.listing.line(id)?.at ?? this.#at;
    if ((this.row?.message.length ?? 0) > PREVIEW) void this.#keep(id);
  }

  /** Puts the keyboard on the selected row. */
  async focus() {
    const id = this.listing.line(this.selected)?.row.id;
    if (id === undefined) return;
    this.listing.reveal(id);
    await tick();
    document.getElementById(`row-${id}`)?.focus({ preventScroll: true });
  }

  /** Moves the selection by so many lines; with nothing selected to the first one in sight. */
  async move(by: number): Promise<void> {
    const line = await this.#from(by);
    if (line) await this.select(line.row.id);
  }

  /** Selects the first row or the last. */
  async end(last: boolean): Promise<void> {
    const line = await this.listing.reach(last ? Infinity : 0);
    if (line) await this.select(line.row.id);
  }

  /** Opens the fold of the selected line, or closes it. Tells whether there was one to open or to close. */
  unfold(open: boolean): boolean {
    const line = this.listing.line(this.selected);
    const folds = line?.fold != null && line.fold.open !== open;
    if (folds) this.toggle(line);
    return folds;
  }

  /** Opens a fold, or closes it; whoever was in it is on its first line then. */
  toggle({ fold, row }: Line) {
    if (!fold) return;
    this.listing.toggle(fold.key);
    if (fold.rows.some(({ id }) => id === this.selected)) void this.select(row.id);
  }

  /** Chooses the selected line, or no longer. */
  choose() {
    const line = this.listing.line(this.selected);
    if (line) this.choice.toggle(line);
  }

  /** Chooses all lines up to this one. */
  async chooseTo(line: Line) {
    const { id } = line.row;
    const reached = this.choice.reach(this.listing.lines, id) || this.choice.reachIn(await this.#all(), id);
    if (!reached) this.choice.toggle(line);
    this.take(id);
    await this.focus();
  }

  /** Moves on, and chooses on the way. */
  async chooseBy(by: number) {
    const line = await this.#from(by);
    if (line) await this.chooseTo(line);
  }

  /** Chooses all that is shown, as far as the agent does. */
  async chooseAll() {
    this.choice.all(await this.#all());
  }

  /** Chooses nothing any more. */
  unchoose(): Promise<void> {
    this.choice.clear();
    return this.focus();
  }

  /** Asks in a dialog, if there is anything to ask about. */
  ask(what: NonNullable<Inbox['asking']>) {
    if (what === 'filter' || this.targets.length > 0) this.asking = what;
  }

  /** What an action is about: what was chosen, or else what is selected; a closed fold is all of its rows. */
  get targets(): string[] {
    if (this.choice.ids.size > 0) return [...this.choice.ids];
    const line = this.listing.line(this.selected);
    if (line?.row.id === this.selected) return rowsOf(line).map(({ id }) => id);
    return this.selected === null ? [] : [this.selected];
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
    return this.#act((ids) => ({ do: 'snooze', ids, until: until?.toISOString() ?? null }));
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
    this.selected = null;
    this.reading = false;
    this.asking = null;
    this.#kept = null;
    this.choice.clear();
    this.triage.forget();
    this.listing.forget();
  }

  async #act(request: (ids: string[]) => Request) {
    const ids = this.targets;
    if (ids.length > 0 && (await this.triage.act(request(ids)))) this.choice.clear();
  }

  /** The ids of the list, as far as the agent gives them. */
  async #all(): Promise<string[]> {
    const { filter, last } = this.listing.rows;
    if (last === null) return [];
    const answer = await this.#ask('ids', { do: 'choose', filter, last });
    return answer?.value ?? [];
  }

  /** Asks for a row by itself, and keeps it. */
  async #keep(id: string): Promise<Row | null> {
    const answer = await this.#ask('row', { do: 'get', id });
    if (answer) this.#kept = answer.value;
    else if (this.selected === id && !this.listing.line(id)) this.selected = null;
    return answer?.value ?? null;
  }

  /** Where in the list a row is: after all that are newer. */
  async #placeOf({ date }: Row): Promise<number> {
    const newer = await this.#ask('page', { do: 'list', filter: { ...EVERYTHING, since: date }, through: null, skip: 0, limit: 1 });
    return Math.max(0, (newer?.value.total ?? 1) - 1);
  }

  /** Asks; what comes after everything was forgotten is dropped, and a refusal said. */
  async #ask<Is extends Answer['is']>(is: Is, request: Request) {
    const turn = this.#turn;
    try {
      const answer = await askFor(this.#host, is, request);
      return turn === this.#turn ? answer : null;
    } catch (error) {
      if (turn === this.#turn) this.#ontrouble(faultOf(error));
      return null;
    }
  }

  #known(ids: Set<string>): Row[] {
    const rows = this.listing.rows.span.rows.filter((row) => ids.has(row.id));
    return this.#kept && ids.has(this.#kept.id) ? [this.#kept, ...rows] : rows;
  }

  /** The line so many lines from the selected one. */
  async #from(by: number): Promise<Line | null> {
    const { lines, shape } = this.listing;
    const line = this.listing.line(this.selected);
    if (!line) return this.selected === null ? this.listing.first : this.listing.reach(this.#at + by);
    const to = lines.indexOf(line) + by;
    const beyond = to < 0 ? shape.from > 0 : to >= lines.length && shape.to < shape.total;
    return beyond ? this.listing.reach(line.at + by) : (lines[Math.min(Math.max(to, 0), lines.length - 1)] ?? null);
  }

  #changed({ fresh, arrived, waiting }: Change, before: Line[]) {
    if (!fresh && this.selected !== null) this.#follow(this.selected, before);
    this.#onarrival(arrived, waiting);
    if (document.activeElement !== document.body) void this.#keepFocus();
  }

  /** Stays with the selected row, or goes to the one that took its place. */
  #follow(selected: string, before: Line[]) {
    const was = before.find((line) => line.row.id === selected);
    const line = this.listing.line(selected);
    if (line) {
      this.#at = line.at;
      // It came into a closed fold: nothing vanishes that somebody reads.
      if (was && line.row.id !== selected && line.fold) this.listing.toggle(line.fold.key);
    } else if (was) {
      const { from, to } = this.listing.shape;
      const dropped = was.at < from || was.at >= to;
      if (dropped) this.#kept = this.#kept?.id === selected ? this.#kept : was.row;
      else this.selected = successor(selected, before.map(({ row }) => row), this.listing.lines.map(({ row }) => row));
    }
  }

  /** A row that went must not take the keyboard's place with it. */
  async #keepFocus() {
    await tick();
    const id = this.listing.line(this.selected)?.row.id ?? this.stray?.row.id;
    if (document.activeElement === document.body && id) document.getElementById(`row-${id}`)?.focus({ preventScroll: true });
  }
}
