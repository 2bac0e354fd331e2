import type { Snapshot } from '../bindings/Snapshot';
import { say } from '../language/say.svelte';
import type { IconName } from '../shared/icons';

/** What stands below the places. */
export const TOOLS = ['consult', 'pause', 'settings', 'pin', 'lock', 'switch-user', 'sign-out'] as const;
export type Tool = (typeof TOOLS)[number];

export const ICONS: Record<Tool, IconName> = {
  consult: 'glyphs/eye',
  pause: 'glyphs/clock',
  settings: 'glyphs/gear',
  pin: 'glyphs/key',
  lock: 'glyphs/lock',
  'switch-user': 'glyphs/people',
  'sign-out': 'glyphs/leave',
};

/** What it does as things stand: what lasts is ended by the same one. */
export function toolName(tool: Tool, { paused, consult }: Snapshot): string {
  if (tool === 'consult' && consult) return say('tools.end-consult');
  if (tool === 'pause' && paused) return say('tools.resume');
  return say(`tools.${tool}`);
}
