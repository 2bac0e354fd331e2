import type { Row } from '../bindings/Row';

/** Places in a list, counted from the newest; the last one is not included. */
export interface Range {
  from: number;
  to: number;
}

/** The part of a list that is loaded. Damaged rows are left out: there may be fewer than there are places. */
export interface Span extends Range {
  rows: Row[];
}

/** Rows are asked for in pieces of this size. */
export const PAGE = 50;
/** The most that the agent gives at once, and so the most that is loaded. */
export const MOST = 500;
/** So much is loaded beyond what is seen: enough to fold rows that belong together, and more where one scrolls to. */
export const BEHIND = 100;
export const AHEAD = 150;

/** What is asked for first: all that is wanted at the top of a list on a large screen. The shell asks for it, too. */
export const FIRST: Range = { from: 0, to: 4 * PAGE };

/** What should be loaded while this is seen, in whole pages. `down`: where the reader scrolls to. */
export function wanted(seen: Range, down: boolean, total: number): Range {
  const above = Math.min(seen.from, total - 1) - (down ? BEHIND : AHEAD);
  const below = seen.to + (down ? AHEAD : BEHIND);
  const from = Math.max(0, Math.floor(above / PAGE) * PAGE);
  const to = Math.min(total, Math.ceil(below / PAGE) * PAGE, from + MOST);
  return { from, to };
}

/** What to ask for so that everything wanted is loaded; nothing if it is. */
export function missing(loaded: Range, want: Range): Range | null {
  if (want.from >= loaded.from && want.to <= loaded.to) return null;
  const apart = want.to < loaded.from || want.from > loaded.to || loaded.from === loaded.to;
  if (apart) return want;
  return want.to > loaded.to ? { from: loaded.to, to: want.to } : { from: want.from, to: loaded.from };
}

/**
 * The loaded part with what was fetched for a place in it, cut down to what is wanted. Nothing when the two don't fit
 * together: the list has changed in between.
 */
export function joined(span: Span, fetched: Span, want: Range): Span | null {
  const known = new Set(span.rows.map((row) => row.id));
  const follows = fetched.from === span.to;
  if (span.from === span.to || !(follows || fetched.to === span.from)) return fetched;
  if (fetched.rows.some((row) => known.has(row.id))) return null;
  const [upper, lower] = follows ? [span, fetched] : [fetched, span];
  return cut({ from: upper.from, to: lower.to, rows: [...upper.rows, ...lower.rows] }, want);
}

/** Where rows are left out nobody knows their places: then all stays as long as it can be fetched at once. */
function cut(span: Span, want: Range): Span | null {
  if (span.rows.length < span.to - span.from) return span.to - span.from > MOST ? null : span;
  const from = Math.max(span.from, want.from);
  const to = Math.min(span.to, want.to);
  return { from, to, rows: span.rows.slice(from - span.from, to - span.from) };
}
