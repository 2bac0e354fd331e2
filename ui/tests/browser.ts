import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import type { FakeAgent } from '../src/platform/fake';

declare global {
  /** The agent inside the page under test. */
  var fake: FakeAgent;
}

/** It is always quarter past nine on this ward. */
const NOW = new Date('2026-11-22T09:14:00+01:00');

/** Gives a file's tests a way to open the window on a scene of the fake agent; complaints of the page fail the test. */
export function useWindow() {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  return async (scene = '', options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1180, height: 760 },
      timezoneId: 'Europe/Warsaw',
      ...options,
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) complaints.push(message.text());
    });
    // As in the real window (`freezePrototype` in tauri.conf.json).
    await page.addInitScript(() => Object.freeze(Object.prototype));
    await page.clock.setFixedTime(NOW);
    await page.goto(`${inject('page')}?fake=${scene}`);
    return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
  };
}

/** What the page asked of the agent, without the mere looking. */
export function actions(page: Page) {
  return page.evaluate(() => fake.asked.filter(({ do: what }) => !['snapshot', 'list', 'get', 'settings', 'open-search', 'close-search'].includes(what)));
}

/** Scrolls the list, and lets it hear of that with the next frame. */
export async function scrollTo(page: Page, top: number) {
  await page.getByTestId('row').first().waitFor();
  await page.getByTestId('scroller').evaluate((scroller, top) => (scroller.scrollTop = top), top);
  await page.evaluate(() => new Promise(requestAnimationFrame));
}

/** Chooses what concerns the account, from the menu behind its name. */
export async function choose(page: Page, name: string) {
  await page.getByTestId('account').click();
  await page.getByTitle(name, { exact: true }).click();
}

/** Opens the settings from the keyboard, and waits for them. */
export async function openSettings(page: Page) {
  await page.getByTestId('row').first().waitFor();
  await page.keyboard.press(',');
  await page.getByTestId('setting').first().waitFor();
}
