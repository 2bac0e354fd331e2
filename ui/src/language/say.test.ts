import { afterEach, expect, test } from 'vitest';
import { languageOf } from './languages';
import { ago, capital, say, sayIfKnown, speak } from './say.svelte';

afterEach(() => speak('en'));

test.each([
  [['pl-PL', 'en-US'], 'system', 'pl'],
  [['pl', 'en'], 'en', 'en'],
  [['de-DE', 'pl-PL'], 'system', 'pl'],
  [['de-DE'], undefined, 'en'],
  [[], 'pl', 'pl'],
  [['toString', 'en'], 'constructor', 'en'],
])('with the system’s languages %j and the setting %j it is %s', (system, set, id) => {
  expect(languageOf(set, system)).toBe(id);
});

test('what is said follows the language at once', () => {
  expect(say('tools.lock')).toBe('Lock');
  speak('pl');
  expect(say('tools.lock')).toBe('Zablokuj');
});

test('Polish counts in its own four ways', () => {
  speak('pl');
  const waiting = [1, 2, 5, 12, 22, 112].map((n) => say('status.waiting', { n }));
  expect(waiting).toEqual([
    '1 czynność czeka',
    '2 czynności czekają',
    '5 czynności czeka',
    '12 czynności czeka',
    '22 czynności czekają',
    '112 czynności czeka',
  ]);
  expect([ago(1, 'day'), ago(5, 'minute')]).toEqual(['1 dzień temu', '5 minut temu']);
});

test('numbers are written as the language does', () => {
  expect(say('count.unread', { n: 12_345 })).toBe('12,345 unread');
  speak('pl');
  expect(say('count.unread', { n: 12_345 })).toBe('12\u00A0345 nieprzeczytanych');
});

test('values are text whatever they contain, and what is unknown is not said', () => {
  expect(say('empty.found', { query: '<b>{n}</b> #' })).toBe('Nothing contains “<b>{n}</b> #”');
  expect([sayIfKnown('about.chat'), sayIfKnown('about.ward'), sayIfKnown('toString')]).toEqual(['Conversation', null, null]);
});

test('a line begins with a capital', () => {
  expect([capital('today'), capital('środa'), capital('')]).toEqual(['Today', 'Środa', '']);
});
