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
