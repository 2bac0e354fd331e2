import type { Fault } from './bindings/Fault';
import type { Request } from './bindings/Request';
import type { Row } from './bindings/Row';
import type { Snapshot } from './bindings/Snapshot';
import type { View } from './bindings/View';
import { Check } from './check/check.svelte';
import { Inbox } from './inbox.svelte';
import { say } from './language/say.svelte';
import type { Place } from './list/place';
import { askFor, faultOf, type Host, type News } from './platform';
import type { Screen } from './screen';
import { Settings } from './settings/settings.svelte';
import { lookOf } from './shared/kinds';

const TICK = 15_000;

/** What one person sees of the ward: the agent's snapshot, their list, and what covers it. */
export class Ward {
  snapshot = $state.raw<Snapshot | null>(null);
  /** Why the agent can't be reached. */
  absent = $state.raw<Fault | null>(null);
  now = $state.raw(new Date());

  /** What covers the list. */
  screen = $state<Screen | null>(null);
  /** Signing out was asked for elsewhere, and is to be asked back. */
  leaving = $state(false);
  /** Why the last action was not kept. */
  trouble = $state.raw<Fault | null>(null);
  /** What a screen reader is told: types only. A new object each time, so that the same words are said again. */
  announcement = $state.raw({ text: '' });

  readonly inbox: Inbox;
  readonly settings: Settings;
  readonly check: Check;
  readonly host: Host;

  constructor(host: Host) {
    this.host = host;
    this.settings = new Settings(host);
    this.check = new Check(host);
    this.inbox = new Inbox(host, (fault) => this.#say(fault), (arrived, waiting) => this.#announce(arrived, waiting));
  }

  /** What is stored can't be read: nothing of it is kept here either. */
  get locked(): boolean {
    return this.snapshot?.lock.locked ?? false;
  }

  /** Somebody else can see the screen: no text is shown. */
  get hidden(): boolean {
    return this.snapshot?.consult != null;
  }

  /** Begins: asks how things stand, until the first list is there, and keeps relative times true. */
  async start() {
    setInterval(() => this.#tick(), TICK);
    // First, so that everything after it is said in the language that was chosen.
    await this.settings.load();
    try {
      this.#take((await askFor(this.host, 'snapshot', { do: 'snapshot' })).value);
    } catch (error) {
      this.absent = faultOf(error);
    }
    await this.inbox.listing.rows.settled();
  }

  /** From now on hears what happens. */
  listen(): Promise<void> {
    return this.host.onEvent((news) => this.#hear(news));
  }

  /** Covers the list with a page of its own; where it is there already, the list is shown again. */
  cover(screen: Screen) {
    this.screen = this.screen === screen ? null : screen;
    if (this.screen === 'settings') void this.settings.open();
  }

  /** Shows another list. */
  go(place: Place) {
    this.screen = null;
    return this.inbox.go(place);
  }

  /** Somebody is about to search: the agent gets ready for it. */
  openSearch() {
    void this.act({ do: 'open-search' });
  }

  /** Nobody searches any more, unless what was found is still shown. */
  closeSearch() {
    if (this.inbox.query === '') void this.act({ do: 'close-search' });
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

  /** Asks for an action; a refusal is shown until the next one. */
  async act(request: Request): Promise<void> {
    try {
      await this.host.ask(request);
      this.trouble = null;
    } catch (error) {
      this.#say(faultOf(error));
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

  /** Time goes by: what is told relative to it stays true, and so does a list of some days. */
  #tick() {
    const before = this.now;
    this.now = new Date();
    if (before.getDate() !== this.now.getDate() && !this.locked) void this.inbox.refresh();
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
    if (turned || snapshot.account?.email !== before?.account?.email) void this.inbox.open();
    else if (back || snapshot.revision !== before?.revision) void this.inbox.refresh();
  }

  /** A search can name a patient: it ends where consult mode begins. */
  #consult(before: Snapshot | null, after: Snapshot) {
    const began = after.consult !== null;
    if (began === (before?.consult != null)) return;
    this.announcement = { text: say(began ? 'consult.begun' : 'consult.ended') };
    if (began && this.inbox.query !== '') void this.inbox.search('');
  }

  /** Drops all that was read; also at an unlocking, for what was answered in between. */
  #forget() {
    this.screen = null;
    this.inbox.forget();
    this.trouble = null;
    this.announcement = { text: '' };
  }

  /** Says why something was not done, until something is. That all is locked, the lock screen says. */
  #say(fault: Fault | null) {
    if (fault?.code !== 'locked') this.trouble = fault;
  }

  async #show(id: string) {
    this.screen = null;
    await this.inbox.show(id);
    this.closeSearch();
  }

  #announce(arrived: Row[], waiting: number) {
    const n = arrived.length + waiting;
    const [only] = arrived;
    if (n === 1 && only) this.announcement = { text: say('announce.one', { kind: lookOf(only.kind).label }) };
    else if (n > 0) this.announcement = { text: say('announce.many', { n }) };
  }
}
