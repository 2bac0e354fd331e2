/** The word of each type that is named. */
export type Words = Record<string, string>;

/** The word of a type: one that is not named has the last of them. */
export function wordFor(map: Words, of: string[], kind: string): string {
  return new Map(Object.entries(map)).get(kind) ?? of.at(-1) ?? '';
}

/** The words with another one for a type; only what differs is named. */
export function choose(map: Words, of: string[], kind: string, word: string): Words {
  const others = Object.entries(map).filter(([other]) => other !== kind);
  return Object.fromEntries(word === of.at(-1) ? others : [...others, [kind, word]]);
}
