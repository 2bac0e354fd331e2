import type { Setting } from '../bindings/Setting';
import type { Value } from '../bindings/Value';
import { sayIfKnown } from '../language/say.svelte';

/** The settings of one section, in the agent's order. */
export interface Section {
  name: string;
  title: string;
  settings: Setting[];
}

/** Groups settings by what stands before the dot of their keys. */
export function sectionsOf(settings: Setting[]): Section[] {
  const sectionOf = ({ key }: Setting) => key.split('.', 1)[0] ?? key;
  const names = [...new Set(settings.map(sectionOf))];
  const groups = names.map((name) => [name, settings.filter((setting) => sectionOf(setting) === name)] as const);
  return groups.map(([name, settings]) => ({ name, title: sayIfKnown(`settings.sections.${name}`) ?? plain(name), settings }));
}

/** What a setting is called, what it does, and its unit; one that has no words yet speaks with the agent's. */
export function wordsOf({ key, meaning, value }: Setting): { label: string; help: string; unit: string | null } {
  return {
    label: sayIfKnown(`settings.of.${key}.label`) ?? plain(key.split('.').slice(1).join(' ')),
    help: sayIfKnown(`settings.of.${key}.help`) ?? meaning,
    unit: typeof value === 'number' ? sayIfKnown(`settings.of.${key}.unit`, { n: value }) : null,
  };
}

/** A word of a file, for people. */
export function choiceOf(word: string): string {
  return sayIfKnown(`settings.choices.${word}`) ?? plain(word);
}

/** Whether nothing else than what is usual holds. */
export function isUsual({ value, usual }: Setting): boolean {
  return canonical(value) === canonical(usual);
}

/** The order of types says nothing. */
function canonical(value: Value): string {
  if (Array.isArray(value)) return JSON.stringify(value.toSorted());
  if (typeof value === 'object') return JSON.stringify(Object.entries(value).toSorted());
  return JSON.stringify(value);
}

function plain(name: string): string {
  const text = name.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
