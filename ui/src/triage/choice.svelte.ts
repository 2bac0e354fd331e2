import { type Line, rowsOf } from '../list/fold';

/** No more are chosen at once; the agent gives the ids of no more. */
export const MOST = 10_000;

/** Which rows were chosen to do something with all of them. */
export class Choice {
  ids = $state.raw<ReadonlySet<string>>(new Set());
  /** Somebody wanted more than can be chosen at once. */
  cut = $state(false);
  /** Where a range begins, and what was chosen before it. */
  #anchor: string | null = null;
  #before: ReadonlySet<string> = new Set();

  has(line: Line): boolean {
    return this.ids.size > 0 && rowsOf(line).every(({ id }) => this.ids.has(id));
  }

  /** Chooses a line, or no longer. */
  toggle(line: Line) {
    const ids = idsOf([line]);
    const left = [...this.ids].filter((id) => !ids.includes(id));
    this.ids = new Set(this.has(line) ? left : [...left, ...ids]);
    this.begin(line.row.id);
  }

  /** The next range begins here. */
  begin(id: string) {
    this.#anchor = id;
    this.#before = this.ids;
  }

  /** Chooses all lines from where the range began to this one; tells whether its beginning is among the lines. */
  reach(lines: Line[], id: string): boolean {
    const ends = [this.#anchor, id].map((end) => lines.findIndex((line) => rowsOf(line).some((row) => row.id === end)));
    const [from = -1, to = -1] = ends.toSorted((a, b) => a - b);
    if (from < 0) return false;
    this.ids = new Set([...this.#before, ...idsOf(lines.slice(from, to + 1))]);
    return true;
  }

  /** The same by ids alone, for lines that are not loaded. */
  reachIn(ids: string[], id: string): boolean {
    const ends = [this.#anchor, id].map((end) => ids.findIndex((other) => other === end));
    const [from = -1, to = -1] = ends.toSorted((a, b) => a - b);
    if (from >= 0) this.ids = new Set([...this.#before, ...ids.slice(from, to + 1)]);
    return from >= 0;
  }

  /** Chooses these and nothing else. */
  all(ids: string[]) {
    this.ids = new Set(ids);
    this.#before = this.ids;
  }

  clear() {
    this.ids = new Set();
    this.cut = false;
    this.#before = this.ids;
    this.#anchor = null;
  }
}

function idsOf(lines: Line[]): string[] {
  return lines.flatMap((line) => rowsOf(line).map(({ id }) => id));
}
