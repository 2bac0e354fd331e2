/** What a key asks for, wherever the focus is; while typing only locking. */
export type Command =
  | 'next'
  | 'previous'
  | 'read'
  | 'mark-read'
  | 'mark-unread'
  | 'delete'
  | 'undo'
  | 'search'
  | 'back'
  | 'overview'
  | 'hand-over'
  | 'consult'
  | 'pause'
  | 'settings'
  | 'keys'
  | 'lock';

/** What has nothing to do with the list, and so works where that is not in sight. */
export const EVERYWHERE: readonly Command[] = ['back', 'overview', 'hand-over', 'consult', 'pause', 'settings', 'keys', 'lock'];

const KEYS: Record<string, Command> = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  Enter: 'read',
  e: 'mark-read',
  u: 'mark-unread',
  '#': 'delete',
  Delete: 'delete',
  z: 'undo',
  '/': 'search',
  Escape: 'back',
  o: 'overview',
  h: 'hand-over',
  c: 'consult',
  p: 'pause',
  ',': 'settings',
  '?': 'keys',
};

/** The command of a key press; none for those that belong to a field, a button or the system. */
export function commandOf(event: KeyboardEvent): Command | null {
  if (locks(event)) return 'lock';
  const target = event.target instanceof Element ? event.target : null;
  const command = KEYS[event.key] ?? null;
  if (event.ctrlKey || event.metaKey || event.altKey || target?.closest('dialog, form, [popover]')) return null;
  if (target?.closest('input:not([type=checkbox], [type=radio])') && command !== 'back') return null;
  // Arrows scroll a long text.
  if (target?.closest('aside') && event.key.startsWith('Arrow')) return null;
  if (target?.closest('button, a') && command === 'read') return null;
  return command;
}

/** Locking must work from anywhere, in a field and before a dialog too. AltGr is Ctrl and Alt to some systems. */
function locks(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'l';
}
