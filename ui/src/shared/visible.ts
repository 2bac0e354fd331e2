// What turns the reading direction, or is not there to the eye; line ends and tabs stay.
const HIDDEN = String.raw`(?![\n\r\t])[\p{Cc}\p{Cf}\u115F\u1160\u3164\uFFA0]`;
// What joins the parts of one emoji, and what some scripts are written with.
const EMOJI = String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})`;
const SCRIPTS = ['Arab', 'Beng', 'Deva', 'Gujr', 'Guru', 'Knda', 'Mlym', 'Sinh', 'Taml', 'Telu'].map((name) => String.raw`\p{sc=${name}}`);
const JOINED = String.raw`(?<=[${SCRIPTS.join('')}])[\u200C\u200D]`;

const MISLEADING = new RegExp(`(?!${EMOJI}|${JOINED})${HIDDEN}`, 'gu');

/** The text with hidden characters written out, so that nobody is misled by what can't be seen. */
export function visible(text: string): string {
  return text.replace(MISLEADING, (hidden) => `[U+${(hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`);
}
