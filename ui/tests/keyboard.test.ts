import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { actions, useWindow } from './browser';

const open = useWindow();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-id'));
const rowId = (page: Page, at: number) => page.getByTestId('row').nth(at).getAttribute('data-id');

test('the whole morning is dealt with from the keyboard, and the focus never gets lost', async () => {
  await using window = await open();
  const { page } = window;
  const { keyboard } = page;
  await page.getByTestId('row').first().waitFor();

  await keyboard.press('j');
  await keyboard.press('ArrowDown');
  await keyboard.press('j');
  await keyboard.press('k');
  await expect.poll(() => focused(page)).toBe(await rowId(page, 1));

  await keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('potassium');
  await keyboard.press('Escape');
  await expect.poll(() => focused(page)).toBe(await rowId(page, 1));

  await keyboard.press('e');
  await expect.poll(() => page.getByTestId('detail-status').innerText()).toBe('read');
  await keyboard.press('u');
  await expect.poll(() => page.getByTestId('detail-status').innerText()).toBe('unread');

  const third = await rowId(page, 2);
  await keyboard.press('#');
  await expect.poll(() => page.getByTestId('row').count()).toBe(12);
  await keyboard.press('z');
  await expect.poll(() => page.getByTestId('row').count()).toBe(13);
  await expect.poll(() => focused(page)).toBe(third);
  await keyboard.press('k');
  await keyboard.press('#');
  await expect.poll(() => page.getByTestId('row').count()).toBe(12);
  await expect.poll(() => focused(page)).toBe(third);
  expect((await actions(page)).map((action) => action.do)).toEqual(['mark-read', 'mark-unread', 'delete', 'undo', 'delete']);
});

test('in Unread, one key per row is enough', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTitle('Unread', { exact: true }).click();
  await expect.poll(() => page.getByTestId('row').count()).toBe(7);
  await page.keyboard.press('j');
  for (let left = 6; left >= 1; left--) {
    await page.keyboard.press('e');
    await expect.poll(() => page.getByTestId('row').count()).toBe(left);
    await expect.poll(() => focused(page)).toBe(await rowId(page, 0));
  }
  await page.keyboard.press('e');
  await page.getByText('Nothing unread').waitFor();
  expect(await page.getByTestId('empty').innerText()).toContain('Nothing missed since 08:02.');
});

test('search takes letters as letters, and hands over to the list', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('jeku');
  expect(await page.getByTestId('search').inputValue()).toBe('jeku');
  await page.getByTestId('search').fill('Metformin');
  await expect.poll(() => page.getByTestId('row').count()).toBe(1);
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe(await rowId(page, 0));
  expect(await actions(page)).toEqual([]);
});

test('the focus survives the button that has done its work', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('mark-shown').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('mark-shown').innerText()).toBe('All read');
  expect(await page.getByTestId('mark-shown').evaluate((button) => button === document.activeElement)).toBe(true);
});

test('the keys are shown on demand', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.keyboard.press('?');
  await expect.poll(() => page.getByTestId('keys').isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByTestId('keys').count()).toBe(0);
});

test('narrow, the detail covers the list while it is read', async () => {
  await using window = await open('', { viewport: { width: 480, height: 600 } });
  const { page } = window;
  await page.getByTestId('row').nth(1).click();
  await expect.poll(() => page.getByTestId('text').evaluate((text) => text === document.activeElement)).toBe(true);
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await expect.poll(() => page.getByTestId('text').isVisible()).toBe(false);
  await expect.poll(() => focused(page)).toBe(await rowId(page, 1));
});
