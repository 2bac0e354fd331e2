import { say } from '../language/say.svelte';
import type { Dates } from './dates';

/** What some days are called. */
export function datesName(dates: Dates | null): string {
  if (dates === null) return say('filter.dates.any');
  if (typeof dates === 'number') return dates === 1 ? say('filter.dates.today') : say('filter.dates.last', { n: dates });
  const { from, to } = dates;
  if (from !== '' && to !== '') return say('filter.dates.from-to', { from: dayOf(from), to: dayOf(to) });
  return from !== '' ? say('filter.dates.since', { from: dayOf(from) }) : say('filter.dates.until', { to: dayOf(to) });
}

/** A date field's day at noon, so that no clock change makes it another. */
function dayOf(date: string): Date {
  return new Date(`${date}T12:00`);
}
