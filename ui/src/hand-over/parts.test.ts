import { expect, test } from 'vitest';
import type { Row } from '../bindings/Row';
import { partsOf } from './parts';

function row(id: string, kind: string, hour: number): Row {
  const date = new Date(2026, 10, 22, hour).toISOString();
  return { id, kind, message: '', date, status: 'unread', related: null, waiting: null, refused: null, follow_up: null, snoozed: null };
}

test('rows stand by type, newest first, each once, and a type nobody documented stands last', () => {
  const unread = [row('a', 'MESSAGE', 9), row('b', 'BILLING', 8), row('c', 'MEDICAL', 7)];
  const followed = [row('d', 'MESSAGE', 10), row('c', 'MEDICAL', 7), row('e', 'MESSAGE', 6)];
  const parts = partsOf(['MEDICAL', 'MESSAGE', 'SYSTEM'], unread, followed);
  expect(parts.map(({ kind, rows }) => [kind, rows.map(({ id }) => id).join('')])).toEqual([
    ['MEDICAL', 'c'],
    ['MESSAGE', 'dae'],
    ['BILLING', 'b'],
  ]);
});
