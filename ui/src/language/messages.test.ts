import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import types from '../../../icons/types.json';
import { LANGUAGES } from './languages';

type Elements = ReturnType<IntlMessageFormat['getAst']>;
type Element = Elements[number];

const source = fileURLToPath(new URL('..', import.meta.url));
const english = Object.entries<string>(LANGUAGES.en.messages);
const messages = Object.entries(LANGUAGES).flatMap(([id, { locale, messages }]) =>
  Object.entries<string>(messages).map(([key, text]) => ({ id, key, locale, elements: parse(text, locale) })),
);

function parse(text: string, locale: string): Elements {
  return new IntlMessageFormat(text, locale, undefined, { ignoreTag: true }).getAst();
}

/** All elements of a message, those inside plural forms too. */
function all(elements: Elements): Element[] {
  const inside = (element: Element) => ('options' in element ? Object.values(element.options).flatMap(({ value }) => all(value)) : []);
  return elements.flatMap((element) => [element, ...inside(element)]);
}

/** Names of placeholders. What is plain text or `#` has none. */
function placeholders(elements: Elements): string[] {
  const named = all(elements).filter((element) => 'value' in element && element.type !== 0);
  return [...new Set(named.map((element) => String('value' in element && element.value)))].toSorted();
}

test.each(Object.entries(LANGUAGES))('%s says all that there is to say, and no more', (_, { messages }) => {
  expect(Object.keys(messages).toSorted()).toEqual(english.map(([key]) => key).toSorted());
  expect(Object.entries(messages).filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('a message has the same placeholders in every language', () => {
  const wanted = new Map(english.map(([key, text]) => [key, placeholders(parse(text, 'en'))]));
  const other = messages.filter(({ key, elements }) => String(placeholders(elements)) !== String(wanted.get(key)));
  expect(other.map(({ id, key }) => `${id}: ${key}`)).toEqual([]);
});

test('wherever something is counted, the language has all forms it needs', () => {
  const lacking = messages.flatMap(({ id, key, locale, elements }) => {
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const counted = all(elements).filter((element) => 'pluralType' in element);
    const lacks = forms.filter((form) => counted.some((element) => 'options' in element && !(form in element.options)));
    return lacks.map((form) => `${id}: ${key} has no form "${form}"`);
  });
  expect(lacking).toEqual([]);
});

test('every message is used', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => /\.(svelte|ts)$/.test(file) && !/\.test\.ts$|^bindings/.test(file));
  const code = sources.map((file) => readFileSync(`${source}/${file}`, 'utf8')).join('\n');
  const literals = new Set([...code.matchAll(/'([a-z][\w.-]*)'/g)].map(([, literal]) => literal));
  const patterns = [...code.matchAll(/`([a-z-]+\.[^`]*\$\{[^`]*)`/g)].map(([, pattern]) => matcher(pattern ?? ''));
  const unused = english.map(([key]) => key).filter((key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)));
  expect(unused).toEqual([]);
});

/** What a template of keys can become. */
function matcher(template: string): RegExp {
  const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${parts.join('.+')}$`);
}

test('every type has its names in every language', () => {
  const ids = Object.keys(LANGUAGES).filter((id) => id !== 'en');
  for (const { kind, label, plural, ...more } of types) {
    const names = Object.entries(more).filter(([id]) => ids.includes(id));
    expect([kind, label !== '' && plural !== '', names.map(([id]) => id)]).toEqual([kind, true, ids]);
  }
});
