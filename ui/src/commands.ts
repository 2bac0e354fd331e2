import type { Command } from './shared/keymap';
import type { Ward } from './state.svelte';

/** What each command does; it gets the keys that asked for it. */
export type Commands = Record<Command, (keys: string) => void>;

/** What concerns the window and not its list. */
type OfWindow =
  | 'read'
  | 'search'
  | 'back'
  | 'palette'
  | 'overview'
  | 'hand-over'
  | 'consult'
  | 'pause'
  | 'settings'
  | 'keys'
  | 'lock';

/** The commands of the list. */
export function listCommands(wardOf: () => Ward): Omit<Commands, OfWindow> {
  const list = () => wardOf().inbox;
  const go = (place: Parameters<Ward['go']>[0]) => void wardOf().go(place);
  return {
    next: () => void list().move(1),
    previous: () => void list().move(-1),
    'page-down': () => void list().move(list().listing.page),
    'page-up': () => void list().move(-list().listing.page),
    first: () => void list().end(false),
    last: () => void list().end(true),
    unfold: () => list().unfold(true),
    fold: () => list().unfold(false),
    'mark-read': () => void list().mark('read'),
    'mark-unread': () => void list().mark('unread'),
    'follow-up': () => list().ask('follow-up'),
    snooze: () => list().ask('snooze'),
    delete: () => void list().remove(),
    undo: () => void list().triage.undo(),
    'open-record': () => openRecord(wardOf()),
    choose: () => list().chooser.toggle(),
    'choose-next': () => void list().chooser.by(1),
    'choose-previous': () => void list().chooser.by(-1),
    'choose-all': () => void list().chooser.all(),
    filter: () => list().ask('filter'),
    'go-all': () => go('all'),
    'go-unread': () => go('unread'),
    'go-follow-up': () => go('follow-up'),
    'go-snoozed': () => go('snoozed'),
    'go-type': (keys) => goToType(wardOf(), keys),
  };
}

/** `g 1` is the first type. */
function goToType(ward: Ward, keys: string) {
  const kind = ward.snapshot?.kinds[Number(keys.at(-1)) - 1]?.kind;
  if (kind !== undefined) void ward.go({ kind });
}

function openRecord(ward: Ward) {
  const { row } = ward.inbox.selection;
  if (row?.related) void ward.act({ do: 'open-record', id: row.id });
}
