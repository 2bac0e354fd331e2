import { expect, test } from 'vitest';
import type { Answer } from '../bindings/Answer';
import type { Row } from '../bindings/Row';
import { EVERYTHING } from './place';
import { Rows } from './rows.svelte';

const row: Row = {
  id: 'a',
  kind: 'MESSAGE',
  message: 'Bed 4',
  date: '2026-11-22T08:00:00Z',
  status: 'unread',
  related: null,
  waiting: null,
  refused: null,
  follow_up: null,
  snoozed: null,
};
const page: Answer = { is: 'page', value: { rows: [row], total: 1, unread: 1, newer: 0, last: row.date } };

test('what was asked before everything is forgotten is not kept when it comes afterwards', async () => {
  const answers: ((answer: Answer) => void)[] = [];
  const host = { ask: () => new Promise<Answer>((resolve) => answers.push(resolve)), onEvent: () => Promise.resolve() };
  const rows = new Rows(host, () => undefined);
  const opened = rows.open({ ...EVERYTHING, text: 'bed' });
  answers.shift()?.(page);
  await opened;
  expect([rows.shown.length, rows.unread, rows.filter.text]).toEqual([1, 1, 'bed']);

  const again = rows.open({ ...EVERYTHING, text: 'be' });
  rows.forget();
  answers.shift()?.(page);
  await again;
  expect([rows.shown.length, rows.unread, rows.filter.text, rows.loaded]).toEqual([0, 0, null, false]);
});
