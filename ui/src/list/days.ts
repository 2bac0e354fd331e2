import { folded, type Line, linesOf, type Member } from './fold';
import type { Span } from './span';
import { countsAsUnread } from './unread';

/** The loaded rows of one day. */
export interface Day {
  key: string;
  date: Date;
  /** How many are unread; unknown while a part of the day is not loaded. */
  unread: number | null;
  lines: Line[];
}

/** How rows are folded; none: not at all. */
export type Folding = { opened: ReadonlySet<string> } | null;

/** Groups rows by this computer's days, newest first. `total`: how long the whole list is. */
export function daysOf({ from, to, rows }: Span, total: number, folding: Folding): Day[] {
  const days = new Map<string, { date: Date; members: Member[] }>();
  rows.forEach((row, index) => {
    const date = new Date(row.date);
    const key = keyOf(date);
    const day = days.get(key) ?? { date, members: [] };
    day.members.push({ row, at: from + index });
    days.set(key, day);
  });
  const last = days.size - 1;
  const ends = to === total;
  return [...days].map(([key, { date, members }], index) => {
    const whole = (index > 0 || from === 0) && (index < last || ends);
    return {
      key,
      date,
      unread: whole ? members.filter(({ row }) => countsAsUnread(row)).length : null,
      lines: folding ? folded(members, key, folding.opened) : linesOf(members),
    };
  });
}

function keyOf(date: Date): string {
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}
