import { expect, test } from 'vitest';
import type { Filter } from '../bindings/Filter';
import type { Place } from '../list/place';
import { activeParts, EVERYTHING, type Filters, filterOf, UNFILTERED, without } from './filters';

const now = new Date(2026, 10, 22, 9, 14);
const today = new Date(2026, 10, 22).toISOString();

test.each<[place: Place, filters: Partial<Filters>, query: string, filter: Partial<Filter>]>([
  ['all', {}, '', {}],
  ['all', {}, '  Zielińska ', { text: 'Zielińska' }],
  ['unread', {}, '', { status: 'unread', snoozed: false }],
  ['follow-up', {}, '', { follow_up: true }],
  ['snoozed', {}, '', { snoozed: true }],
  [{ kind: 'MEDICAL' }, { dates: 1 }, '', { kind: 'MEDICAL', since: today }],
  ['all', { kind: 'ISSUE', status: 'read', dates: 1, followUp: true }, 'x', { kind: 'ISSUE', status: 'read', since: today, follow_up: true, text: 'x' }],
  // A place keeps what it is, whatever was chosen elsewhere.
  ['unread', { status: 'read', kind: 'ISSUE' }, '', { status: 'unread', snoozed: false, kind: 'ISSUE' }],
  [{ kind: 'MEDICAL' }, { kind: 'ISSUE' }, '', { kind: 'MEDICAL' }],
])('%j with %j and “%s”', (place, filters, query, filter) => {
  expect(filterOf(place, { ...UNFILTERED, ...filters }, query, now)).toEqual({ ...EVERYTHING, ...filter });
});

test('only what filters here is shown as a chip, and comes off by itself', () => {
  const filters: Filters = { kind: 'ISSUE', status: 'read', dates: 7, followUp: false };
  expect(activeParts('all', filters)).toEqual(['kind', 'status', 'dates']);
  expect(activeParts('unread', filters)).toEqual(['kind', 'dates']);
  expect(activeParts({ kind: 'MEDICAL' }, filters)).toEqual(['status', 'dates']);
  expect(without(filters, ['dates'])).toEqual({ ...filters, dates: null });
  expect(activeParts('all', UNFILTERED)).toEqual([]);
});
