import type { Row } from '../bindings/Row';

/** What there is of one type. */
export interface Part {
  kind: string;
  rows: Row[];
}

/** Rows by type, in the order of the types, newest first; one that is in both lists stands there once. */
export function partsOf(kinds: string[], ...lists: Row[][]): Part[] {
  const rows = [...new Map(lists.flat().map((row) => [row.id, row])).values()];
  const newest = rows.toSorted((a, b) => Date.parse(b.date) - Date.parse(a.date));
  const all = [...new Set([...kinds, ...newest.map(({ kind }) => kind)])];
  const parts = all.map((kind) => ({ kind, rows: newest.filter((row) => row.kind === kind) }));
  return parts.filter(({ rows }) => rows.length > 0);
}
