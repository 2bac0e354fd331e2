import type { Shape } from '../bindings/Shape';
import type { Value } from '../bindings/Value';
import { say } from '../language/say.svelte';

/** What somebody types on one line. */
export type Typed = Extract<Shape, { is: 'number' | 'time' | 'keys' | 'text' }>;

/** Keys that are held while another one is pressed. */
const HELD = ['Ctrl', 'Alt', 'Shift', 'Super'];

/** What was typed, as the agent wants it; none when it can't be that. */
export function valueOf(shape: Typed, text: string): Value | null {
  const trimmed = text.trim();
  if (shape.is === 'number') return numberOf(trimmed, shape.least, shape.most);
  if (shape.is === 'keys') return keysOf(trimmed);
  return shape.is === 'time' ? timeOf(trimmed) : trimmed;
}

/** What should have been typed. */
export function wanted(shape: Typed): string {
  if (shape.is === 'number') return say('settings.wanted.number', { least: shape.least, most: shape.most });
  return say(shape.is === 'keys' ? 'settings.wanted.keys' : 'settings.wanted.time');
}

function numberOf(text: string, least: number, most: number): number | null {
  const number = Number(text);
  return /^\d+$/.test(text) && number >= least && number <= most ? number : null;
}

function timeOf(text: string): string | null {
  const [, hours, minutes] = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(text) ?? [];
  return hours && minutes ? `${hours.padStart(2, '0')}:${minutes}` : null;
}

/** A key that is held, and more of them, and one that is pressed; or nothing at all. */
function keysOf(text: string): string | null {
  const keys = text.split('+').map((key) => key.trim());
  const held = keys.slice(0, -1).map((key) => HELD.find((name) => name.toLowerCase() === key.toLowerCase()));
  const pressed = /^([A-Z0-9]|F([1-9]|1[0-2]))$/.exec(keys.at(-1)?.toUpperCase() ?? '')?.[0];
  if (text === '') return text;
  return pressed && held.some((key) => key && key !== 'Shift') && !held.includes(undefined) ? [...held, pressed].join('+') : null;
}
