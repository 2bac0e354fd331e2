import type { Line } from '../list/fold';
import type { Listing } from '../list/listing.svelte';
import type { Selection } from '../list/selection.svelte';
import type { Ask } from '../platform';
import { type Choice, MOST } from './choice.svelte';

/** Chooses lines of a list, also what is not loaded of it. */
export class Chooser {
  #choice: Choice;
  #listing: Listing;
  #selection: Selection;
  #ask: Ask;

  constructor(choice: Choice, listing: Listing, selection: Selection, ask: Ask) {
    this.#choice = choice;
    this.#listing = listing;
    this.#selection = selection;
    this.#ask = ask;
  }

  /** Chooses the selected line, or no longer. */
  toggle() {
    const { line } = this.#selection;
    if (line) this.#choice.toggle(line);
  }

  /** Chooses all lines up to this one; only itself where that are too many. */
  async to(line: Line) {
    const { id } = line.row;
    if (!this.#choice.reach(this.#listing.lines, id)) {
      const ids = await this.#ids();
      if (!this.#choice.reachIn(ids, id)) {
        this.#choice.toggle(line);
        this.#choice.cut = this.#isCut(ids);
      }
    }
    await this.#selection.select(id);
  }

  /** Moves on, and chooses on the way. */
  async by(lines: number) {
    const line = await this.#selection.from(lines);
    if (line) await this.to(line);
  }

  /** Chooses all that is shown, or the newest of it. */
  async all() {
    const ids = await this.#ids();
    this.#choice.all(ids);
    this.#choice.cut = this.#isCut(ids);
  }

  /** Chooses nothing any more. */
  none(): Promise<void> {
    this.#choice.clear();
    return this.#selection.focus();
  }

  /** The ids of the list, the newest first, as many as the agent gives. */
  async #ids(): Promise<string[]> {
    const { filter, last } = this.#listing.rows;
    if (last === null) return [];
    const answer = await this.#ask('ids', { do: 'choose', filter, last });
    return answer?.value ?? [];
  }

  #isCut(ids: string[]): boolean {
    return ids.length >= MOST && this.#listing.rows.total > MOST;
  }
}
