import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { actions, useWindow } from './browser';

const open = useWindow();
const step = (page: Page) => page.locator('[aria-current=step]').innerText();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('name'));

test('who has never signed in here is led through three steps by the keyboard, and ends at the list', async () => {
  await using window = await open('signed-out');
  const { page } = window;
  const { keyboard } = page;
  await page.getByTestId('first-run').waitFor();
  expect([await step(page), await focused(page)]).toEqual(['1\nServer', 'server']);
  await keyboard.press('Enter');
  expect(await step(page)).toContain('Server');
  await keyboard.type('care.example.org');
  await keyboard.press('Enter');

  await expect.poll(() => focused(page)).toBe('email');
  expect(await page.getByTestId('first-run').innerText()).toContain('With what you use at care.example.org.');
  await keyboard.type('ada@ward3.example');
  await keyboard.press('Tab');
  await keyboard.type('secret');
  await keyboard.press('Enter');

  await expect.poll(() => step(page)).toContain('Privacy');
  await expect.poll(() => page.getByRole('radio', { name: /^Its type/ }).evaluate((radio) => radio === document.activeElement)).toBe(true);
  expect(await page.getByTestId('row').count()).toBe(0);
  await keyboard.press('ArrowUp');
  await keyboard.press('Enter');
  await page.getByTestId('row').first().waitFor();
  expect(await actions(page)).toEqual([
    { do: 'sign-in', server: 'care.example.org', email: 'ada@ward3.example', password: 'secret' },
    { do: 'set', key: 'toasts.privacy', value: 'hidden' },
  ]);
  expect(window.complaints).toEqual([]);
});

test('where the administrator has set the server it stands there, and nobody changes it', async () => {
  await using window = await open('managed-server');
  const { page } = window;
  const server = page.getByLabel('Server', { exact: true });
  expect([await server.inputValue(), await server.isEditable()]).toEqual(['https://care.example.org', false]);
  expect(await page.getByTestId('first-run').innerText()).toContain('Set by your administrator');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('email');
  expect(window.complaints).toEqual([]);
});

test('a fault stands beside the field it belongs to, on the step where that is', async () => {
  await using window = await open('signed-out');
  const { page } = window;
  const reach = async (server: string) => {
    await page.getByLabel('Server').fill(server);
    await page.getByRole('button', { name: 'Next' }).click();
  };
  const enter = async (password: string) => {
    await page.getByLabel('E-mail').fill('ada@ward3.example');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  await reach('nowhere.example');
  await enter('secret');
  await expect.poll(() => page.getByRole('alert').innerText()).toBe('There is no server called nowhere.example. Check the address and the network.');
  expect([await step(page), await focused(page)]).toEqual(['1\nServer', 'server']);

  await reach('care.example.org');
  expect(await page.getByLabel('E-mail').inputValue()).toBe('ada@ward3.example');
  await enter('wrong');
  await expect.poll(() => page.getByLabel('Password').getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByLabel('Password').inputValue()).toBe('');
  await page.getByRole('button', { name: 'Back' }).click();
  expect(await page.getByLabel('Server').inputValue()).toBe('care.example.org');
  expect(await page.getByRole('alert').count()).toBe(0);

  await reach('keyless.example.org');
  await enter('secret');
  await expect.poll(() => page.getByTestId('sign-in-fault').innerText()).toContain('no keyring');
});

test('where the administrator says how much a toast may say, that is shown and can’t be changed', async () => {
  await using window = await open('managed');
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.evaluate(() => fake.ask({ do: 'sign-out' }));
  await page.getByLabel('Server').fill('care.example.org');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('E-mail').fill('ada@ward3.example');
  await page.getByLabel('Password').fill('secret');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Set by your administrator').waitFor();
  expect(await page.getByRole('radio', { name: /^Something is new/ }).isChecked()).toBe(true);
  expect(await page.locator('input:enabled').count()).toBe(0);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByTestId('row').first().waitFor();
});
