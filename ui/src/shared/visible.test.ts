import { expect, test } from 'vitest';
import { visible } from './visible';

test('characters nobody would see are written out; lines, accents and emoji stay', () => {
  expect(visible('Zielińska 患者 👍\n\tdone')).toBe('Zielińska 患者 👍\n\tdone');
  expect(visible('a\u202Eb\u0000c\u200Bd')).toBe('a[U+202E]b[U+0000]c[U+200B]d');
});
