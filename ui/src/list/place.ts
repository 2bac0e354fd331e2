import type { Filter } from '../bindings/Filter';
import { say } from '../language/say.svelte';
import { lookOf } from '../shared/kinds';

/** What the list shows: everything, what is unread, what the user wants to come back to, what sleeps, or one type. */
export type Place = 'all' | 'unread' | 'follow-up' | 'snoozed' | { kind: string };

export function placeName(place: Place): string {
  return typeof place === 'string' ? say(`places.${place}`) : lookOf(place.kind).plural;
}

export function samePlace(a: Place, b: Place): boolean {
  return typeof a === 'string' || typeof b === 'string' ? a === b : a.kind === b.kind;
}

/** All rows there are. */
export const EVERYTHING: Filter = { kind: null, status: null, since: null, until: null, follow_up: false, snoozed: null, text: null };

/** What to ask the agent for. */
export function filterOf(place: Place, query: string): Filter {
  return {
    ...EVERYTHING,
    kind: typeof place === 'string' ? null : place.kind,
    status: place === 'unread' ? 'unread' : null,
    follow_up: place === 'follow-up',
    snoozed: place === 'unread' ? false : place === 'snoozed' ? true : null,
    text: query.trim() === '' ? null : query.trim(),
  };
}
