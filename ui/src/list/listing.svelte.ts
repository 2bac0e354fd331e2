import type { Host } from '../platform';
import { type Folding, daysOf } from './days';
import type { Line } from './fold';
import { blocksOf, canvasOf, guessOf, type Heights, indexAt, lineOf, placedIn, type Shape } from './layout';
import { type Change, Rows } from './rows.svelte';
import { settle } from './settle';

/** How a list is drawn. */
export interface Manner {
  heights: Heights;
  /** Whether rows about the same object are folded. */
  folds: boolean;
}

/** A list in its place on the canvas: what is loaded, how it is laid out, and which part of it the reader sees. */
export class Listing {
  readonly rows: Rows;
  shape = $state.raw<Shape>({ blocks: [], heights: { row: 1, day: 1 }, from: 0, to: 0, total: 0, top: 0 });
  /** What part of the canvas is seen, in pixels. */
  scroll = $state(0);
  height = $state(0);
  /** Changes whenever the reader is to be taken elsewhere: the list on the screen follows. */
  moved = $state.raw({});

  #manner: Manner = { heights: this.shape.heights, folds: true };
  #opened: ReadonlySet<string> = new Set();
  /** The reader was sent elsewhere, and is not there yet. */
  #sent = false;
  #readScroll: () => number = () => this.scroll;

  /** `onchange` hears of every change, with the lines that were there before. */
  constructor(host: Host, onchange: (change: Change, before: Line[]) => void) {
    this.rows = new Rows(host, (change) => {
      const before = this.lines;
      this.#lay(change.fresh);
      onchange(change, before);
    });
  }

  /** What is loaded, line by line. */
  get lines(): Line[] {
    return this.shape.blocks.flatMap((block) => block.lines);
  }

  /** The first line that is wholly in sight. */
  get first(): Line | null {
    return placedIn(this.shape).find(({ y }) => y >= this.scroll)?.line ?? null;
  }

  /** How many whole rows are seen at once. */
  get page(): number {
    const { row, day } = this.shape.heights;
    return Math.max(1, Math.floor((this.height - day) / row));
  }

  draw(manner: Manner) {
    this.#manner = manner;
    this.#lay(false);
  }

  /** The reader has come here. */
  look(scroll: number, height: number) {
    this.scroll = scroll;
    this.height = height;
    this.#tell();
    if (this.rows.atTop && this.rows.newer > 0) void this.rows.refresh();
  }

  /** The list appears on the screen: this is how far it is scrolled. Gives the way to say that it has gone again. */
  attach(readScroll: () => number): () => void {
    this.#readScroll = readScroll;
    return () => (this.#readScroll = () => this.scroll);
  }

  /** Where the reader is to be taken now, in pixels. */
  arrive(): number {
    this.#sent = false;
    return this.scroll;
  }

  /** Opens a fold, or closes it. */
  toggle(key: string) {
    const others = [...this.#opened].filter((other) => other !== key);
    this.#opened = new Set(others.length < this.#opened.size ? others : [...others, key]);
    this.#lay(false);
  }

  /** The line that shows a row. */
  line(id: string | null): Line | null {
    return lineOf(this.shape, id)?.line ?? null;
  }

  /** Moves as little as is needed to see a row. */
  reveal(id: string) {
    const y = lineOf(this.shape, id)?.y;
    if (y === undefined) return;
    const { row, day } = this.shape.heights;
    const highest = y - day;
    const lowest = y + row - this.height;
    this.#go(Math.min(Math.max(this.scroll, lowest), highest));
  }

  /** Goes to a place of the list, and gives its line when that is there. To the top those come in that wait. */
  async reach(at: number): Promise<Line | null> {
    const { from, to, total } = this.shape;
    const last = Math.max(0, total - 1);
    const goal = Math.min(Math.max(0, at), last);
    if (goal === last) this.#go(canvasOf(this.shape) - this.height);
    else if (goal === 0) this.#go(0);
    else if (goal < from || goal >= to) this.#go(guessOf(this.shape, goal));
    await (goal === 0 && this.rows.newer > 0 ? this.rows.admit() : this.rows.settled());
    return this.lines.find((line) => line.at >= goal) ?? this.lines.at(-1) ?? null;
  }

  /** Keeps nothing of what was shown. */
  forget() {
    this.#opened = new Set();
    this.rows.forget();
  }

  #go(to: number) {
    const scroll = Math.min(Math.max(0, to), Math.max(0, canvasOf(this.shape) - this.height));
    if (scroll === this.scroll) return;
    this.#move(scroll - this.scroll);
    this.#tell();
  }

  #move(by: number) {
    this.scroll += by;
    this.#sent = true;
    this.moved = {};
  }

  /** Where the reader is by now: the list on the screen may be ahead of what it told. */
  #catchUp() {
    if (!this.#sent) this.scroll = this.#readScroll();
  }

  #tell() {
    this.rows.atTop = this.scroll <= 0;
    this.rows.look({ from: indexAt(this.shape, this.scroll), to: indexAt(this.shape, this.scroll + this.height) + 1 });
  }

  /** Lays out what is loaded so that the reader stays with what he reads; another list begins at its top. */
  #lay(fresh: boolean) {
    const { span, total } = this.rows;
    const { heights, folds } = this.#manner;
    const folding: Folding = folds ? { opened: this.#opened } : null;
    this.#catchUp();
    const after = { blocks: blocksOf(daysOf(span, total, folding), heights), heights, from: span.from, to: span.to, total };
    const { top, shift } = fresh ? { top: 0, shift: -this.scroll } : settle(this.shape, after, this.scroll);
    this.shape = { ...after, top };
    if (shift !== 0) this.#move(shift);
    this.#tell();
  }
}
