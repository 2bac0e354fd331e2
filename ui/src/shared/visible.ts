// Characters that turn the reading direction or are not there to the eye; line ends and tabs stay.
const HIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;

/** The text with hidden characters written out, so that nobody is misled by what can't be seen. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (hidden) => `[U+${hidden.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`);
}
