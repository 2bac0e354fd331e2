/** For how long toasts can be paused. */
export const PAUSES = ['half-hour', 'hour', 'tomorrow'] as const;
export type Pause = (typeof PAUSES)[number];

const MINUTE = 60_000;
const MORNING = 7;

/** When a pause that begins now ends. */
export function endOf(pause: Pause, now: Date): Date {
  switch (pause) {
    case 'half-hour':
      return new Date(now.getTime() + 30 * MINUTE);
    case 'hour':
      return new Date(now.getTime() + 60 * MINUTE);
    case 'tomorrow':
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING);
  }
}
