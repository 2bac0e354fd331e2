import type { Shape } from '../bindings/Shape';
import type { Value } from '../bindings/Value';
import { say } from '../language/say.svelte';

/** What somebody types on one line. */
export type Typed = Extract<Shape, { is: 'number' | 'time' | 'text' }>;

/** What was typed, as the agent wants it; none when it can't be that. */
export function valueOf(shape: Typed, text: string): Value | null {
  const trimmed = text.trim();
  if (shape.is === 'number') return numberOf(trimmed, shape.least, shape.most);
  return shape.is === 'time' ? timeOf(trimmed) : trimmed;
}

/** What should have been typed. */
export function wanted(shape: Typed): string {
  if (shape.is === 'number') return say('settings.wanted.number', { least: shape.least, most: shape.most });
  return say('settings.wanted.time');
}

function numberOf(text: string, least: number, most: number): number | null {
  const number = Number(text);
  return /^\d+$/.test(text) && number >= least && number <= most ? number : null;
}

function timeOf(text: string): string | null {
  const [, hours, minutes] = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(text) ?? [];
  return hours && minutes ? `${hours.padStart(2, '0')}:${minutes}` : null;
}
