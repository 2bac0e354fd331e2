import { expect, test } from 'vitest';
import { COMMANDS, isPrefix, KEYMAP, pressOf, signsOf } from './keymap';

const key = (name: string, more: Partial<KeyboardEvent> = {}) =>
  ({ key: name, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, target: null, ...more }) as KeyboardEvent;

test('no key asks for two things', () => {
  const all = COMMANDS.flatMap((command) => [...KEYMAP[command]]);
  expect(all.length).toBe(new Set(all).size);
});

test.each<[string, KeyboardEvent, boolean, string | undefined]>([
  ['a letter', key('j'), false, 'next'],
  ['a sign that needs Shift', key('#', { shiftKey: true }), false, 'delete'],
  ['a capital letter', key('J', { shiftKey: true }), false, 'choose-next'],
  ['an arrow', key('ArrowDown'), false, 'next'],
  ['an arrow with Shift', key('ArrowDown', { shiftKey: true }), false, 'choose-next'],
  ['Ctrl', key('k', { ctrlKey: true }), false, 'palette'],
  ['Ctrl with capitals on', key('K', { ctrlKey: true }), false, 'palette'],
  ['the key of a Mac', key('l', { metaKey: true }), false, 'lock'],
  ['AltGr, which is Ctrl and Alt to some systems', key('l', { ctrlKey: true, altKey: true }), false, undefined],
  ['a place', key('u'), true, 'go-unread'],
  ['the same letter alone', key('u'), false, 'mark-unread'],
  ['a type', key('3'), true, 'go-type'],
  ['a key that is no place', key('j'), true, 'next'],
  ['no key of ours', key('q'), false, undefined],
  ['the browser’s own', key('r', { ctrlKey: true }), false, undefined],
])('%s', (_, event, prefix, command) => {
  expect(pressOf(event, prefix)?.command).toBe(command);
});

test('where lines run to the left, the left arrow opens a fold', () => {
  const target = { closest: (selector: string) => (selector === '[dir=rtl]' ? {} : null) } as unknown as EventTarget;
  const commands = ['ArrowLeft', 'ArrowRight', 'ArrowDown'].map((name) => pressOf(key(name, { target }), false)?.command);
  expect(commands).toEqual(['unfold', 'fold', 'next']);
});

test('g begins a place', () => {
  expect([isPrefix(key('g')), isPrefix(key('g', { ctrlKey: true })), isPrefix(key('G', { shiftKey: true }))]).toEqual([true, false, false]);
});

test('keys are shown as they stand on a keyboard', () => {
  expect([signsOf('g a'), signsOf('Shift+ArrowDown'), signsOf('Ctrl+k'), signsOf('#')]).toEqual([['g', 'a'], ['Shift+↓'], ['Ctrl+K'], ['#']]);
});
