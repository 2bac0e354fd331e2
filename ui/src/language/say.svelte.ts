import { IntlMessageFormat } from 'intl-messageformat';
import { type Key, type LanguageId, LANGUAGES } from './languages';

/** What stands in the place of a message's placeholders. */
export type Values = Record<string, string | number | Date>;

/** What says the same in every grammar: most messages, and all but a few of those that are on the screen first. */
const PLAIN = /^[^{}'#]*$/;

let spoken = $state<LanguageId>('en');
const formats = new Map<string, IntlMessageFormat>();

/** The language that is spoken; whatever shows something said in it follows. */
export function language(): LanguageId {
  return spoken;
}

/** Changes the language, at once. */
export function speak(id: LanguageId) {
  spoken = id;
}

/** A message in the language that is spoken. */
export function say(key: Key, values?: Values): string {
  const text = LANGUAGES[spoken].messages[key];
  return PLAIN.test(text) ? text : String(formatOf(spoken, key).format(values));
}

/** The same for a name that the agent may have and the messages may lack. */
export function sayIfKnown(key: string, values?: Values): string | null {
  return isKnown(key) ? say(key, values) : null;
}

function isKnown(key: string): key is Key {
  return Object.hasOwn(LANGUAGES.en.messages, key);
}

/** A text as the beginning of a line. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase(LANGUAGES[spoken].locale) + text.slice(1);
}

/** How long ago something was. */
export function ago(n: number, unit: 'minute' | 'hour' | 'day'): string {
  return new Intl.RelativeTimeFormat(LANGUAGES[spoken].locale).format(-n, unit);
}

function formatOf(id: LanguageId, key: Key): IntlMessageFormat {
  const name = `${id}.${key}`;
  const { locale, messages } = LANGUAGES[id];
  // A message is plain text: what looks like a tag in it is none.
  const format = formats.get(name) ?? new IntlMessageFormat(messages[key], locale, undefined, { ignoreTag: true });
  formats.set(name, format);
  return format;
}
