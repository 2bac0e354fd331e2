import { expect, test } from 'vitest';
import { layoutOf, stepped, typedOf, valueOf } from './units';

test.each<[sort: 'date' | 'time', locale: string, written: string]>([
  ['date', 'en-GB', 'day/month/year'],
  ['date', 'en-US', 'month/day/year'],
  ['date', 'pl-PL', 'day.month.year'],
  ['date', 'sv-SE', 'year-month-day'],
  ['date', 'hu-HU', 'year.month.day'],
  ['time', 'en-GB', 'hour:minute'],
  ['time', 'pl-PL', 'hour:minute'],
  ['time', 'fi-FI', 'hour.minute'],
])('a %s as %s writes it: %s', (sort, locale, written) => {
  expect(layoutOf(sort, locale).map(({ unit, behind }) => unit + behind).join('')).toBe(written);
});

test('every language can be typed in digits', () => {
  expect(layoutOf('date', 'ar-EG').map(({ sample }) => sample)).toEqual(['31', '12', '2026']);
});

test.each<[sort: 'date' | 'time', typed: Record<string, string>, value: string]>([
  ['date', { year: '2026', month: '2', day: '3' }, '2026-02-03'],
  ['date', { year: '2026', month: '02', day: '31' }, ''],
  ['date', { year: '2028', month: '02', day: '29' }, '2028-02-29'],
  ['date', { year: '26', month: '02', day: '03' }, ''],
  ['date', { year: '2026', month: '', day: '3' }, ''],
  ['time', { hour: '9', minute: '05' }, '09:05'],
  ['time', { hour: '24', minute: '00' }, ''],
  ['time', { hour: '9', minute: '-5' }, ''],
])('a %s of %o is “%s”', (sort, typed, value) => {
  expect(valueOf(sort, typed)).toBe(value);
});

test('what it says comes back', () => {
  expect(typedOf('date', '2026-11-22')).toEqual({ year: '2026', month: '11', day: '22' });
  expect(typedOf('time', '')).toEqual({ hour: '', minute: '' });
  expect(valueOf('time', typedOf('time', '07:45'))).toBe('07:45');
});

test('arrows go round', () => {
  expect([stepped('month', '12', 1), stepped('month', '1', -1), stepped('day', '', 1), stepped('minute', '', -1)]).toEqual(['01', '12', '01', '59']);
  expect([stepped('year', '', 1), stepped('year', '2026', -1)]).toEqual(['2026', '2025']);
});
