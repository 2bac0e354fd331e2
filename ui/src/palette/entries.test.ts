import { expect, test } from 'vitest';
import { entriesOf } from './entries';

test('no two entries are the same, whatever types are called', () => {
  const kinds = ['all', 'follow-up', 'kind-0', 'snooze'].map((kind) => ({ kind, unread: 1 }));
  const ids = entriesOf(kinds).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
