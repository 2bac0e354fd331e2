import { words } from './words';

const MINUTE = 60_000;

/** How many midnights lie between the two, in this computer's zone; negative when `date` is ahead. */
export function daysAgo(date: Date, now: Date): number {
  const midnight = (of: Date) => Date.UTC(of.getFullYear(), of.getMonth(), of.getDate());
  return Math.round((midnight(now) - midnight(date)) / (24 * 60 * MINUTE));
}

/** `Today`, `Yesterday`, `Tomorrow` or the date. */
export function dayWords(date: Date, now: Date): string {
  const days = daysAgo(date, now);
  if (days === 0) return words.today;
  if (days === -1) return words.tomorrow;
  return days === 1 ? words.yesterday : words.date(date, date.getFullYear() === now.getFullYear());
}

/** The same inside a sentence. */
function dayInside(date: Date, now: Date): string {
  const days = daysAgo(date, now);
  const name = dayWords(date, now);
  return Math.abs(days) <= 1 ? name.toLowerCase() : name;
}

/** Short, for a row: minutes within the last hour, the time of day before. */
export function rowTime(date: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - date.getTime()) / MINUTE);
  return minutes >= 0 && minutes < 60 ? words.minutes(minutes) : words.clock(date);
}

/** In full: `today 09:03, 11 minutes ago`. A date ahead of this computer's clock gets no distance. */
export function fullTime(date: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - date.getTime()) / MINUTE);
  const at = `${dayInside(date, now)} ${words.clock(date)}`;
  return minutes < 0 ? at : `${at}, ${distance(minutes, daysAgo(date, now))}`;
}

function distance(minutes: number, days: number): string {
  if (minutes < 60) return words.ago(minutes, 'minute');
  return minutes < 24 * 60 ? words.ago(Math.floor(minutes / 60), 'hour') : words.ago(days, 'day');
}

/** A moment of today as its time, any other with its day. */
export function moment(stamp: string, now: Date): string {
  const date = new Date(stamp);
  const time = words.clock(date);
  return daysAgo(date, now) === 0 ? time : `${dayInside(date, now)} ${time}`;
}
