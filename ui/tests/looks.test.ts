import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { choose, openSettings, useWindow } from './browser';

const open = useWindow();
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const SCENES: [scene: string, ready: string, keys: string[]][] = [
  ['', 'row', ['j', 'j']],
  ['', 'row', ['j', '#']],
  ['', 'row', ['?']],
  ['hostile', 'row', ['j', 'Enter']],
  ['offline', 'row', ['j']],
  ['ended', 'banner', []],
  ['empty', 'empty', []],
  ['signed-out', 'sign-in', []],
  ['blocked', 'notice', []],
  ['absent', 'notice', []],
  ['', 'row', [',']],
  ['managed', 'row', [',']],
  ['', 'row', ['p']],
  ['consult', 'row', ['j', 'Enter']],
  ['paused', 'row', ['j']],
  ['locked', 'locked', []],
  ['locked-pin', 'locked', ['0', 'Enter']],
  ['locked-choose', 'locked', ['Enter']],
];

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1180, 480]) {
    test.each(SCENES)(`${colorScheme}, ${width} wide: scene "%s" (%s, %j) has no barriers`, async (scene, ready, keys) => {
      await using window = await open(scene, { colorScheme, viewport: { width, height: 700 } });
      await window.page.getByTestId(ready).first().waitFor();
      for (const key of keys) await window.page.keyboard.press(key);
      expect(await violations(window.page)).toEqual([]);
      expect(window.complaints).toEqual([]);
    });

    test(`${colorScheme}, ${width} wide: a setting that was refused has no barriers`, async () => {
      await using window = await open('', { colorScheme, viewport: { width, height: 700 } });
      await openSettings(window.page);
      await window.page.getByLabel('Time between').fill('0');
      await window.page.keyboard.press('Enter');
      await window.page.getByRole('alert').waitFor();
      expect(await violations(window.page)).toEqual([]);
    });

    test(`${colorScheme}, ${width} wide: the dialog for the PIN has no barriers`, async () => {
      await using window = await open('pin', { colorScheme, viewport: { width, height: 700 } });
      await choose(window.page, 'PIN…');
      await window.page.keyboard.press('Enter');
      await window.page.getByRole('alert').waitFor();
      expect(await violations(window.page)).toEqual([]);
    });
  }
}

test('dark is dark', async () => {
  await using light = await open('', { colorScheme: 'light' });
  await using dark = await open('', { colorScheme: 'dark' });
  const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await ground(light.page)).toBe('rgb(241, 244, 247)');
  expect(await ground(dark.page)).toBe('rgb(13, 18, 23)');
});

test.each([
  [380, 700],
  [590, 380],
])('%i wide and %i high, as at 200 % zoom, no setting is cut', async (width, height) => {
  await using window = await open('managed', { viewport: { width, height } });
  const { page } = window;
  await openSettings(page);
  const beyond = await page.getByTestId('settings').evaluate((settings) => {
    const edge = settings.getBoundingClientRect().right;
    const parts = [...settings.querySelectorAll('button, input, label, p, h3')];
    return parts.filter((part) => !part.matches('.unseen') && part.getBoundingClientRect().right > edge).map(({ tagName, textContent }) => `${tagName} ${textContent}`);
  });
  expect(beyond).toEqual([]);
});
