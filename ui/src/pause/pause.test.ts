import { expect, test } from 'vitest';
import { endOf } from './pause';

const now = new Date(2026, 10, 30, 22, 45);

test.each([
  ['half-hour', new Date(2026, 10, 30, 23, 15)],
  ['hour', new Date(2026, 10, 30, 23, 45)],
  ['tomorrow', new Date(2026, 11, 1, 7)],
] as const)('%s', (pause, end) => {
  expect(endOf(pause, now)).toEqual(end);
});
