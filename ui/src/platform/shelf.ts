import type { Filter } from '../bindings/Filter';
import type { Row } from '../bindings/Row';

/** Rows, newest first. An array is one. */
export interface Found {
  readonly length: number;
  at(index: number): Row | undefined;
}

/** Rows of each sort. */
export interface Counts {
  /** By type that occurs: what counts as unread. */
  unread: Map<string, number>;
  pending: number;
  followUps: number;
  snoozed: number;
}

/** Where an invented ward keeps its rows. */
export interface Shelf {
  find(filter: Filter): Found;
  get(id: string): Row | undefined;
  counts(): Counts;
  /** Somebody acts on a row; none takes it away. The last act on each can be taken back. */
  change(id: string, to: Row | null): void;
  restore(id: string): void;
  /** A row that has just come. */
  add(row: Row): void;
  /** Gets ready for a search, and drops what was kept for it. */
  prepare(searches: boolean): void;
  clear(): void;
}

/** Whether a row is in a list. */
export function fits(row: Row, filter: Filter): boolean {
  const { kind, status, since, until, follow_up, snoozed, text } = filter;
  return (
    (kind === null || row.kind === kind) &&
    (status === null || row.status === status) &&
    (since === null || row.date >= since) &&
    (until === null || row.date < until) &&
    (!follow_up || row.follow_up !== null) &&
    (snoozed === null || (row.snoozed !== null) === snoozed) &&
    (text === null || row.message.toLowerCase().includes(text.toLowerCase()))
  );
}

/** What counts of some rows. */
export function countsOf(rows: Row[]): Counts {
  const unread = new Map<string, number>();
  for (const row of rows) {
    const counts = row.status === 'unread' && row.snoozed === null;
    unread.set(row.kind, (unread.get(row.kind) ?? 0) + Number(counts));
  }
  return {
    unread,
    pending: rows.filter((row) => row.waiting !== null).length,
    followUps: rows.filter((row) => row.follow_up !== null).length,
    snoozed: rows.filter((row) => row.snoozed !== null).length,
  };
}
