import type { KindCount } from '../bindings/KindCount';
import { say } from '../language/say.svelte';
import { type Place, placeName } from '../list/place';
import type { IconName } from '../shared/icons';
import { type Command, KEYMAP } from '../shared/keymap';
import { lookOf } from '../shared/kinds';

/** What the palette can do: go to a place, or give a command. */
export type Entry = { id: string; name: string; icon: IconName; keys: string | null } & ({ place: Place } | { command: Command });

const PLACES: [place: Exclude<Place, object>, icon: IconName, command: Command][] = [
  ['all', 'glyphs/inbox', 'go-all'],
  ['unread', 'glyphs/bell', 'go-unread'],
  ['follow-up', 'glyphs/flag', 'go-follow-up'],
  ['snoozed', 'glyphs/clock', 'go-snoozed'],
];

/** Commands that are worth a name: moving about is not. */
const COMMANDS: [command: Command, icon: IconName][] = [
  ['mark-read', 'glyphs/check'],
  ['mark-unread', 'glyphs/bell'],
  ['follow-up', 'glyphs/flag'],
  ['snooze', 'glyphs/clock'],
  ['delete', 'glyphs/bin'],
  ['open-record', 'glyphs/leave'],
  ['undo', 'glyphs/leave'],
  ['choose-all', 'glyphs/check'],
  ['search', 'glyphs/find'],
  ['filter', 'glyphs/filter'],
  ['overview', 'glyphs/chart'],
  ['hand-over', 'glyphs/sheet'],
  ['consult', 'glyphs/eye'],
  ['pause', 'glyphs/hush'],
  ['settings', 'glyphs/gear'],
  ['lock', 'glyphs/lock'],
  ['keys', 'glyphs/key'],
];

/** All entries: places, types, commands. */
export function entriesOf(kinds: KindCount[]): Entry[] {
  const go = (place: Place) => say('palette.go', { place: placeName(place) });
  return [
    ...PLACES.map(([place, icon, command]): Entry => ({ id: `go-${place}`, name: go(place), icon, keys: KEYMAP[command][0], place })),
    ...kinds.map(({ kind }, at): Entry => ({
      id: `kind-${at}`,
      name: go({ kind }),
      icon: lookOf(kind).icon,
      keys: KEYMAP['go-type'][at] ?? null,
      place: { kind },
    })),
    ...COMMANDS.map(([command, icon]): Entry => ({ id: `do-${command}`, name: say(`keys.${command}`), icon, keys: KEYMAP[command][0], command })),
  ];
}
