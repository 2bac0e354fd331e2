import { tick } from 'svelte';
import type { Fault } from './bindings/Fault';
import type { Request } from './bindings/Request';
import type { Row } from './bindings/Row';
import type { Snapshot } from './bindings/Snapshot';
import type { View } from './bindings/View';
import { Check } from './check/check.svelte';
import { say } from './language/say.svelte';
import { successor } from './list/changes';
import { filterOf, type Place } from './list/place';
import { Rows } from './list/rows.svelte';
import { type Done, doneBy, UNDO_FOR } from './list/undo';
import { askFor, faultOf, type Host, type News } from './platform';
import type { Screen } from './screen';
import { Settings } from './settings/settings.svelte';
import { lookOf } from './shared/kinds';

const TICK = 15_000;

/** What one person sees of the ward: the agent's snapshot, the list they chose, and where they are in it. */
export class Ward {
  snapshot = $state.raw<Snapshot | null>(null);
  /** Why the agent can't be reached. */
  absent = $state.raw<Fault | null>(null);
  now = $state.raw(new Date());

  place = $state.raw<Place>('all');
  /** What covers the list. */
  screen = $state<Screen | null>(null);
  query = $state('');
  selected = $state<string | null>(null);
  /** The detail was asked for; matters where it covers the list. */
  reading = $state(false);
  /** Signing out was asked for elsewhere, and is to be asked back. */
  leaving = $state(false);
  /** What was just done and can be taken back. */
  done = $state.raw<Done | null>(null);
  /** Why the last action was not kept. */
  trouble = $state.raw<Fault | null>(null);
  /** What a screen reader is told: types only. A new object each time, so that the same words are said again. */
  announcement = $state.raw({ text: '' });

  readonly rows: Rows;
  readonly settings: Settings;
  readonly check: Check;
  /** A row the agent asked to show that may be beyond the list. */
  #asked = $state.raw<Row | null>(null);
  readonly host: Host;
  #undoUntil: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host) {
    this.host = host;
    this.settings = new Settings(host);
    this.check = new Check(host);
    this.rows = new Rows(host, (before, arrived) => this.#changed(before, arrived));
  }

  /** What is stored can't be read: nothing of it is kept here either. */
  get locked(): boolean {
    return this.snapshot?.lock.locked ?? false;
  }

  /** Somebody else can see the screen: no text is shown. */
  get hidden(): boolean {
    return this.snapshot?.consult != null;
  }

  get row(): Row | null {
    const listed = this.rows.shown.find((row) => row.id === this.selected);
    return listed ?? (this.#asked?.id === this.selected ? this.#asked : null);
  }

  /** Begins: listens, asks how things stand, and keeps relative times true. */
  async start() {
    setInterval(() => (this.now = new Date()), TICK);
    // First, so that everything after it is said in the language that was chosen.
    void this.settings.load();
    await this.host.onEvent((news) => this.#hear(news));
    try {
      this.#take((await askFor(this.host, 'snapshot', { do: 'snapshot' })).value);
    } catch (error) {
      this.absent = faultOf(error);
    }
  }

  /** Covers the list with a page of its own; where it is there already, the list is shown again. */
  cover(screen: Screen) {
    this.screen = this.screen === screen ? null : screen;
    if (this.screen === 'settings') void this.settings.open();
  }

  /** Shows another list. */
  go(place: Place) {
    this.screen = null;
    this.place = place;
    this.reading = false;
    return this.#open();
  }

  /** Somebody is about to search: the agent gets ready for it. */
  openSearch() {
    void this.act({ do: 'open-search' });
  }

  /** Nobody searches any more, unless what was found is still shown. */
  closeSearch() {
    if (this.query === '') void this.act({ do: 'close-search' });
  }

  /** Unlocks, with the PIN where one is set; gives the reason if that fails. */
  unlock(pin: string | null): Promise<Fault | null> {
    return this.#attempt({ do: 'unlock', pin });
  }

  /** Sets, changes or removes the PIN; gives the reason if that fails. */
  async setPin(current: string | null, fresh: string | null): Promise<Fault | null> {
    const refusal = await this.#attempt({ do: 'set-pin', current, new: fresh });
    if (!refusal) this.announcement = { text: say(fresh === null ? 'pin.done.removed' : 'pin.done.set') };
    return refusal;
  }

  /** Narrows the list as the query grows. */
  search(query: string) {
    this.query = query;
    return this.#open();
  }

  select(id: string) {
    this.selected = id;
    return focusRow(id);
  }

  /** Moves the selection by so many rows. */
  move(by: number) {
    const { shown } = this.rows;
    const at = shown.findIndex((row) => row.id === this.selected);
    const to = shown[at < 0 ? 0 : Math.min(Math.max(at + by, 0), shown.length - 1)];
    if (to) void this.select(to.id);
  }

  mark(as: 'read' | 'unread') {
    if (this.row) void this.act({ do: as === 'read' ? 'mark-read' : 'mark-unread', ids: [this.row.id] });
  }

  markShown() {
    const { filter, last, unread } = this.rows;
    if (last !== null && unread > 0) void this.act({ do: 'mark-shown', filter, last });
  }

  remove() {
    if (this.row) void this.act({ do: 'delete', ids: [this.row.id] });
  }

  /** Takes back what was just done. */
  undo() {
    if (this.done) void this.act({ do: 'undo', ids: this.done.ids });
  }

  /** Asks for an action; a refusal is shown until the next one. */
  async act(request: Request): Promise<void> {
    try {
      const answer = await this.host.ask(request);
      this.trouble = null;
      const done = doneBy(request, answer);
      if (done || request.do === 'undo') this.#offerUndo(done);
    } catch (error) {
      this.#refused(error);
    }
  }

  /** Signs in; gives the reason if that fails. */
  signIn(server: string, email: string, password: string): Promise<Fault | null> {
    return this.#attempt({ do: 'sign-in', server, email, password });
  }

  async #attempt(request: Request): Promise<Fault | null> {
    try {
      await this.host.ask(request);
      return null;
    } catch (error) {
      return faultOf(error);
    }
  }

  #offerUndo(done: Done | null) {
    clearTimeout(this.#undoUntil);
    this.done = done;
    if (done) this.#undoUntil = setTimeout(() => (this.done = null), UNDO_FOR);
  }

  #open() {
    this.selected = null;
    this.#asked = null;
    return this.rows.open(filterOf(this.place, this.query));
  }

