import { ago, capital, say } from '../language/say.svelte';

const MINUTE = 60_000;

/** How many midnights lie between the two, in this computer's zone; negative when `date` is ahead. */
export function daysAgo(date: Date, now: Date): number {
  const midnight = (of: Date) => Date.UTC(of.getFullYear(), of.getMonth(), of.getDate());
  return Math.round((midnight(now) - midnight(date)) / (24 * 60 * MINUTE));
}

/** A time of day. */
export function clock(at: Date): string {
  return say('time.clock', { at });
}

/** `Today`, `Yesterday`, `Tomorrow` or the date. */
export function dayWords(at: Date, now: Date): string {
  const date = say(at.getFullYear() === now.getFullYear() ? 'day.date' : 'day.date-year', { at });
  return capital(nearDay(at, now) ?? date);
}

/** The same inside a sentence. */
function dayInside(at: Date, now: Date): string {
  return nearDay(at, now) ?? say('day.inside', { at });
}

function nearDay(at: Date, now: Date): string | null {
  switch (daysAgo(at, now)) {
    case -1:
      return say('day.tomorrow');
    case 0:
      return say('day.today');
    case 1:
      return say('day.yesterday');
    default:
      return null;
  }
}

/** Short, for a row: minutes within the last hour, the time of day before. */
export function rowTime(date: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - date.getTime()) / MINUTE);
  return minutes >= 0 && minutes < 60 ? say(minutes === 0 ? 'time.now' : 'time.minutes', { n: minutes }) : clock(date);
}

/** In full: `today 09:03, 11 minutes ago`. A date ahead of this computer's clock gets no distance. */
export function fullTime(date: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - date.getTime()) / MINUTE);
  const at = say('time.on', { day: dayInside(date, now), clock: clock(date) });
  return minutes < 0 ? at : say('time.full', { at, ago: distance(minutes, daysAgo(date, now)) });
}

function distance(minutes: number, days: number): string {
  if (minutes === 0) return say('time.just-now');
  if (minutes < 60) return ago(minutes, 'minute');
  return minutes < 24 * 60 ? ago(Math.floor(minutes / 60), 'hour') : ago(days, 'day');
}

/** A moment with its day, whatever day it is. */
export function dayAndTime(at: Date): string {
  return say('time.on', { day: say('day.date-year', { at }), clock: clock(at) });
}

/** A moment of today as its time, any other with its day. */
export function moment(stamp: string, now: Date): string {
  const date = new Date(stamp);
  const time = clock(date);
  return daysAgo(date, now) === 0 ? time : say('time.on', { day: dayInside(date, now), clock: time });
}
