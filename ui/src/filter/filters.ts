import type { Filter } from '../bindings/Filter';
import type { Status } from '../bindings/Status';
import type { Place } from '../list/place';
import { boundsOf, type Dates } from './dates';

/** What narrows a list besides its place and the search. */
export interface Filters {
  kind: string | null;
  status: Status | null;
  dates: Dates | null;
  followUp: boolean;
}

export type Part = keyof Filters;

export const UNFILTERED: Filters = { kind: null, status: null, dates: null, followUp: false };

/** All rows there are. */
export const EVERYTHING: Filter = {
  kind: null,
  status: null,
  since: null,
  until: null,
  follow_up: false,
  snoozed: null,
  text: null,
};

/** What to ask the agent for. */
export function filterOf(place: Place, filters: Filters, query: string, now: Date): Filter {
  const active = without(filters, fixedBy(place));
  return {
    ...EVERYTHING,
    kind: active.kind,
    status: active.status,
    ...boundsOf(active.dates, now),
    follow_up: active.followUp,
    text: query.trim() === '' ? null : query.trim(),
    ...ownOf(place),
  };
}

/** What is filtered, and not by the place itself. */
export function activeParts(place: Place, filters: Filters): Part[] {
  const active = without(filters, fixedBy(place));
  return (Object.keys(UNFILTERED) as Part[]).filter((part) => active[part] !== UNFILTERED[part]);
}

export function without(filters: Filters, parts: Part[]): Filters {
  return { ...filters, ...Object.fromEntries(parts.map((part) => [part, UNFILTERED[part]])) };
}

/** What a place is by itself. */
function ownOf(place: Place): Partial<Filter> {
  switch (place) {
    case 'all':
      return {};
    case 'unread':
      return { status: 'unread', snoozed: false };
    case 'follow-up':
      return { follow_up: true };
    case 'snoozed':
      return { snoozed: true };
    default:
      return { kind: place.kind };
  }
}

/** What can't be chosen there. */
export function fixedBy(place: Place): Part[] {
  if (place === 'unread' || place === 'snoozed') return ['status'];
  if (place === 'follow-up') return ['followUp'];
  return place === 'all' ? [] : ['kind'];
}
