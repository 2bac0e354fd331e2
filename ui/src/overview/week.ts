import { capital, say } from '../language/say.svelte';
import type { Hour } from './counts';

/** A Monday, for the names of weekdays. */
const MONDAY = 5;

/** A day of the week by its place in it; 0 is Monday. */
export function weekday(at: number): string {
  return capital(say('overview.weekday', { at: new Date(2026, 0, MONDAY + at) }));
}

/** The same, short. */
export function weekdayShort(at: number): string {
  return capital(say('overview.weekday-short', { at: new Date(2026, 0, MONDAY + at) }));
}

/** A full hour. */
export function hourName(hour: number): string {
  return say('time.clock', { at: new Date(2026, 0, MONDAY, hour) });
}

/** An hour of the week: `Monday 09:00–10:00`. */
export function span({ weekday: day, hour }: Hour): string {
  return say('overview.span', { weekday: weekday(day), from: hourName(hour), to: hourName(hour + 1) });
}
