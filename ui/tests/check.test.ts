import { expect, test } from 'vitest';
import { openSettings, useWindow } from './browser';

const open = useWindow();

test('the self-check tells each thing with its state in words, and sends a test', async () => {
  await using window = await open();
  const { page } = window;
  await openSettings(page);
  const check = page.getByTestId('check');
  await check.getByRole('button', { name: 'Check' }).click();
  await expect.poll(() => check.getByRole('status').innerText()).toBe('Everything works.');
  expect(await check.getByRole('term').allTextContents()).toEqual(['Server, good', 'Proxy, worth knowing', 'Delivery, good']);
  expect(await check.getByRole('definition').last().innerText()).toBe('A test notification came back after 0.2 s.');

  await page.evaluate(() => (fake.findings = [{ topic: 'toasts', verdict: 'bad', says: 'Nobody shows toasts.' }]));
  await check.getByRole('button', { name: 'Check' }).press('Enter');
  await expect.poll(() => check.getByRole('status').innerText()).toBe('1 thing to do: it says what.');
  expect(await check.getByRole('term').first().textContent()).toBe('Toasts, to do');
});

test('a check that can’t be made says why', async () => {
  await using window = await open();
  const { page } = window;
  await openSettings(page);
  await page.evaluate(() => fake.refuse({ code: 'other', message: 'The agent is too busy.' }));
  await page.getByTestId('check').getByRole('button', { name: 'Check' }).click();
  await expect.poll(() => page.getByTestId('check').getByRole('status').innerText()).toBe('The agent is too busy.');
});
