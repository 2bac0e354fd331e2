import { expect, test } from 'vitest';
import { beginning, busiest, byDay, byHour, byKind, total } from './counts';

const now = new Date(2026, 10, 22, 9, 14);
const came = (day: number, hour: number, kind: string, count: number) => ({ hour: new Date(2026, 10, day, hour).toISOString(), kind, count });
// The 16th is a Monday.
const arrivals = [came(16, 9, 'MESSAGE', 3), came(16, 9, 'MEDICAL', 2), came(9, 9, 'MESSAGE', 1), came(22, 0, 'MEDICAL', 1), came(16, 23, 'MESSAGE', 2)];

test('four whole weeks are looked at, each day once, also over the night the clocks change', () => {
  expect(beginning(now)).toEqual(new Date(2026, 9, 26));
  const autumn = byDay([], new Date(2026, 9, 30));
  expect(autumn.length).toBe(28);
  expect(new Set(autumn.map(({ date }) => date.toDateString())).size).toBe(28);
});

test('days have what came on them on this computer’s clock; what is older is left out', () => {
  const days = byDay([...arrivals, came(-30, 9, 'MESSAGE', 9)], now);
  expect(days.filter(({ kinds }) => Object.keys(kinds).length > 0).map(({ date, kinds }) => [date.getDate(), kinds])).toEqual([
    [9, { MESSAGE: 1 }],
    [16, { MESSAGE: 5, MEDICAL: 2 }],
    [22, { MEDICAL: 1 }],
  ]);
  expect(days.at(-1)?.date).toEqual(new Date(2026, 10, 22));
});

test('the weeks lie upon each other, Monday first', () => {
  const hours = byHour(arrivals).filter(({ n }) => n > 0);
  expect(hours).toEqual([
    { weekday: 0, hour: 9, n: 6 },
    { weekday: 0, hour: 23, n: 2 },
    { weekday: 6, hour: 0, n: 1 },
  ]);
  expect(busiest(byHour(arrivals))).toEqual({ weekday: 0, hour: 9, n: 6 });
  expect(busiest(byHour([]))).toBe(null);
});

test('the loudest type stands first, and all parts make a whole', () => {
  const shares = byKind(arrivals);
  expect(shares.map(({ kind, n }) => [kind, n])).toEqual([
    ['MESSAGE', 6],
    ['MEDICAL', 3],
  ]);
  expect(shares.reduce((sum, { part }) => sum + part, 0)).toBeCloseTo(1);
  expect([total(arrivals), byKind([])]).toEqual([9, []]);
});
