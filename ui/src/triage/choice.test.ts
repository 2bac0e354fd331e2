import { expect, test } from 'vitest';
import type { Line } from '../list/fold';
import { rowOf } from '../list/samples';
import { Choice } from './choice.svelte';

/** Lines named by letters; `b+c` is a closed fold of two. */
const lines = (text: string): Line[] =>
  text.split(' ').map((ids, at) => {
    const rows = ids.split('+').map((id) => rowOf({ id }));
    const [row = rowOf({})] = rows;
    return { row, at, inner: false, fold: rows.length > 1 ? { key: ids, rows, open: false } : null };
  });
const list = lines('a b+c d e f');
const line = (at: number) => list[at] as Line;
const chosen = (choice: Choice) => [...choice.ids].join('');

test('a line is chosen and no longer chosen; a closed fold is all of its rows', () => {
  const choice = new Choice();
  choice.toggle(line(0));
  choice.toggle(line(1));
  expect([chosen(choice), choice.has(line(1)), choice.has(line(2))]).toEqual(['abc', true, false]);
  choice.toggle(line(0));
  expect(chosen(choice)).toBe('bc');
});

test('a range grows and shrinks from where it began, beside what was chosen before', () => {
  const choice = new Choice();
  choice.toggle(line(4));
  choice.begin('d');
  expect(choice.reach(list, 'e')).toBe(true);
  expect(chosen(choice)).toBe('fde');
  choice.reach(list, 'a');
  expect(chosen(choice)).toBe('fabcd');
  choice.reach(list, 'd');
  expect(chosen(choice)).toBe('fd');
});

test('where its beginning is not loaded a range goes by ids, or not at all', () => {
  const choice = new Choice();
  choice.begin('z');
  expect([choice.reach(list, 'b'), chosen(choice)]).toEqual([false, '']);
  expect(choice.reachIn(['x', 'z', 'a', 'b', 'c'], 'b')).toBe(true);
  expect(chosen(choice)).toBe('zab');
  expect(new Choice().reachIn(['a'], 'a')).toBe(false);
});

test('all and none', () => {
  const choice = new Choice();
  choice.all(['x', 'y']);
  expect(chosen(choice)).toBe('xy');
  choice.clear();
  expect([choice.ids.size, choice.has(line(0))]).toEqual([0, false]);
});
