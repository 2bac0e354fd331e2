/** A piece of a text, found by the search or not. */
export interface Piece {
  text: string;
  hit: boolean;
}

/** Cuts a text at every place that contains the query, whatever the case of its letters. */
export function pieces(text: string, query: string | null): Piece[] {
  if (!query) return [{ text, hit: false }];
  const literal = query.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  // A pattern with one group: every second part of the split is a hit.
  const parts = text.split(new RegExp(`(${literal})`, 'giu'));
  return parts.map((text, index) => ({ text, hit: index % 2 === 1 })).filter(({ text }) => text !== '');
}