  #hear(news: News) {
    if (news.is === 'snapshot') this.#take(news.value);
    else if (news.is === 'absent') this.absent = news.value;
    else if (!this.locked) void this.#view(news.value);
  }

  /** What the window was called to the front for. */
  async #view(view: View) {
    if (view.at === 'row') await this.#show(view.id);
    else if (view.at === 'settings' && this.screen !== 'settings') this.cover('settings');
    else if (view.at === 'sign-out') this.leaving = true;
  }

  #take(snapshot: Snapshot) {
    const before = this.snapshot;
    this.snapshot = snapshot;
    this.now = new Date();
    const back = this.absent !== null;
    this.absent = null;
    const turned = snapshot.lock.locked !== before?.lock.locked;
    if (turned) this.#forget();
    if (snapshot.lock.locked) return;
    this.#consult(before, snapshot);
    if (turned || snapshot.account?.email !== before?.account?.email) void this.#open();
    else if (back || snapshot.revision !== before?.revision) void this.#refresh();
  }

  /** A search can name a patient: it ends where consult mode begins. */
  #consult(before: Snapshot | null, after: Snapshot) {
    const began = after.consult !== null;
    if (began === (before?.consult != null)) return;
    this.announcement = { text: say(began ? 'consult.begun' : 'consult.ended') };
    if (began && this.query !== '') void this.search('');
  }

  /** Drops all that was read; also at an unlocking, for what was answered in between. */
  #forget() {
    this.place = 'all';
    this.screen = null;
    this.query = '';
    this.selected = null;
    this.reading = false;
    this.#asked = null;
    this.#offerUndo(null);
    this.trouble = null;
    this.announcement = { text: '' };
    this.rows.forget();
  }

  /** Says why something was not done. That all is locked, the lock screen says. */
  #refused(error: unknown) {
    const fault = faultOf(error);
    if (fault.code !== 'locked') this.trouble = fault;
  }

  async #refresh() {
    if (this.#asked) await this.#get(this.#asked.id);
    await this.rows.refresh();
  }

  async #show(id: string) {
    this.query = '';
    this.closeSearch();
    await this.go('all');
    await this.#get(id);
    if (this.#asked === null) return;
    this.reading = true;
    await this.select(id);
  }

  async #get(id: string) {
    try {
      const { value } = await askFor(this.host, 'row', { do: 'get', id });
      this.#asked = this.locked ? null : value;
    } catch (error) {
      this.#asked = null;
      this.#refused(error);
    }
  }

  #changed(before: Row[], arrived: Row[]) {
    this.selected = successor(this.selected, before, this.rows.shown);
    if (arrived.length > 0) this.announcement = { text: announcing(arrived) };
    if (document.activeElement !== document.body) void this.#keepFocus();
  }

  /** A row that went must not take the keyboard's place with it. */
  async #keepFocus() {
    await tick();
    if (document.activeElement === document.body && this.selected) await focusRow(this.selected);
  }
}

/** What came, by its type alone. */
function announcing([first, ...others]: Row[]): string {
  if (!first) return '';
  return others.length === 0 ? say('announce.one', { kind: lookOf(first.kind).label }) : say('announce.many', { n: others.length + 1 });
}

/** Puts the keyboard on a row of the list. */
export async function focusRow(id: string) {
  await tick();
  document.getElementById(`row-${id}`)?.focus();
}
