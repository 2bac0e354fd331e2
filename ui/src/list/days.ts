import type { Row } from '../bindings/Row';
import { dayWords } from '../shared/times';

/** The rows of one day. */
export interface Day {
  name: string;
  rows: Row[];
  /** How many of them are unread; unknown while the day goes on beyond what was fetched. */
  unread: number | null;
}

/** Groups rows, newest first, by this computer's days. `whole`: nothing follows after the last row. */
export function byDay(rows: Row[], now: Date, whole: boolean): Day[] {
  const days = new Map<string, Row[]>();
  for (const row of rows) {
    const name = dayWords(new Date(row.date), now);
    const day = days.get(name);
    if (day) day.push(row);
    else days.set(name, [row]);
  }
  const last = days.size - 1;
  return [...days].map(([name, rows], index) => ({
    name,
    rows,
    unread: whole || index < last ? rows.filter((row) => row.status === 'unread').length : null,
  }));
}
