/**
 * Every command with its keys: the one table for keyboard, help and palette. `g a` is one key after the other; a capital
 * letter is one with Shift.
 */
export const KEYMAP = {
  next: ['j', 'ArrowDown'],
  previous: ['k', 'ArrowUp'],
  'page-down': ['PageDown'],
  'page-up': ['PageUp'],
  first: ['Home'],
  last: ['End'],
  read: ['Enter'],
  unfold: ['ArrowRight'],
  fold: ['ArrowLeft'],
  'mark-read': ['e'],
  'mark-unread': ['u'],
  'follow-up': ['f'],
  snooze: ['s'],
  delete: ['#', 'Delete'],
  undo: ['z', 'Ctrl+z'],
  'open-record': ['r'],
  choose: ['x'],
  'choose-next': ['J', 'Shift+ArrowDown'],
  'choose-previous': ['K', 'Shift+ArrowUp'],
  'choose-all': ['Ctrl+a'],
  search: ['/', 'Ctrl+f'],
  filter: ['l'],
  'go-all': ['g a'],
  'go-unread': ['g u'],
  'go-follow-up': ['g f'],
  'go-snoozed': ['g s'],
  'go-type': ['g 1', 'g 2', 'g 3', 'g 4', 'g 5', 'g 6', 'g 7', 'g 8'],
  palette: ['Ctrl+k'],
  overview: ['o'],
  'hand-over': ['h'],
  consult: ['c'],
  pause: ['p'],
  settings: [','],
  back: ['Escape'],
  lock: ['Ctrl+l'],
  keys: ['?'],
} as const satisfies Record<string, readonly string[]>;

export type Command = keyof typeof KEYMAP;
export const COMMANDS = Object.keys(KEYMAP) as Command[];

/** What has nothing to do with the list, and so works where that is not in sight. */
export const EVERYWHERE: readonly Command[] = [
  'go-all',
  'go-unread',
  'go-follow-up',
  'go-snoozed',
  'go-type',
  'palette',
  'overview',
  'hand-over',
  'consult',
  'pause',
  'settings',
  'back',
  'lock',
  'keys',
];

/** What a press of keys asks for. */
export interface Press {
  command: Command;
  /** The keys of the table. */
  keys: string;
}

/** The first key of two. */
export const PREFIX = 'g';

const presses = new Map(COMMANDS.flatMap((command) => KEYMAP[command].map((keys): [string, Press] => [keys, { command, keys }])));

/** What works in a field and before a dialog too. */
const ANYWHERE: readonly Command[] = ['lock'];
const IN_FIELDS: readonly Command[] = ['back', 'palette', 'lock'];
/** What a button or a link does with the same key. */
const ON_BUTTONS: readonly Command[] = ['read'];
/** What scrolls a long text. */
const IN_TEXTS: readonly Command[] = ['next', 'previous', 'page-down', 'page-up', 'first', 'last'];

/**
 * What a key press asks for; none for those that belong to a field, a button or the system. `prefix`: the key before
 * this one was {@link PREFIX}.
 */
export function pressOf(event: KeyboardEvent, prefix: boolean): Press | null {
  const key = nameOf(event);
  const press = (prefix && presses.get(`${PREFIX} ${key}`)) || presses.get(key);
  return press && !belongsElsewhere(press, event) ? press : null;
}

/** Whether it is the first key of two. */
export function isPrefix(event: KeyboardEvent): boolean {
  return nameOf(event) === PREFIX && !elementOf(event)?.closest('dialog, form, [popover], input:not([type=checkbox], [type=radio])');
}

function belongsElsewhere({ command, keys }: Press, event: KeyboardEvent): boolean {
  const target = elementOf(event);
  if (ANYWHERE.includes(command) || target === null) return false;
  if (target.closest('dialog, form, [popover]')) return true;
  if (target.closest('input:not([type=checkbox], [type=radio])')) return !IN_FIELDS.includes(command);
  if (target.closest('button, a')) return ON_BUTTONS.includes(command);
  return target.closest('aside') !== null && IN_TEXTS.includes(command) && keys.length > 1;
}

function elementOf({ target }: KeyboardEvent): Element | null {
  return target !== null && 'closest' in target ? (target as Element) : null;
}

/** Where lines run to the left, so does what leads on. */
const MIRRORED: Record<string, string> = { ArrowRight: 'ArrowLeft', ArrowLeft: 'ArrowRight' };

/** The key as the table writes it. AltGr is Ctrl and Alt to some systems, and writes letters. */
function nameOf(event: KeyboardEvent): string {
  const { ctrlKey, metaKey, shiftKey, altKey } = event;
  const key = (elementOf(event)?.closest('[dir=rtl]') && MIRRORED[event.key]) || event.key;
  if (altKey) return '';
  if (ctrlKey || metaKey) return `Ctrl+${key.toLowerCase()}`;
  return shiftKey && key.length > 1 ? `Shift+${key}` : key;
}

const SIGNS: Record<string, string> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowRight: '→',
  ArrowLeft: '←',
  Escape: 'Esc',
  Delete: 'Del',
  PageDown: 'Page ↓',
  PageUp: 'Page ↑',
};

/** Keys as people see them on a keyboard, one after the other: `Shift+ArrowDown` is `Shift+↓`. */
export function signsOf(keys: string): string[] {
  return keys.split(' ').map((key) => key.split('+').map(signOf).join('+'));
}

function signOf(key: string, _: number, { length }: string[]): string {
  return SIGNS[key] ?? (length > 1 && key.length === 1 ? key.toUpperCase() : key);
}
