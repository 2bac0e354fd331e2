import type { Snapshot } from '../bindings/Snapshot';
import { say } from '../language/say.svelte';
import type { IconName } from '../shared/icons';

/** What stands below the places. */
export const TOOLS = ['overview', 'hand-over', 'consult', 'pause', 'settings', 'lock'] as const;
/** What concerns the account. */
export const ACCOUNT = ['pin', 'switch-user', 'sign-out'] as const;
export type Tool = (typeof TOOLS)[number] | (typeof ACCOUNT)[number];

export const ICONS: Record<Tool, IconName> = {
  overview: 'glyphs/chart',
  'hand-over': 'glyphs/sheet',
  consult: 'glyphs/eye',
  pause: 'glyphs/hush',
  settings: 'glyphs/gear',
  lock: 'glyphs/lock',
  pin: 'glyphs/key',
  'switch-user': 'glyphs/people',
  'sign-out': 'glyphs/leave',
};

/** What it does as things stand: what lasts is ended by the same one. */
export function toolName(tool: Tool, { paused, consult }: Snapshot): string {
  if (tool === 'consult' && consult) return say('tools.end-consult');
  if (tool === 'pause' && paused) return say('tools.resume');
  return say(`tools.${tool}`);
}
