import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { actions, choose, useWindow } from './browser';

const open = useWindow();

async function signIn(page: Page, server: string, password: string) {
  await page.getByLabel('Server').fill(server);
  await page.getByLabel('E-mail').fill('ada@ward3.example');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('a fault stands beside the field it belongs to, and then Ada gets in', async () => {
  await using window = await open('signed-out');
  const { page } = window;
  await page.evaluate(() => localStorage.setItem('server', 'care.example.org'));
  await page.reload();

  await signIn(page, 'nowhere.example', 'secret');
  await expect.poll(() => page.getByLabel('Server').getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByRole('alert').innerText()).toBe('There is no server called nowhere.example. Check the address and the network.');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('server');

  await signIn(page, 'care.example.org', 'wrong');
  await expect.poll(() => page.getByLabel('Password').getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByLabel('Server').getAttribute('aria-invalid')).toBe('false');
  expect(await page.getByLabel('Password').inputValue()).toBe('');

  await signIn(page, 'keyless.example.org', 'secret');
  await expect.poll(() => page.getByTestId('sign-in-fault').innerText()).toContain('no keyring');

  await signIn(page, 'care.example.org', 'secret');
  await expect.poll(() => page.getByTestId('row').count()).toBe(13);
  expect(window.complaints).toEqual([]);
});

test('signing out asks first, and remembers the server but nobody', async () => {
  await using window = await open();
  const { page } = window;
  await page.evaluate(() => localStorage.setItem('server', 'care.example.org'));
  await choose(page, 'Sign out');
  expect(await page.getByRole('dialog').innerText()).toContain('1 action not yet sent will be lost.');
  expect(await actions(page)).toEqual([]);
  await page.getByTestId('confirm').click();
  await page.getByTestId('sign-in').waitFor();
  expect(await page.getByLabel('Server').inputValue()).toBe('care.example.org');
  expect(await page.getByLabel('E-mail').evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await page.getByLabel('E-mail').inputValue()).toBe('');
});

test('a session that ended leaves the stored rows, says so, and leads back in', async () => {
  await using window = await open('ended');
  const { page } = window;
  await expect.poll(() => page.getByTestId('row').count()).toBe(13);
  expect(await page.getByTestId('banner').innerText()).toContain('Your session has ended.');
  await page.getByRole('button', { name: 'Sign in' }).click();
  expect(await page.getByLabel('E-mail').inputValue()).toBe('ada@ward3.example');
});

test('another person can take over without wiping what is stored for the first', async () => {
  await using window = await open();
  const { page } = window;
  await choose(page, 'Switch user');
  expect(await page.getByTestId('sign-in').innerText()).toContain('What is stored for Ada Nowak stays here');
  expect(await page.getByTestId('row').count()).toBe(0);
  expect(await page.getByLabel('Server').inputValue()).toBe('https://care.example.org');
  expect(await page.getByLabel('E-mail').inputValue()).toBe('');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByTestId('row').first().waitFor();

  await choose(page, 'Switch user');
  await signIn(page, 'care.example.org', 'secret');
  await page.getByTestId('row').first().waitFor();
  expect((await actions(page)).map((action) => action.do)).toEqual(['sign-in']);
});
