import type { Row } from '../bindings/Row';

/** How many rows at the head of `fresh` came after everything that is `shown`. */
export function arrivals(shown: Row[], fresh: Row[]): number {
  const known = new Set(shown.map((row) => row.id));
  const first = fresh.findIndex((row) => known.has(row.id));
  return Math.max(first, 0);
}

/** Which row is selected after a change: the same, or the one that took its place when it has gone. */
export function successor(selected: string | null, before: Row[], after: Row[]): string | null {
  const at = before.findIndex((row) => row.id === selected);
  const left = new Set(after.map((row) => row.id));
  if (selected === null || at < 0 || left.has(selected)) return selected;
  const next = before.slice(at).find((row) => left.has(row.id));
  const previous = before.slice(0, at).findLast((row) => left.has(row.id));
  return (next ?? previous ?? after[0])?.id ?? null;
}
