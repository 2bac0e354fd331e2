import { expect, test } from 'vitest';
import { faultOfNew } from './pin';

test.each([
  ['', '', 'fresh'],
  ['739', '739', 'fresh'],
  ['7391', '7391', null],
  ['7391', '7319', 'again'],
  ['żółw', 'żółw', null],
  ['fée', 'fée', 'fresh'],
  ['fe\u0301e', 'fe\u0301e', 'fresh'],
  ['ż'.repeat(64), 'ż'.repeat(64), null],
  ['ż'.repeat(65), 'ż'.repeat(65), 'fresh'],
])('a PIN %j typed again as %j has its fault beside %j', (fresh, again, at) => {
  expect(faultOfNew(fresh, again)?.at ?? null).toBe(at);
});
