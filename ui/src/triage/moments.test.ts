import { expect, test } from 'vitest';
import { type Clinic, momentsAhead, nextHour, typedMoment } from './moments';

const clinic: Clinic = { 'morning-end': '12:00', 'shift-end': '15:00', 'next-day': '07:00' };
const at = (hour: number, minute = 0, day = 22, month = 10) => new Date(2026, month, day, hour, minute);

test.each<[now: Date, ahead: [string, Date][]]>([
  [at(9, 14), [['morning-end', at(12)], ['shift-end', at(15)], ['next-day', at(7, 0, 23)]]],
  [at(12), [['shift-end', at(15)], ['next-day', at(7, 0, 23)]]],
  [at(14, 59), [['shift-end', at(15)], ['next-day', at(7, 0, 23)]]],
  [at(22, 45), [['next-day', at(7, 0, 23)]]],
  // The last evening of a month, and the night in which the clocks change.
  [at(22, 45, 30), [['next-day', at(7, 0, 1, 11)]]],
  [at(22, 45, 24, 9), [['next-day', at(7, 0, 25, 9)]]],
])('at %s', (now, ahead) => {
  expect(momentsAhead(clinic, now)).toEqual(ahead.map(([name, at]) => ({ name, at })));
});

test('the soonest stands first, however a clinic sets its day', () => {
  const late: Clinic = { 'morning-end': '13:00', 'shift-end': '12:30', 'next-day': '05:30' };
  expect(momentsAhead(late, at(9)).map(({ name }) => name)).toEqual(['shift-end', 'morning-end', 'next-day']);
});

test('what is typed counts only when it is ahead', () => {
  const now = at(9, 14);
  expect(typedMoment('2026-11-22', '09:15', now)).toEqual(at(9, 15));
  expect(typedMoment('2026-11-22', '09:14', now)).toBe(null);
  expect(typedMoment('2026-11-21', '10:00', now)).toBe(null);
  expect(typedMoment('', '10:00', now)).toBe(null);
  expect(typedMoment('2026-11-23', '', now)).toBe(null);
});

test('the fields begin with a full hour that leaves some time, also across midnight', () => {
  expect(nextHour(at(9, 14))).toEqual({ date: '2026-11-22', time: '10:00' });
  expect(nextHour(at(9, 45))).toEqual({ date: '2026-11-22', time: '11:00' });
  expect(nextHour(at(23, 10, 30))).toEqual({ date: '2026-12-01', time: '00:00' });
});
