import { expect, test } from 'vitest';
import { visible } from './visible';

test.each([
  ['lines, accents, emoji', 'Zielińska 患者 👍🏽\n\tdone e\u0301'],
  ['emoji of several parts', '👩\u200D⚕\uFE0F 👨🏽\u200D👩\u200D👧 🇵🇱 ❤\uFE0F'],
  ['joiners where a script needs them', 'می\u200Cخواهم क्\u200Dष'],
  ['letters that are read from right to left', 'שלום مرحبا'],
])('%s stay', (_, text) => {
  expect(visible(text)).toBe(text);
});

test.each([
  ['a\u202Eb\u0000c\u200Bd', 'a[U+202E]b[U+0000]c[U+200B]d'],
  ['\u2066x\u2069\u061C', '[U+2066]x[U+2069][U+061C]'],
  ['pay\u00ADpal \uFEFF\u2060', 'pay[U+00AD]pal [U+FEFF][U+2060]'],
  ['Lis\u200Da\u200Cb', 'Lis[U+200D]a[U+200C]b'],
  ['👍\u200D!', '👍[U+200D]!'],
  ['\u{E0041}\u3164\u009F', '[U+E0041][U+3164][U+009F]'],
])('%j is written out', (text, written) => {
  expect(visible(text)).toBe(written);
});

test('a megabyte takes no time worth waiting for', () => {
  expect(visible('bed 4 \u200B'.repeat(150_000)).length).toBe(150_000 * 14);
});
