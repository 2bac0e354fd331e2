import en from '../../messages/en.json';
import pl from '../../messages/pl.json';

/** What the window can say, as `messages/` names it. */
export type Key = keyof typeof en;

/** What makes a language: how dates and numbers are written, where lines begin, and its words. */
interface Language {
  locale: string;
  dir: 'ltr' | 'rtl';
  messages: Record<Key, string>;
}

/** The languages of the window. A new one is a file of messages, a row here, and its names in `icons/types.json`. */
export const LANGUAGES = {
  en: { locale: 'en-GB', dir: 'ltr', messages: en },
  pl: { locale: 'pl-PL', dir: 'ltr', messages: pl },
} as const satisfies Record<string, Language>;

export type LanguageId = keyof typeof LANGUAGES;

/** The language that was set, or else the first of the system's that there is. */
export function languageOf(set: unknown, system: readonly string[]): LanguageId {
  const known = (tag: unknown): tag is LanguageId => typeof tag === 'string' && Object.hasOwn(LANGUAGES, tag);
  return [set, ...system.map((tag) => tag.split('-', 1)[0])].find(known) ?? 'en';
}
