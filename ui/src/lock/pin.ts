import { say } from '../language/say.svelte';

/** As the store has it: so many characters in Unicode's form NFC. */
export const SHORTEST = 4;
const LONGEST = 64;

/** The fields of the form for a new PIN. */
export type PinField = 'current' | 'fresh' | 'again';

/** What is wrong, and the field it belongs to. */
export interface PinFault {
  at: PinField;
  message: string;
}

/** What is wrong with a new PIN that was typed twice. */
export function faultOfNew(fresh: string, again: string): PinFault | null {
  const length = [...fresh.normalize('NFC')].length;
  if (length < SHORTEST) return { at: 'fresh', message: say('pin.too-short', { least: SHORTEST }) };
  if (length > LONGEST) return { at: 'fresh', message: say('pin.too-long', { most: LONGEST }) };
  return fresh === again ? null : { at: 'again', message: say('pin.unequal') };
}
