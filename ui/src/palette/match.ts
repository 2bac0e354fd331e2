/** How well a query fits a name: smaller is better; none if it does not. Every word typed must begin a word of the name. */
export function rankOf(name: string, query: string): number | null {
  const words = wordsOf(name);
  let rank = 0;
  for (const typed of wordsOf(query)) {
    const at = words.findIndex((word) => word.startsWith(typed));
    if (at < 0) return null;
    rank += at;
  }
  return rank;
}

/** What fits, best first; equals in the order they came in. */
export function matching<T>(entries: T[], nameOf: (entry: T) => string, query: string): T[] {
  const ranked = entries.flatMap((entry) => {
    const rank = rankOf(nameOf(entry), query);
    return rank === null ? [] : [{ entry, rank }];
  });
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ entry }) => entry);
}

/** Words without case and accents, so that `lek` finds `Leki` and `zgl` finds `Zgłoszenia`. */
function wordsOf(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ł', 'l');
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
