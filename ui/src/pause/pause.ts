import { words } from '../shared/words';

/** For how long toasts can be paused. */
export type Pause = keyof typeof words.pause.choices;
export const PAUSES = Object.keys(words.pause.choices) as Pause[];

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
