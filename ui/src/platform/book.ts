import type { Setting } from '../bindings/Setting';
import type { Shape } from '../bindings/Shape';
import type { Value } from '../bindings/Value';
import { Refused } from './host';

const flag: Shape = { is: 'flag' };
const time: Shape = { is: 'time' };
const kinds: Shape = { is: 'kinds' };
const number = (least: number, most: number): Shape => ({ is: 'number', least, most });

/** What can be set, as `docs/settings.md` has it, and what is usual. */
const TABLE: [key: string, shape: Shape, usual: Value][] = [
  ['list.compact', flag, false],
  ['list.fold', flag, true],
  ['desktop.language', { is: 'choice', of: ['system', 'en', 'pl'] }, 'system'],
  ['snooze.morning-ends', time, '12:00'],
  ['snooze.shift-ends', time, '15:00'],
  ['snooze.next-day', time, '07:00'],
  ['toasts.privacy', { is: 'choice', of: ['hidden', 'type-only', 'full'] }, 'type-only'],
  ['toasts.tiers', { is: 'per-kind', of: ['off', 'badge-only', 'quiet', 'interrupt'] }, {}],
  ['toasts.sound', flag, true],
  ['quiet-hours.on', flag, false],
  ['quiet-hours.from', time, '18:00'],
  ['quiet-hours.to', time, '07:00'],
  ['quiet-hours.break-through', kinds, ['MEDICAL']],
  ['reminders.types', kinds, []],
  ['reminders.every-minutes', number(1, 240), 15],
  ['reminders.at-most', number(1, 20), 3],
  ['consult.minutes', number(1, 480), 30],
  ['lock.after-minutes', number(0, 480), 15],
  ['lock.with-session', flag, true],
  ['lock.on-sleep', flag, true],
  ['retention.days', number(1, 3650), 90],
  ['retention.rows', number(1, 10_000_000), 100_000],
];

/** What the administrator of scene `managed` has set. */
const MANAGED: Record<string, Value> = {
  'toasts.privacy': 'hidden',
  'toasts.tiers': { ISSUE: 'off', SYSTEM: 'quiet' },
  'quiet-hours.break-through': ['MEDICAL', 'ISSUE'],
  'lock.after-minutes': 5,
  'lock.on-sleep': true,
};

/** The longest that anybody may leave this ward's desktops unlocked, in minutes. */
const LONGEST = 120;

/** The settings of the invented ward. */
export class Book {
  page: Setting[];

  constructor(scene: string) {
    const managed = scene === 'managed' ? MANAGED : {};
    this.page = TABLE.map(([key, shape, usual]) => ({
      key,
      meaning: `The agent's words for ${key}.`,
      shape,
      usual,
      value: managed[key] ?? usual,
      managed: key in managed,
    }));
  }

  minutes(key: string): number {
    return Number(this.page.find((setting) => setting.key === key)?.value);
  }

  /** Follows a wish, as far as the administrator's limit goes. */
  put(key: string, wish: Value | null) {
    const setting = this.page.find((setting) => setting.key === key);
    if (!setting || setting.managed) throw refusal('Only your administrator can change this.');
    const value = wish ?? setting.usual;
    if (!fits(setting.shape, value)) throw refusal(`That can't be set: it should be another ${setting.shape.is}.`);
    const limited = key === 'lock.after-minutes' ? Math.min(Number(value) || LONGEST, LONGEST) : value;
    this.page = this.page.map((other) => (other === setting ? { ...setting, value: limited } : other));
  }
}

function fits(shape: Shape, value: Value): boolean {
  switch (shape.is) {
    case 'flag':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number' && value >= shape.least && value <= shape.most;
    case 'choice':
      return typeof value === 'string' && shape.of.includes(value);
    case 'time':
      return typeof value === 'string' && /^\d\d:\d\d$/.test(value);
    case 'kinds':
      return Array.isArray(value);
    case 'per-kind':
      return typeof value === 'object' && Object.values(value).every((word) => shape.of.includes(word));
    case 'keys':
    case 'text':
      return typeof value === 'string';
  }
}

function refusal(message: string): Refused {
  return new Refused({ code: 'other', message });
}
