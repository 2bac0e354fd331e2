import type { Filter } from '../bindings/Filter';
import { dateField } from '../triage/moments';

/** Which days: so many up to today, or from one to another as date fields write them; either end may be open. */
export type Dates = number | { from: string; to: string };

/** So many days up to today, to choose from. */
export const SPANS = [1, 7, 30] as const;

/** The same as moments, from midnight to midnight on this computer's clock. */
export function boundsOf(days: Dates | null, now: Date): Pick<Filter, 'since' | 'until'> {
  if (days === null) return { since: null, until: null };
  if (typeof days === 'number') return { since: midnight(dateField(now), 1 - days), until: null };
  return { since: midnight(days.from, 0), until: midnight(days.to, 1) };
}

/** The beginning of the day so many days after a date. */
function midnight(date: string, after: number): string | null {
  const [year, month, day] = date.split('-').map(Number);
  if (!year || !month || !day) return null;
  return new Date(year, month - 1, day + after).toISOString();
}
