import { expect, test } from 'vitest';
import type { Row } from '../bindings/Row';
import { daysOf } from './days';
import { blocksOf, canvasOf, guessOf, HIGHEST, indexAt, lineOf, placedIn, seenIn, type Shape } from './layout';
import { rowOf } from './samples';
import { settle } from './settle';

const heights = { row: 70, day: 30 };

/** Rows named by letters; each word is a day, and a digit after a letter is the object that it is about. */
function rowsOf(words: string): Row[] {
  return words.split(' ').flatMap((word, day) =>
    [...word.matchAll(/(\p{L})(\d?)/gu)].map(([, id, object]) =>
      rowOf({
        id,
        date: new Date(2026, 10, 22 - day, 8).toISOString(),
        related: object ? { kind: 'appointment', id: object } : null,
      }),
    ),
  );
}

interface Scene {
  from?: number;
  total?: number;
  top?: number;
  opened?: string[];
}

function shape(words: string, { from = 0, total, top = from * heights.row, opened = [] }: Scene = {}): Shape {
  const rows = rowsOf(words);
  const all = total ?? from + rows.length;
  const days = daysOf({ from, to: from + rows.length, rows }, all, { opened: new Set(opened) });
  return { blocks: blocksOf(days, heights), heights, from, to: from + rows.length, total: all, top };
}

const lines = (of: Shape) => placedIn(of).map(({ line, y }) => `${line.inner ? '>' : ''}${line.row.id}${line.fold ? `x${line.fold.rows.length}` : ''} ${y}`);

test('days follow each other, each with its heading above its rows', () => {
  const two = shape('ab c');
  expect(two.blocks.map(({ key, y, height, above }) => [key, y, height, above])).toEqual([
    ['2026-11-22', 0, 170, 0],
    ['2026-11-21', 170, 100, 2],
  ]);
  expect(lines(two)).toEqual(['a 30', 'b 100', 'c 200']);
  expect(canvasOf(two)).toBe(270);
});

test('what is not loaded has its room', () => {
  const part = shape('ab', { from: 10, total: 100 });
  expect(lines(part)).toEqual(['a 730', 'b 800']);
  expect(canvasOf(part)).toBe(700 + 170 + 88 * 70);
  expect(indexAt(part, 0)).toBe(0);
  expect(indexAt(part, 350)).toBe(5);
  expect(indexAt(part, 700 + 30)).toBe(10);
  expect(indexAt(part, 700 + 100)).toBe(11);
  expect(indexAt(part, 870)).toBe(12);
  expect(indexAt(part, 870 + 700)).toBe(22);
  expect(indexAt(part, 1e9)).toBe(99);
  expect(indexAt(shape(''), 0)).toBe(0);
});

test('only what is in sight is drawn, and a day that goes on above keeps its heading', () => {
  const seen = (from: number, to: number) =>
    seenIn(shape('abcd ef'), from, to).map(({ block, lines }) => `${block.date.getDate()} ${lines.map(({ line }) => line.row.id).join('')}`);
  expect(seen(0, 1000)).toEqual(['22 abcd', '21 ef']);
  expect(seen(0, 100)).toEqual(['22 a']);
  expect(seen(110, 180)).toEqual(['22 bc']);
  expect(seen(300, 335)).toEqual(['22 d', '21 ']);
  expect(seen(900, 1000)).toEqual([]);
});

test('rows about the same object of a day fold into the newest, and come out below it', () => {
  expect(lines(shape('a1bc1 d1'))).toEqual(['ax2 30', 'b 100', 'd 200']);
  expect(lines(shape('a1bc1 d1', { opened: ['2026-11-22 appointment 1'] }))).toEqual(['ax2 30', '>c 100', 'b 170', 'd 270']);
  const folded = shape('a1bc1');
  expect([lineOf(folded, 'c')?.y, lineOf(folded, 'b')?.y, lineOf(folded, 'z')]).toEqual([30, 100, null]);
});

test('rows that are far from each other don’t fold: one of them could be read before the other is loaded', () => {
  const many = (gap: number) => {
    const rows = [rowOf({ related: { kind: 'issue', id: '7' } }), ...Array.from({ length: gap }, (_, at) => rowOf({ id: `x${at}` })), rowOf({ id: 'b', related: { kind: 'issue', id: '7' } })];
    return daysOf({ from: 0, to: rows.length, rows }, rows.length, { opened: new Set() })[0]?.lines.length;
  };
  expect(many(99)).toBe(100);
  expect(many(100)).toBe(102);
});

test('a day is counted only when all of it is loaded', () => {
  const counts = (scene: Scene) => shape('ab cd ef', scene).blocks.map(({ unread }) => unread);
  expect(counts({})).toEqual([2, 2, 2]);
  expect(counts({ total: 7 })).toEqual([2, 2, null]);
  expect(counts({ from: 3 })).toEqual([null, 2, 2]);
});

test('what is snoozed does not count as unread', () => {
  const rows = [rowOf({ id: 'a' }), rowOf({ id: 'b', snoozed: '2026-11-22T12:00:00Z' }), rowOf({ id: 'c', status: 'read' })];
  expect(daysOf({ from: 0, to: 3, rows }, 3, null)[0]?.unread).toBe(1);
});

test('a very long list fits on a canvas that every browser can draw', () => {
  const long = shape('ab', { from: 500_000, total: 1_000_000, top: HIGHEST / 2 });
  expect(canvasOf(long)).toBeLessThan(HIGHEST + 1000);
  expect(indexAt(long, HIGHEST / 4)).toBe(250_000);
});

test.each<[what: string, before: Shape, after: Shape, scroll: number, top: number, shift: number]>([
  ['at the top newer ones push in', shape('bc'), shape('abc'), 0, 0, 0],
  ['a row above goes: the next one stays, the reader moves', shape('abcd'), shape('acd'), 100, 0, -70],
  ['the row in sight goes: its successor takes the place', shape('abcd'), shape('abd'), 140, 0, 0],
  ['a page comes above, with a heading more', shape('ef', { from: 10, total: 12 }), shape('cd ef', { from: 8, total: 12 }), 750, 530, 0],
  ['a page above is dropped', shape('ab cd', { total: 9 }), shape('d', { from: 3, total: 9 }), 280, 240, 0],
  ['the beginning is reached, and was higher than thought', shape('ef', { from: 4, total: 6 }), shape('ab cd ef', { total: 6 }), 320, 0, 60],
  ['a jump lands where it was guessed', shape('ab', { total: 100 }), shape('xyz', { from: 49, total: 100 }), 170 + 48 * 70 - 30, 170 + 48 * 70 - 100, 0],
  ['a row folds into one above', shape('ab1c'), shape('a1b1c'), 100, 0, -70],
  ['an empty list begins anew', shape(''), shape('ab'), 500, 0, -500],
])('%s', (_, before, after, scroll, top, shift) => {
  expect(settle(before, after, scroll)).toEqual({ top, shift });
});

test('the canvas gives way only while there is room', () => {
  const before = shape('ab', { from: 3, total: 9, top: 90 });
  const after = shape('zab', { from: 2, total: 9 });
  expect(settle(before, after, 120)).toEqual({ top: 140, shift: 120 });
});

test('a row beyond what is loaded is never in its sight', () => {
  const part = shape('ab', { from: 10, total: 100, top: 300 });
  expect(guessOf(part, 5)).toBe(150);
  expect(guessOf(part, 9)).toBe(230);
  expect(guessOf(part, 20)).toBe(300 + 170 + 8 * 70);
});
