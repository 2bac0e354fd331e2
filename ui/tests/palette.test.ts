import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { actions, useWindow } from './browser';

const open = useWindow();

async function summon(page: Page) {
  await page.getByTestId('row').first().waitFor();
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette').waitFor();
}

test('a few letters lead anywhere', async () => {
  await using window = await open();
  const { page } = window;
  await summon(page);
  expect(await page.getByTestId('entry').first().innerText()).toContain('Go to All');
  await page.keyboard.type('go mess');
  expect(await page.getByTestId('entry').count()).toBe(1);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByTitle('Messages', { exact: true }).getAttribute('aria-current')).toBe('page');
  await expect.poll(() => page.getByTestId('row').count()).toBe(2);
});

test('or do something with what is selected; the arrows choose', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.keyboard.press('j');
  await summon(page);
  await page.keyboard.type('mark');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  expect(await page.locator('[role=option][aria-selected=true]').innerText()).toContain('Mark read');
  const active = await page.getByTestId('palette').getAttribute('aria-activedescendant');
  expect(await page.locator('[role=option][aria-selected=true]').getAttribute('id')).toBe(active);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('row').first().getAttribute('data-status')).toBe('read');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('row');
  expect((await actions(page)).map((action) => action.do)).toEqual(['mark-read']);
});

test('what opens a dialog opens it, by the mouse too; nothing found is said', async () => {
  await using window = await open();
  const { page } = window;
  await summon(page);
  await page.keyboard.type('xyzzy');
  expect(await page.getByRole('dialog').innerText()).toContain('There is no such place or command.');
  await page.keyboard.press('Escape');
  await page.getByTestId('palette').waitFor({ state: 'detached' });
  await summon(page);
  await page.getByText('Show these keys').click();
  await page.getByTestId('keys').waitFor();
  expect(await page.getByTestId('keys').innerText()).toContain('Go to Snoozed');
});

test('it is there from the settings and from the search box', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('search').focus();
  await summon(page);
  await page.keyboard.type('settings');
  await page.keyboard.press('Enter');
  await page.getByTestId('settings').waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('go unread');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('settings').count()).toBe(0);
  await expect.poll(() => page.getByTestId('row').count()).toBe(7);
});
