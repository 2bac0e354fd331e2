import type { Heights } from './layout';

/** How high a row is: its message in two lines, or all of it in one. In rem, as is the heading of a day. */
const ROW = { comfortable: 4.5, compact: 2.25 };
const DAY = 2.25;

/** Heights in pixels. `rem`: how many of them the page's letters have. */
export function heightsOf(compact: boolean, rem: number): Heights {
  return { row: Math.round((compact ? ROW.compact : ROW.comfortable) * rem), day: Math.round(DAY * rem) };
}
