import { tick } from 'svelte';
import type { Row } from '../bindings/Row';
import type { Ask } from '../platform';
import { successor } from './changes';
import type { Line } from './fold';
import type { Listing } from './listing.svelte';

/** Lists carry the beginning of a message, in characters; the whole is asked for when its row is read. */
const PREVIEW = 1000;

/** The row that somebody is at: it is read in the detail, and it has the keyboard. */
export class Selection {
  id = $state<string | null>(null);

  #listing: Listing;
  #ask: Ask;
  /** The row when it is not in what is loaded, or not whole there. */
  #kept = $state.raw<Row | null>(null);
  /** Where in the list it was last. */
  #at = $state(0);

  constructor(listing: Listing, ask: Ask) {
    this.#listing = listing;
    this.#ask = ask;
  }

  /** The line that shows it; a closed fold shows all of its rows. */
  get line(): Line | null {
    return this.#listing.line(this.id);
  }

  /** The row, as whole as it is known. */
  get row(): Row | null {
    const kept = this.#kept?.id === this.id ? this.#kept : null;
    const listed = this.#listing.rows.span.rows.find((row) => row.id === this.id);
    if (!listed) return kept;
    return kept && kept.message.length > listed.message.length ? { ...listed, message: kept.message } : listed;
  }

  /** The row where it has left what is loaded: it keeps the keyboard. */
  get stray(): Line | null {
    const row = this.line ? null : this.row;
    return row && { row, at: this.#at, fold: null, inner: false };
  }

  /** Selects a row that has the keyboard already. */
  take(id: string) {
    if (id === this.id) return;
    this.id = id;
    this.#at = this.line?.at ?? this.#at;
    if ((this.row?.message.length ?? 0) > PREVIEW) void this.keep(id);
  }

  /** Selects a row, and puts the keyboard on it. */
  select(id: string): Promise<void> {
    this.take(id);
    return this.focus();
  }

  clear() {
    this.id = null;
    this.#kept = null;
  }

  /** Puts the keyboard on the row, and the row in sight. */
  async focus() {
    const id = this.line?.row.id;
    if (id === undefined) return;
    this.#listing.reveal(id);
    await tick();
    focusRow(id);
  }

  /** The line so many lines further; with nothing selected the first one in sight. */
  async from(by: number): Promise<Line | null> {
    const { lines, shape } = this.#listing;
    if (!this.line) return this.id === null ? this.#listing.first : this.#listing.reach(this.#at + by);
    const to = lines.indexOf(this.line) + by;
    const beyond = to < 0 ? shape.from > 0 : to >= lines.length && shape.to < shape.total;
    return beyond ? this.#listing.reach(this.line.at + by) : (lines[Math.min(Math.max(to, 0), lines.length - 1)] ?? null);
  }

  /** Asks for a row by itself, and keeps it. */
  async keep(id: string): Promise<Row | null> {
    const answer = await this.#ask('row', { do: 'get', id });
    if (answer) this.#kept = answer.value;
    else if (this.id === id && !this.line) this.id = null;
    return answer?.value ?? null;
  }

  /** Something has changed: what the list does not tell is asked. */
  async refresh() {
    if (this.id !== null && !this.line) await this.keep(this.id);
  }

  /** Stays with the row through a change, or goes to the one that took its place. `before`: the lines there were. */
  follow(before: Line[]) {
    const { id, line } = this;
    const was = before.find((line) => line.row.id === id);
    if (line) {
      this.#at = line.at;
      // It came into a closed fold: nothing vanishes that somebody reads.
      if (was && line.fold && line.row.id !== id) this.#listing.toggle(line.fold.key);
    } else if (was) this.#lose(was, before);
  }

  /** A row that went must not take the keyboard's place with it. */
  async keepFocus() {
    await tick();
    const id = this.line?.row.id ?? this.stray?.row.id;
    if (document.activeElement === document.body && id !== undefined) focusRow(id);
  }

  #lose(was: Line, before: Line[]) {
    const { from, to } = this.#listing.shape;
    const dropped = was.at < from || was.at >= to;
    if (!dropped) this.id = successor(this.id, before.map(rowOf), this.#listing.lines.map(rowOf));
    else if (this.#kept?.id !== was.row.id) this.#kept = was.row;
  }
}

const rowOf = ({ row }: Line) => row;

function focusRow(id: string) {
  document.getElementById(`row-${id}`)?.focus({ preventScroll: true });
}
