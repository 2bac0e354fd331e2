import type { Arrivals } from '../bindings/Arrivals';

/** Whole weeks are looked at, so that no weekday counts more than another. */
export const WEEKS = 4;
/** The same in days, today included. */
export const DAYS = 7 * WEEKS;

/** What came on one day, by type. */
export interface Day {
  date: Date;
  kinds: Record<string, number>;
}

/** How much came at an hour of a weekday. */
export interface Hour {
  /** 0 is Monday. */
  weekday: number;
  hour: number;
  n: number;
}

/** How much came of a type, and which part of everything that is. */
export interface Share {
  kind: string;
  n: number;
  part: number;
}

/** Midnight of the first day, on this computer's clock. */
export function beginning(now: Date): Date {
  return daysLater(now, 1 - DAYS);
}

/** Every day up to today, those on which nothing came too. */
export function byDay(arrivals: Arrivals[], now: Date): Day[] {
  const days = Array.from({ length: DAYS }, (_, at): Day => ({ date: daysLater(now, at + 1 - DAYS), kinds: {} }));
  const byDate = new Map(days.map(({ date, kinds }) => [date.toDateString(), kinds]));
  for (const { hour, kind, count } of arrivals) {
    const kinds = byDate.get(new Date(hour).toDateString());
    if (kinds) kinds[kind] = (kinds[kind] ?? 0) + count;
  }
  return days;
}

/** All hours of a week, Monday first, all weeks together. */
export function byHour(arrivals: Arrivals[]): Hour[] {
  const hours = Array.from({ length: 7 * 24 }, (_, at): Hour => ({ weekday: Math.floor(at / 24), hour: at % 24, n: 0 }));
  for (const { hour, count } of arrivals) {
    const date = new Date(hour);
    const of = hours[((date.getDay() + 6) % 7) * 24 + date.getHours()];
    if (of) of.n += count;
  }
  return hours;
}

/** The types, the most frequent first. */
export function byKind(arrivals: Arrivals[]): Share[] {
  const sums = new Map<string, number>();
  for (const { kind, count } of arrivals) sums.set(kind, (sums.get(kind) ?? 0) + count);
  const all = total(arrivals);
  const shares = [...sums].map(([kind, n]) => ({ kind, n, part: n / all }));
  return shares.toSorted((a, b) => b.n - a.n || a.kind.localeCompare(b.kind));
}

/** How much came in all. */
export function total(arrivals: Arrivals[]): number {
  return arrivals.reduce((sum, { count }) => sum + count, 0);
}

/** The hour of the week at which most came. */
export function busiest(hours: Hour[]): Hour | null {
  const most = Math.max(...hours.map(({ n }) => n));
  return most > 0 ? (hours.find(({ n }) => n === most) ?? null) : null;
}

function daysLater(date: Date, days: number): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);
}
