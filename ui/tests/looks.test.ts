import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openSettings, useWindow } from './browser';
import { SCREENS } from './screens';

const open = useWindow();
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Media = NonNullable<Parameters<Page['emulateMedia']>[0]>;

const THEMES: [name: string, media: Media, width: number][] = [
  ['light', { colorScheme: 'light' }, 1180],
  ['dark', { colorScheme: 'dark' }, 1180],
  ['light with more contrast', { colorScheme: 'light', contrast: 'more' }, 1180],
  ['dark with more contrast', { colorScheme: 'dark', contrast: 'more' }, 1180],
  ['forced colours', { forcedColors: 'active' }, 1180],
  ['light and narrow', { colorScheme: 'light' }, 480],
  ['dark and narrow', { colorScheme: 'dark' }, 480],
];
const USUAL: Media = { colorScheme: null, contrast: null, forcedColors: null };

/** What axe finds; with more contrast, texts need seven to one. */
async function violations(page: Page, contrast: boolean): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (enabled) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run({ rules: { 'color-contrast-enhanced': { enabled } } });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html} ${any.map(({ message }) => message).join()}`));
  }, contrast);
}

test.each(SCREENS)('$name has no barriers in any theme', async ({ scene, reach }) => {
  await using window = await open(scene, { reducedMotion: 'reduce' });
  const { page } = window;
  await reach(page);
  for (const [name, media, width] of THEMES) {
    await page.emulateMedia({ ...USUAL, ...media });
    await page.setViewportSize({ width, height: 700 });
    expect([name, await violations(page, media.contrast === 'more')]).toEqual([name, []]);
  }
  expect(window.complaints).toEqual([]);
});

test.each(SCREENS)('$name has no barriers in Polish', async ({ scene, reach }) => {
  await using window = await open(scene, { locale: 'pl-PL', reducedMotion: 'reduce' });
  await reach(window.page);
  expect(await violations(window.page, false)).toEqual([]);
  expect(window.complaints).toEqual([]);
});

test('dark is dark', async () => {
  await using light = await open('', { colorScheme: 'light' });
  await using dark = await open('', { colorScheme: 'dark' });
  const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await ground(light.page)).toBe('rgb(241, 244, 247)');
  expect(await ground(dark.page)).toBe('rgb(13, 18, 23)');
});

test('who wants less motion gets none', async () => {
  for (const [reducedMotion, takes] of [['no-preference', '0.12s'], ['reduce', '0s']] as const) {
    await using window = await open('', { reducedMotion });
    await openSettings(window.page);
    const knob = (flag: Element) => getComputedStyle(flag, '::before').transitionDuration;
    expect(await window.page.getByRole('switch').first().evaluate(knob)).toBe(takes);
  }
});

const COVERS = SCREENS.filter(({ name }) => ['overview', 'hand-over', 'settings', 'settings-managed', 'first-run-privacy', 'locked-pin'].includes(name));
/** As narrow as it gets, and as at 200 % zoom. */
const SIZES = [
  { width: 380, height: 700 },
  { width: 590, height: 380 },
];

for (const locale of ['en-GB', 'pl-PL']) {
  test.each(COVERS)(`nothing of $name is cut, however narrow, also from right to left, ${locale}`, async ({ scene, reach }) => {
    await using window = await open(scene, { locale, reducedMotion: 'reduce' });
    const { page } = window;
    await reach(page);
    for (const size of SIZES) {
      for (const dir of ['ltr', 'rtl']) {
        await page.setViewportSize(size);
        await page.evaluate((dir) => (document.documentElement.dir = dir), dir);
        expect([size.width, dir, await beyond(page)]).toEqual([size.width, dir, []]);
      }
    }
  });
}

/** What of the page lies outside it, to a side; what scrolls by itself may. */
function beyond(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const main = document.querySelector('main.screen, main.ground') ?? document.body;
    const edge = main.getBoundingClientRect();
    const parts = [...main.querySelectorAll('button, input, label, p, h1, h2, h3, span, li, text')];
    const seen = parts.filter((part) => !part.closest('.unseen, .table') && part.getClientRects().length > 0);
    const out = seen.filter((part) => {
      const { left, right } = part.getBoundingClientRect();
      return right > edge.right + 1 || left < edge.left - 1;
    });
    return out.map(({ tagName, textContent }) => `${tagName} ${textContent}`);
  });
}
