import { expect, test } from 'vitest';
import { dayWords, fullTime, moment, rowTime } from './times';

const now = new Date(2026, 10, 22, 9, 14);
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

test('a row says minutes for an hour, then the time of day', () => {
  expect([0, 1, 59, 60, 600].map((minutes) => rowTime(minutesAgo(minutes), now))).toEqual([
    'now',
    '1 min',
    '59 min',
    '08:14',
    '23:14',
  ]);
});

test('a clock that is behind the server gives no odd distances', () => {
  expect(rowTime(minutesAgo(-5), now)).toBe('09:19');
  expect(fullTime(minutesAgo(-5), now)).toBe('today 09:19');
});

test('the full time says both: when, and how long ago', () => {
  expect(fullTime(minutesAgo(11), now)).toBe('today 09:03, 11 minutes ago');
  expect(fullTime(minutesAgo(17 * 60), now)).toBe('yesterday 16:14, 17 hours ago');
  expect(fullTime(minutesAgo(4 * 24 * 60), now)).toBe('Wednesday 18 November 09:14, 4 days ago');
});

test('days are named by midnights, not by hours', () => {
  const lateYesterday = new Date(2026, 10, 21, 23, 59);
  expect(dayWords(lateYesterday, new Date(2026, 10, 22, 0, 1))).toBe('Yesterday');
  expect(dayWords(new Date(2025, 10, 21), now)).toBe('Friday 21 November 2025');
  expect(moment(lateYesterday.toISOString(), now)).toBe('yesterday 23:59');
  expect(moment(new Date(2026, 10, 23, 7).toISOString(), now)).toBe('tomorrow 07:00');
});

test('the night the clocks change is still one day', () => {
  expect(dayWords(new Date(2026, 9, 24, 12), new Date(2026, 9, 25, 12))).toBe('Yesterday');
});
