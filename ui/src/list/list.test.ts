import { expect, test } from 'vitest';
import { arrivals, successor } from './changes';
import { pieces } from './highlight';
import { rowOf } from './samples';

const rows = (ids: string) => [...ids].map((id) => rowOf({ id }));

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
