import types from '../../../icons/types.json';
import { language } from '../language/say.svelte';
import type { IconName } from './icons';
import { visible } from './visible';

/** How a type looks, and what it is called in the language that is spoken: one row of `icons/types.json`. */
export interface Look {
  label: string;
  plural: string;
  icon: IconName;
  /** A CSS colour for all themes. */
  colour: string;
}

const looks = new Map(
  types.map(({ kind, label, plural, pl, icon, light, dark }) => [
    kind,
    { names: { en: { label, plural }, pl }, icon: `types/${icon}` as IconName, colour: `color-mix(in srgb, light-dark(${light}, ${dark}), var(--text) var(--deepen))` },
  ]),
);

/** The look of a type; an unknown one is shown as System, under its own name. */
export function lookOf(kind: string): Look {
  const known = looks.get(kind);
  if (known) return { ...known.names[language()], icon: known.icon, colour: known.colour };
  const name = visible(kind);
  return { icon: 'types/system', colour: 'var(--quiet)', label: name, plural: name };
}
