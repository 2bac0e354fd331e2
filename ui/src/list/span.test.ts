import { expect, test } from 'vitest';
import { joined, missing, MOST, type Range, type Span, wanted } from './span';
import { rowOf } from './samples';

/** Rows named by letters; a damaged one is †. */
const span = (from: number, ids: string): Span => ({ from, to: from + ids.length, rows: [...ids].filter((id) => id !== '†').map((id) => rowOf({ id })) });
const ids = (span: Span | null) => span && [span.from, span.rows.map((row) => row.id).join('')];

test.each<[seen: Range, down: boolean, total: number, want: Range]>([
  [{ from: 0, to: 10 }, true, 100_000, { from: 0, to: 200 }],
  [{ from: 0, to: 10 }, true, 13, { from: 0, to: 13 }],
  [{ from: 0, to: 0 }, true, 0, { from: 0, to: 0 }],
  [{ from: 1000, to: 1012 }, true, 100_000, { from: 900, to: 1200 }],
  [{ from: 1000, to: 1012 }, false, 100_000, { from: 850, to: 1150 }],
  [{ from: 99_990, to: 100_000 }, true, 100_000, { from: 99_850, to: 100_000 }],
  // The list became much shorter than where one was.
  [{ from: 5000, to: 5010 }, true, 20, { from: 0, to: 20 }],
  [{ from: 5000, to: 5010 }, true, 1000, { from: 850, to: 1000 }],
])('who sees %j, going down: %s, in a list of %i needs %j', (seen, down, total, want) => {
  expect(wanted(seen, down, total)).toEqual(want);
});

test('never more is wanted than the agent gives at once', () => {
  const { from, to } = wanted({ from: 300, to: 900 }, true, 100_000);
  expect(to - from).toBe(MOST);
});

test.each<[loaded: Range, want: Range, ask: Range | null]>([
  [{ from: 0, to: 200 }, { from: 0, to: 150 }, null],
  [{ from: 0, to: 200 }, { from: 0, to: 250 }, { from: 200, to: 250 }],
  [{ from: 100, to: 300 }, { from: 50, to: 250 }, { from: 50, to: 100 }],
  [{ from: 100, to: 300 }, { from: 50, to: 350 }, { from: 300, to: 350 }],
  [{ from: 0, to: 200 }, { from: 5000, to: 5300 }, { from: 5000, to: 5300 }],
  [{ from: 5000, to: 5300 }, { from: 0, to: 200 }, { from: 0, to: 200 }],
  [{ from: 0, to: 0 }, { from: 0, to: 50 }, { from: 0, to: 50 }],
])('%j loaded and %j wanted: ask for %j', (loaded, want, ask) => {
  expect(missing(loaded, want)).toEqual(ask);
});

test('what follows is joined, and what is far away is dropped', () => {
  expect(ids(joined(span(0, 'abcd'), span(4, 'ef'), { from: 2, to: 6 }))).toEqual([2, 'cdef']);
  expect(ids(joined(span(4, 'efgh'), span(2, 'cd'), { from: 2, to: 6 }))).toEqual([2, 'cdef']);
  expect(ids(joined(span(0, 'abcd'), span(90, 'xy'), { from: 90, to: 92 }))).toEqual([90, 'xy']);
  expect(ids(joined(span(0, ''), span(0, 'ab'), { from: 0, to: 2 }))).toEqual([0, 'ab']);
});

test('a list that has moved in between does not fit together', () => {
  expect(joined(span(0, 'abcd'), span(4, 'de'), { from: 0, to: 6 })).toBe(null);
});

test('where damaged rows are left out nothing is dropped, until that is too much', () => {
  expect(ids(joined(span(0, 'a†cd'), span(4, 'ef'), { from: 2, to: 6 }))).toEqual([0, 'acdef']);
  const many = { from: 0, to: MOST, rows: [rowOf({ id: 'a' })] };
  expect(joined(many, span(MOST, 'xy'), { from: 300, to: MOST + 2 })).toBe(null);
});
