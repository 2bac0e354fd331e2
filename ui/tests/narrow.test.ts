import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useWindow } from './browser';
import { SCREENS } from './screens';

const open = useWindow();
/** The screens of the list, and what opens over it. */
const NAMES = ['list', 'compact', 'unfolded', 'later', 'chosen', 'filters', 'snooze', 'follow-up', 'palette', 'undo', 'search', 'nothing-found', 'hostile', 'keys'];

/** What one can click that is not wholly between the edges of the window; what scrolls comes into sight first. */
function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const scope = document.querySelector('dialog[open]') ?? document.body;
    const parts = [...scope.querySelectorAll('button, input, select, [role=option]')];
    const shown = parts.filter((part) => part.checkVisibility({ visibilityProperty: true }) && !part.closest('.rail'));
    const beyond = shown.filter((part) => {
      if (part.closest('dialog, .detail')) part.scrollIntoView({ block: 'nearest' });
      const { left, right, width } = part.getBoundingClientRect();
      return width > 0 && (left < 0 || right > innerWidth);
    });
    const sideways = [...document.querySelectorAll('dialog, .scroller, .detail')].filter((box) => box.scrollWidth > box.clientWidth);
    return [...beyond, ...sideways].map(({ tagName, className, textContent }) => `${tagName}.${className} ${textContent.slice(0, 60)}`);
  });
}

test.each([
  ['as narrow as it gets', 380, 700],
  ['at 200 % zoom', 590, 380],
])('%s nothing of the list or what opens over it is cut', async (_, width, height) => {
  for (const { name, scene, reach } of SCREENS.filter(({ name }) => NAMES.includes(name))) {
    await using window = await open(scene, { viewport: { width, height } });
    await reach(window.page);
    expect([name, await cut(window.page)]).toEqual([name, []]);
    expect(window.complaints).toEqual([]);
  }
}, 120_000);

test('at 200 % zoom a row is read and dealt with, and the way leads back to the list', async () => {
  await using window = await open('', { viewport: { width: 590, height: 380 } });
  const { page } = window;
  await page.getByTestId('row').nth(1).click();
  await expect.poll(() => page.getByTestId('text').isVisible()).toBe(true);
  await page.getByTestId('mark-read').click();
  await expect.poll(() => page.getByTestId('detail-status').innerText()).toBe('read');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByTestId('row').nth(1).isVisible()).toBe(true);
  expect(await page.getByTestId('row').nth(1).evaluate((row) => row === document.activeElement)).toBe(true);
});
