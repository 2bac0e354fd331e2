import { expect, test } from 'vitest';
import { rowOf } from '../list/samples';
import { earlierThan } from './earlier';

const on = (id: string, object: string | null, day: number) =>
  rowOf({ id, date: new Date(2026, 10, day).toISOString(), related: { kind: 'appointment', id: object } });

test('what came before about the same object, and nothing else', () => {
  const rows = [on('newer', '1', 22), on('this', '1', 21), on('other', '2', 20), on('before', '1', 19), on('long before', '1', 3)];
  expect(earlierThan(on('this', '1', 21), rows).map(({ id }) => id)).toEqual(['before', 'long before']);
  expect(earlierThan(on('this', null, 21), [on('x', null, 3)])).toEqual([]);
  expect(earlierThan(rowOf({}), rows)).toEqual([]);
});
