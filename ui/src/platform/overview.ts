import type { Arrivals } from '../bindings/Arrivals';
import { KINDS } from './invented';

const HOUR = 3_600_000;
/** How busy each hour of a working day is, and how common each type. */
const BY_HOUR = [0, 0, 0, 0, 0, 0, 1, 5, 9, 12, 10, 8, 5, 7, 8, 6, 3, 1, 0, 0, 1, 0, 0, 0];
const BY_KIND = [9, 6, 2, 4, 3, 1, 8, 1];

/** What came on the invented ward, hour by hour: busy mornings, quiet weekends, the same at every look. */
export function overviewSince(since: string, now: number): Arrivals[] {
  const found: Arrivals[] = [];
  for (let hour = Math.ceil(Date.parse(since) / HOUR) * HOUR; hour < now; hour += HOUR) {
    const date = new Date(hour);
    const weekend = date.getDay() % 6 === 0;
    const busy = (BY_HOUR[date.getHours()] ?? 0) * (weekend ? 0.2 : 1);
    KINDS.forEach((kind, at) => {
      const count = Math.floor((busy * (BY_KIND[at] ?? 0) * varied(hour / HOUR + at)) / 30);
      if (count > 0) found.push({ hour: date.toISOString(), kind, count });
    });
  }
  return found;
}

/** Between a half and one and a half, always the same for the same number. */
function varied(n: number): number {
  return 0.5 + (((n * 2_654_435_761) % 1000) + 1000) % 1000 / 1000;
}
