import { expect, test } from 'vitest';
import { passages } from './passages';

test('what is short stays whole', () => {
  expect(passages('')).toEqual(['']);
  expect(passages('a b '.repeat(1500))).toHaveLength(1);
});

test.each([
  ['words', 'bed four '.repeat(20_000)],
  ['a word without end', 'x'.repeat(100_000)],
  ['signs of two halves', '👍'.repeat(50_000)],
])('%s are cut into passages that are the whole text together', (_, text) => {
  const cut = passages(text);
  expect(cut.join('')).toBe(text);
  expect(Math.max(...cut.map((passage) => passage.length))).toBeLessThanOrEqual(6000);
  expect(cut.filter((passage) => /\p{Surrogate}/u.test(passage))).toEqual([]);
});
