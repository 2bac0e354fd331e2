/** About so many characters are laid out at once. */
const LENGTH = 3000;

/** Cuts a very long text between words into passages; together they are the text. A word without end is cut, too. */
export function passages(text: string): string[] {
  const found: string[] = [];
  let from = 0;
  while (text.length - from > 2 * LENGTH) {
    const space = text.indexOf(' ', from + LENGTH);
    const to = space >= 0 && space < from + 2 * LENGTH ? space + 1 : wholeAt(text, from + LENGTH);
    found.push(text.slice(from, to));
    from = to;
  }
  return [...found, text.slice(from)];
}

/** A place near this one that is not in the middle of a character. */
function wholeAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}
