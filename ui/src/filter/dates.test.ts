import { expect, test } from 'vitest';
import { boundsOf, type Dates } from './dates';

const now = new Date(2026, 10, 22, 9, 14);
const at = (month: number, day: number) => new Date(2026, month - 1, day).toISOString();

test.each<[days: Dates | null, since: string | null, until: string | null]>([
  [null, null, null],
  [1, at(11, 22), null],
  [7, at(11, 16), null],
  // In between the clocks were changed.
  [30, at(10, 24), null],
  [{ from: '2026-11-03', to: '2026-11-05' }, at(11, 3), at(11, 6)],
  [{ from: '2026-11-03', to: '' }, at(11, 3), null],
  [{ from: '', to: '2026-12-31' }, null, new Date(2027, 0, 1).toISOString()],
])('%j', (days, since, until) => {
  expect(boundsOf(days, now)).toEqual({ since, until });
});
