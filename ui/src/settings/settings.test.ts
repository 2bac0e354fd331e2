import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Answer } from '../bindings/Answer';
import type { Request } from '../bindings/Request';
import type { Setting } from '../bindings/Setting';
import { Refused } from '../platform';
import { choose, wordFor } from './per-kind';
import { choiceOf, isUsual, sectionsOf, wordsOf } from './sections';
import { Settings } from './settings.svelte';
import { valueOf, wanted } from './typed';

const every: Setting = { key: 'reminders.every-minutes', meaning: '', shape: { is: 'number', least: 1, most: 240 }, value: 15, usual: 15, managed: false };
const sound: Setting = { key: 'toasts.sound', meaning: '', shape: { is: 'flag' }, value: true, usual: true, managed: false };
const newer: Setting = { ...sound, key: 'night-light.dim-at', meaning: 'How dim it gets.' };

test('settings stand by section, in the order they came; one of a later agent speaks with its own words', () => {
  const sections = sectionsOf([sound, newer, every, { ...sound, key: 'toasts.privacy' }]);
  expect(sections.map(({ title, settings }) => [title, settings.map(({ key }) => key)])).toEqual([
    ['Toasts', ['toasts.sound', 'toasts.privacy']],
    ['Night light', ['night-light.dim-at']],
    ['Reminders', ['reminders.every-minutes']],
  ]);
  expect(wordsOf(sound).label).toBe('Sound');
  expect(wordsOf(newer)).toEqual({ label: 'Dim at', help: 'How dim it gets.', unit: null });
  expect([choiceOf('badge-only'), choiceOf('very-loud')]).toEqual(['Count', 'Very loud']);
});

test.each<[Setting['value'], Setting['usual'], boolean]>([
  [true, true, true],
  [15, 30, false],
  [['ISSUE', 'MEDICAL'], ['MEDICAL', 'ISSUE'], true],
  [['ISSUE'], [], false],
  [{ ISSUE: 'off', SYSTEM: 'quiet' }, { SYSTEM: 'quiet', ISSUE: 'off' }, true],
  [{ ISSUE: 'off' }, {}, false],
])('%j where %j is usual: %s', (value, usual, is) => {
  expect(isUsual({ ...sound, value, usual })).toBe(is);
});

const number = { is: 'number', least: 0, most: 480 } as const;
const time = { is: 'time' } as const;
const keys = { is: 'keys' } as const;

test.each([
  [number, ' 30 ', 30],
  [number, '0', 0],
  [number, '480', 480],
  [number, '481', null],
  [number, '-1', null],
  [number, '1.5', null],
  [number, '1e2', null],
  [number, '', null],
  [time, '07:30', '07:30'],
  [time, '7.30', '07:30'],
  [time, '23:59', '23:59'],
  [time, '24:00', null],
  [time, '7', null],
  [keys, ' ctrl + alt+h', 'Ctrl+Alt+H'],
  [keys, 'super+f12', 'Super+F12'],
  [keys, '', ''],
  [keys, 'Shift+H', null],
  [keys, 'H', null],
  [keys, 'Ctrl+Left', null],
  [keys, 'Hyper+H', null],
  [{ is: 'text' } as const, ' care.example.org ', 'care.example.org'],
])('%j takes %j as %j', (shape, text, value) => {
  expect(valueOf(shape, text)).toBe(value);
});

test('what should have been typed is said', () => {
  expect([wanted(number), wanted(time)]).toEqual(['Type a whole number from 0 to 480.', 'Type a time of day such as 07:30.']);
});

test('a type that is not named has the last word, and is not named for it', () => {
  const of = ['off', 'quiet', 'interrupt'];
  const map = choose({ ISSUE: 'off' }, of, 'SYSTEM', 'quiet');
  expect(map).toEqual({ ISSUE: 'off', SYSTEM: 'quiet' });
  expect(choose(map, of, 'ISSUE', 'interrupt')).toEqual({ SYSTEM: 'quiet' });
  expect(['SYSTEM', 'MEDICAL', 'toString'].map((kind) => wordFor(map, of, kind))).toEqual(['quiet', 'interrupt', 'interrupt']);
});

