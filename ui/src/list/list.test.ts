import { expect, test } from 'vitest';
import type { Row } from '../bindings/Row';
import { arrivals, successor } from './changes';
import { byDay } from './days';
import { pieces } from './highlight';

const now = new Date(2026, 10, 22, 9, 14);

function row(id: string, day = 22, status: Row['status'] = 'unread'): Row {
  const date = new Date(2026, 10, day, 8).toISOString();
  return { id, kind: 'MESSAGE', message: '', date, status, related: null, waiting: null, refused: null, follow_up: null, snoozed: null };
}
const rows = (ids: string) => [...ids].map((id) => row(id));

test('rows fall into days; a day that goes on beyond what was fetched is not counted', () => {
  const list = [row('a'), row('b', 22, 'read'), row('c', 21), row('d', 3)];
  const counts = (whole: boolean) => byDay(list, now, whole).map(({ name, rows, unread }) => [name, rows.length, unread]);
  expect(counts(true)).toEqual([
    ['Today', 2, 1],
    ['Yesterday', 1, 1],
    ['Tuesday 3 November', 1, 1],
  ]);
  expect(counts(false).at(-1)).toEqual(['Tuesday 3 November', 1, null]);
});

test('hits are found whatever the case, and a query is never a pattern', () => {
  const hits = (text: string, query: string) => pieces(text, query).filter(({ hit }) => hit).map(({ text }) => text);
  expect(hits('Żółć i ŻÓŁĆ', 'żółć')).toEqual(['Żółć', 'ŻÓŁĆ']);
  expect(hits('cost (net) 5.0 a|b', '(net) 5.0 a|b')).toEqual(['(net) 5.0 a|b']);
  expect(hits('500', '5.0')).toEqual([]);
  for (let code = 32; code < 127; code++) {
    const sign = String.fromCharCode(code);
    expect(hits(`ß${sign}ß`, sign)).toEqual([sign]);
  }
  expect(pieces('abc', 'b').map(({ text }) => text).join('')).toBe('abc');
  expect(pieces('abc', null)).toEqual([{ text: 'abc', hit: false }]);
});

test('only what came on top is an arrival', () => {
  expect(arrivals(rows('cde'), rows('abcde'))).toBe(2);
  expect(arrivals(rows('cde'), rows('abde'))).toBe(2);
  expect(arrivals(rows('cde'), rows('cde'))).toBe(0);
  expect(arrivals(rows('cde'), rows('xy'))).toBe(0);
});

test('the selection stays, or goes to the row that took the place', () => {
  expect(successor('c', rows('abcd'), rows('abcd'))).toBe('c');
  expect(successor('b', rows('abcd'), rows('acd'))).toBe('c');
  expect(successor('d', rows('abcd'), rows('abc'))).toBe('c');
  expect(successor('a', rows('a'), [])).toBe(null);
  expect(successor('elsewhere', rows('ab'), rows('a'))).toBe('elsewhere');
  expect(successor(null, rows('ab'), rows('a'))).toBe(null);
});
