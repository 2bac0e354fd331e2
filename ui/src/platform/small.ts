import type { Filter } from '../bindings/Filter';
import type { Row } from '../bindings/Row';
import { type Counts, countsOf, fits, type Found, type Shelf } from './shelf';

/** Some rows, kept as bytes: to the page's memory they are no text. */
export class SmallShelf implements Shelf {
  #rows = new Uint8Array();
  /** What each row was before the last act on it. */
  #before = new Map<string, Uint8Array>();

  constructor(rows: Row[]) {
    this.#all = rows;
  }

  get #all(): Row[] {
    return read<Row[]>(this.#rows);
  }

  set #all(rows: Row[]) {
    this.#rows = written(rows);
  }

  find(filter: Filter): Found {
    return this.#all.filter((row) => fits(row, filter));
  }

  get(id: string): Row | undefined {
    return this.#all.find((row) => row.id === id);
  }

  counts(): Counts {
    return countsOf(this.#all);
  }

  change(id: string, to: Row | null) {
    const rows = this.#all;
    const was = rows.find((row) => row.id === id);
    if (was) this.#before.set(id, written(was));
    this.#all = rows.flatMap((row) => (row.id === id ? (to ?? []) : row));
  }

  restore(id: string) {
    const before = this.#before.get(id);
    if (!before) return;
    this.#before.delete(id);
    const rows = [...this.#all.filter((row) => row.id !== id), read<Row>(before)];
    this.#all = rows.toSorted((a, b) => b.date.localeCompare(a.date) || b.id.localeCompare(a.id));
  }

  add(row: Row) {
    this.#all = [row, ...this.#all];
  }

  prepare() {
    // There is little to search.
  }

  clear() {
    this.#all = [];
    this.#before.clear();
  }
}

function read<T>(bytes: Uint8Array): T {
  return JSON.parse(new TextDecoder().decode(bytes)) as T;
}

function written(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value));
}
