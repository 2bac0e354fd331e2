import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { actions, useWindow } from './browser';

const open = useWindow();
/** Names and words that stand in the morning's texts. */
const TEXTS = ['Kowalski', 'Zielińska', 'potassium', 'Adamski', 'Amoxicillin', 'paper jam'];

/** All that the page holds: elements with their attributes, and what fields contain. */
async function everything(page: Page): Promise<string> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll('input')].map((field) => field.value);
    return [document.title, new XMLSerializer().serializeToString(document), ...fields].join('\n');
  });
}
const found = async (page: Page) => TEXTS.filter(((all) => (text: string) => all.includes(text))(await everything(page)));

test('in consult mode no text is left in the page, and all come back at its end', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('row').nth(1).click();
  expect(await found(page)).toEqual(TEXTS);

  await page.getByTitle('Consult mode').click();
  await expect.poll(() => page.getByTestId('note').innerText()).toContain('Consult mode until 09:44');
  expect(await found(page)).toEqual([]);
  expect(await page.getByTestId('row').count()).toBe(13);
  expect(await page.getByTestId('row').nth(1).innerText()).toContain('Medical\nText hidden');
  expect(await page.getByTestId('hidden').innerText()).toBe('The text is hidden in consult mode.');
  expect(await page.getByTestId('announcement').innerText()).toBe('Consult mode: all texts are hidden');

  await page.getByTestId('note').getByRole('button', { name: 'End' }).click();
  await expect.poll(() => page.getByTestId('note').count()).toBe(0);
  expect(await found(page)).toEqual(TEXTS);
  expect(await actions(page)).toEqual([
    { do: 'consult', on: true },
    { do: 'consult', on: false },
  ]);
});

test('one key begins and ends it, and work goes on in between', async () => {
  await using window = await open();
  const { page } = window;
  const { keyboard } = page;
  await page.getByTestId('row').first().waitFor();
  await keyboard.press('j');
  await keyboard.press('c');
  await page.getByTestId('note').waitFor();
  await keyboard.press('j');
  await keyboard.press('Enter');
  await keyboard.press('e');
  await expect.poll(() => page.getByTestId('row').nth(1).getAttribute('data-status')).toBe('read');
  expect(await found(page)).toEqual([]);
  await keyboard.press('c');
  await expect.poll(() => page.getByTestId('text').innerText()).toContain('potassium');
  expect(await page.getByTestId('text').evaluate((text) => text === document.activeElement)).toBe(true);
});

test('what is searched for, and what comes meanwhile, shows no text either', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('search').fill('Zielińska');
  await expect.poll(() => page.locator('mark').count()).toBe(1);
  await page.evaluate(() => fake.ask({ do: 'consult', on: true }));
  await page.getByTestId('note').waitFor();
  await expect.poll(() => page.getByTestId('row').count()).toBe(13);
  expect(await found(page)).toEqual([]);

  await page.getByTestId('search').fill('paper');
  await expect.poll(() => page.getByTestId('row').count()).toBe(1);
  expect(await found(page)).toEqual([]);
  expect(await page.locator('mark').count()).toBe(0);
  await page.getByTestId('search').fill('');
  await expect.poll(() => page.getByTestId('row').count()).toBe(13);

  const secret = randomUUID();
  await page.evaluate((text) => fake.arrive(text), secret);
  await expect.poll(() => page.getByTestId('row').count()).toBe(14);
  await page.evaluate(() => fake.say({ is: 'show', value: { at: 'row', id: '10000000-0000-4000-8000-000000000001' } }));
  await page.getByTestId('hidden').waitFor();
  expect(await everything(page)).not.toContain(secret);
  await page.evaluate(() => fake.ask({ do: 'consult', on: false }));
  await expect.poll(() => page.getByTestId('text').innerText()).toBe(secret);
});

test('a window that opens in consult mode begins without texts', async () => {
  await using window = await open('consult');
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  expect(await found(page)).toEqual([]);
  expect(await page.getByTestId('note').innerText()).toContain('Consult mode until 09:44');
});

test('its end is in reach from the settings and from a narrow detail; a refusal to begin is said', async () => {
  await using window = await open('', { viewport: { width: 380, height: 700 } });
  const { page } = window;
  await page.getByTestId('row').first().click();
  await page.evaluate(() => fake.refuse({ code: 'other', message: 'The agent is too busy.' }));
  await page.keyboard.press('c');
  await expect.poll(() => page.getByTestId('banner').innerText()).toContain('The agent is too busy.');
  await page.keyboard.press('c');
  const end = page.getByTestId('note').getByRole('button', { name: 'End' });
  await expect.poll(() => end.isVisible()).toBe(true);
  await page.keyboard.press(',');
  await page.getByTestId('settings').waitFor();
  await end.click();
  await expect.poll(() => end.count()).toBe(0);
});

test('toasts are paused from a small menu, and the line says until when', async () => {
  await using window = await open();
  const { page } = window;
  const { keyboard } = page;
  await page.getByTestId('row').first().waitFor();
  expect(await page.getByTestId('paused').count()).toBe(0);
  await page.getByTitle('Pause toasts…').click();
  await page.getByRole('button', { name: 'For 1 hour' }).click();
  await expect.poll(() => page.getByTestId('paused').innerText()).toContain('Toasts paused until 10:14');
  await page.getByRole('button', { name: 'Show again' }).click();
  await expect.poll(() => page.getByTestId('paused').count()).toBe(0);

  await keyboard.press('j');
  await keyboard.press('p');
  await keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('paused').innerText()).toContain('Toasts paused until 09:44');
  await expect.poll(() => page.getByTestId('row').first().evaluate((row) => row === document.activeElement)).toBe(true);
  await keyboard.press('p');
  await expect.poll(() => page.getByTestId('paused').count()).toBe(0);
  await keyboard.press('p');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('paused').innerText()).toContain('Toasts paused until tomorrow 07:00');
  expect(await actions(page)).toEqual([
    { do: 'pause', until: '2026-11-22T09:14:00.000Z' },
    { do: 'pause', until: null },
    { do: 'pause', until: '2026-11-22T08:44:00.000Z' },
    { do: 'pause', until: null },
    { do: 'pause', until: '2026-11-23T06:00:00.000Z' },
  ]);
});

test('a pause that nobody keeps is not claimed', async () => {
  await using window = await open('paused');
  const { page } = window;
  await page.getByTestId('paused').waitFor();
  await page.evaluate(() => fake.say({ is: 'absent', value: { code: 'other', message: 'It has stopped.' } }));
  await expect.poll(() => page.getByTestId('paused').count()).toBe(0);
});
