import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Answer } from '../bindings/Answer';
import type { Fault } from '../bindings/Fault';
import type { Request } from '../bindings/Request';
import type { Row } from '../bindings/Row';
import { rowOf } from '../list/samples';
import { type Host, Refused } from '../platform';
import { Triage } from './triage.svelte';
import { doneBy, UNDO_FOR } from './undo';

const noon = '2026-11-22T11:00:00Z';
const rows = [
  rowOf({ id: 'a' }),
  rowOf({ id: 'b', follow_up: { due: noon }, snoozed: noon }),
  rowOf({ id: 'c', follow_up: { due: null }, refused: { action: 'delete', why: 'the server does not do it.' } }),
];
const marks: Request[] = [{ do: 'follow-up', ids: ['b'], mark: { due: noon } }];
const wakes: Request[] = [{ do: 'snooze', ids: ['a', 'b'], until: null }];
const full: Fault = { code: 'store', message: 'The disk is full.' };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Somebody's actions, and an agent that says no while it has a reason. */
class Desk implements Host {
  readonly asked: Request[] = [];
  no: Fault | null = null;
  trouble: Fault | null = null;
  readonly triage = new Triage(this, (why) => (this.trouble = why));

  onEvent = () => Promise.resolve();

  async ask(request: Request): Promise<Answer> {
    this.asked.push(request);
    if (this.no) throw new Refused(this.no);
    return { is: 'done' };
  }
}

test.each<[what: string, request: Request, answer: Answer, back: Request[] | null]>([
  ['read', { do: 'mark-read', ids: ['a', 'b'] }, { is: 'done' }, [{ do: 'undo', ids: ['a', 'b'] }]],
  ['all that is shown', { do: 'mark-shown', filter: {} as never, last: '1' }, { is: 'marked', value: ['a'] }, [{ do: 'undo', ids: ['a'] }]],
  ['a follow-up, as the agent says', { do: 'follow-up', ids: ['a', 'b'], mark: null }, { is: 'back', value: marks }, marks],
  ['a snooze, too', { do: 'snooze', ids: ['a', 'b'], until: noon }, { is: 'back', value: wakes }, wakes],
  ['nothing of a request that changes nothing', { do: 'open-record', id: 'a' }, { is: 'done' }, null],
])('what takes back: %s', (_, request, answer, back) => {
  expect(doneBy(request, answer)?.back ?? null).toEqual(back);
});

test('each thing done can be taken back for some seconds of its own, the last one first', async () => {
  const { triage, asked } = new Desk();
  await triage.act({ do: 'mark-read', ids: ['a'] });
  vi.advanceTimersByTime(UNDO_FOR - 1000);
  await triage.act({ do: 'delete', ids: ['b'] });
  expect(triage.done?.what).toBe('deleted');
  await triage.undo();
  expect(triage.done?.what).toBe('read');
  vi.advanceTimersByTime(1000);
  expect(triage.done).toBe(null);
  await triage.undo();
  expect(asked.at(-1)).toEqual({ do: 'undo', ids: ['b'] });
});

test('what is refused for one row stands at it until it is done; for many it is said once', async () => {
  const desk = new Desk();
  const [a] = rows as [Row];
  desk.no = full;
  await desk.triage.act({ do: 'mark-read', ids: ['a'] });
  expect([desk.triage.failed.get('a')?.why, desk.trouble, desk.triage.done]).toEqual(['The disk is full.', null, null]);
  await desk.triage.act({ do: 'delete', ids: ['a', 'b'] });
  expect([desk.triage.failed.size, desk.trouble]).toEqual([1, full]);
  desk.no = null;
  const retry = desk.triage.retryOf(a);
  expect(retry).toEqual({ do: 'mark-read', ids: ['a'] });
  if (retry) await desk.triage.act(retry);
  expect([desk.triage.failed.size, desk.trouble, desk.triage.retryOf(a)]).toEqual([0, null, null]);
});

test('what the server refused can be tried again where it is known what it was', () => {
  const { triage } = new Desk();
  expect(rows.map((row) => triage.retryOf(row))).toEqual([null, null, { do: 'delete', ids: ['c'] }]);
  expect(triage.retryOf(rowOf({ refused: { action: null, why: 'the server does not do it.' } }))).toBe(null);
});

test('that all is locked is no failure of a row', async () => {
  const desk = new Desk();
  desk.no = { code: 'locked', message: 'It is locked.' };
  await desk.triage.act({ do: 'mark-read', ids: ['a'] });
  expect([desk.triage.failed.size, desk.trouble]).toEqual([0, null]);
});