test('everything that can be set has words of the window', () => {
  const reference = readFileSync(new URL('../../../docs/settings.md', import.meta.url), 'utf8').split('## For the administrator')[0];
  const keys = [...(reference ?? '').matchAll(/^\| `([a-z.-]+)` \|/gm)].map(([, key]) => key ?? '');
  expect(keys.length).toBeGreaterThan(15);
  const lacking = keys.filter((key) => wordsOf({ ...sound, key, meaning: key }).help === key);
  expect(lacking).toEqual([]);
});

/** An agent that answers when it is told to, in the order it was asked. */
class Slow {
  readonly asked: Request[] = [];
  readonly #waiting: ((answer: Answer) => void)[] = [];
  readonly #refusing: ((why: unknown) => void)[] = [];

  ask = (request: Request) => {
    this.asked.push(request);
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.push(resolve);
      this.#refusing.push(reject);
    });
  };
  onEvent = () => Promise.resolve();

  answer(answer: Answer) {
    this.#refusing.shift();
    this.#waiting.shift()?.(answer);
  }

  refuse(message: string) {
    this.#waiting.shift();
    this.#refusing.shift()?.(new Refused({ code: 'other', message }));
  }
}

async function opened() {
  const agent = new Slow();
  const settings = new Settings(agent);
  const ready = settings.open();
  agent.answer({ is: 'settings', value: [sound, every] });
  await ready;
  return { agent, settings, values: () => settings.all.map(({ value }) => value) };
}

test('a change shows before it is answered, and then what the agent made of it', async () => {
  const { agent, settings, values } = await opened();
  const done = settings.set(every, 200);
  expect(values()).toEqual([true, 200]);
  await expect.poll(() => agent.asked.at(-1)).toEqual({ do: 'set', key: every.key, value: 200 });
  agent.answer({ is: 'done' });
  await expect.poll(() => agent.asked.at(-1)).toEqual({ do: 'settings' });
  agent.answer({ is: 'settings', value: [sound, { ...every, value: 120 }] });
  await done;
  expect(values()).toEqual([true, 120]);
});

test('a refusal is said and what held is shown again', async () => {
  const { agent, settings, values } = await opened();
  const done = settings.set(sound, false);
  await expect.poll(() => agent.asked.length).toBe(2);
  agent.refuse('The disk is full.');
  await done;
  expect(values()).toEqual([true, 15]);
  expect(settings.refusals).toEqual({ [sound.key]: 'The disk is full.' });
  const again = settings.set(sound, false);
  expect(settings.refusals).toEqual({});
  await expect.poll(() => agent.asked.length).toBe(3);
  agent.answer({ is: 'done' });
  await expect.poll(() => agent.asked.length).toBe(4);
  agent.answer({ is: 'settings', value: [{ ...sound, value: false }, every] });
  await again;
  expect(values()).toEqual([false, 15]);
});

test('changes go one after the other, and an answer in between undoes nothing', async () => {
  const { agent, settings, values } = await opened();
  void settings.set(sound, false);
  const done = settings.set(every, 30);
  await expect.poll(() => agent.asked.length).toBe(2);
  agent.answer({ is: 'done' });
  await expect.poll(() => agent.asked.length).toBe(3);
  expect(agent.asked.at(-1)).toEqual({ do: 'set', key: every.key, value: 30 });
  expect(values()).toEqual([false, 30]);
  agent.answer({ is: 'done' });
  await expect.poll(() => agent.asked.length).toBe(4);
  agent.answer({ is: 'settings', value: [{ ...sound, value: false }, { ...every, value: 30 }] });
  await done;
  expect(values()).toEqual([false, 30]);
});
