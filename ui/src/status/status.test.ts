import { expect, test } from 'vitest';
import type { Link } from '../bindings/Link';
import type { Snapshot } from '../bindings/Snapshot';
import { statusOf } from './status';

const now = new Date(2026, 10, 22, 9, 14);
const at = (hour: number, minute: number, day = 22) => new Date(2026, 10, day, hour, minute).toISOString();
const why = { code: 'server', message: 'The server does not answer.' } as const;

function line(link: Link, more: Partial<Snapshot> = {}) {
  const calm = { revision: 1, account: null, lock: { locked: false, pin: 'none' } as const, unread: 0, kinds: [], pending: 0, newest: [], checked: at(8, 40), gap: null, paused: null, consult: null, follow_ups: 0, snoozed: 0, export: false, server: null };
  const { tone, state, parts } = statusOf({ ...calm, covered_since: at(8, 2), link, ...more }, null, now);
  return [tone, state, ...parts].join(' · ');
}

test.each<[string, Link, Partial<Snapshot>]>([
  ['ok · You’re covered · live, last heard 09:13 · nothing missed since 08:02', { state: 'live', heard: at(9, 13) }, {}],
  ['quiet · Live · last heard 09:13', { state: 'live', heard: at(9, 13) }, { covered_since: null }],
  [
    'ok · You’re covered · live, last heard 09:13 · nothing missed since yesterday 17:30 · 2 actions waiting',
    { state: 'live', heard: at(9, 13) },
    { covered_since: at(17, 30, 21), pending: 2 },
  ],
  ['warn · Checking every 30 s · last checked 08:40 · nothing missed since 08:02', { state: 'checking', every: 30 }, {}],
  [
    'bad · Offline since 08:41 · showing what was stored · last checked 08:40 · The server does not answer. · ' +
      '1 action waiting',
    { state: 'offline', since: at(8, 41), why },
    { covered_since: null, pending: 1 },
  ],
  [
    'ok · You’re covered · live, last heard 09:13 · nothing missed since 09:10 · 3 arrived while away, 08:31 to 09:10',
    { state: 'live', heard: at(9, 13) },
    { covered_since: at(9, 10), gap: { from: at(8, 31), to: at(9, 10), arrived: 3 } },
  ],
  [
    'ok · You’re covered · live, last heard 09:13 · nothing missed since 09:00',
    { state: 'live', heard: at(9, 13) },
    { covered_since: at(9, 0), gap: { from: at(8, 31), to: at(9, 0), arrived: 3 } },
  ],
  [
    'quiet · Connecting · showing what was stored',
    { state: 'connecting' },
    { checked: null, covered_since: null },
  ],
  ['bad · Signed out · showing what was stored', { state: 'signed-out', why }, { covered_since: null }],
  [
    'bad · Nothing new can be kept · The disk is full.',
    { state: 'blocked', why: { code: 'store', message: 'The disk is full.' } },
    { covered_since: null },
  ],
])('%s', (words, link, more) => {
  expect(line(link, more)).toBe(words);
});

test('while it is locked the line does not claim to show anything', () => {
  const lock = { locked: true, pin: 'set' } as const;
  const offline: Link = { state: 'offline', since: at(8, 41), why };
  expect(line(offline, { lock, covered_since: null })).toBe('bad · Offline since 08:41 · last checked 08:40 · The server does not answer.');
});

test('without an agent nothing else is claimed', () => {
  const live: Snapshot = {
    revision: 1,
    account: null,
    link: { state: 'live', heard: at(9, 13) },
    lock: { locked: false, pin: 'none' } as const,
    unread: 0,
    kinds: [],
    pending: 3,
    newest: [],
    checked: at(9, 13),
    covered_since: at(8, 2),
    gap: null,
    follow_ups: 0,
    snoozed: 0,
    export: false, server: null,
    paused: null,
    consult: null,
  };
  const gone = { code: 'other', message: 'It has stopped.' } as const;
  expect(statusOf(live, gone, now)).toEqual({
    tone: 'bad',
    state: 'Not running',
    parts: ['It has stopped.', 'showing what was last seen'],
  });
});
