import { expect, test } from 'vitest';
import { useWindow } from './browser';

const open = useWindow();

test('filters stand as chips, and are taken off one by one, by the mouse', async () => {
  await using window = await open();
  const { page } = window;
  const chips = () => page.getByTestId('chip').allInnerTexts();
  await page.getByTestId('filter').click();
  await page.getByLabel('Type').selectOption('APPOINTMENT');
  await page.getByText('Today', { exact: true }).last().click();
  await page.getByRole('radio', { name: 'Unread', exact: true }).check({ force: true });
  await page.getByRole('button', { name: 'Show 2 notifications' }).click();
  await expect.poll(() => page.getByTestId('row').count()).toBe(2);
  expect(await chips()).toEqual(['Appointments', 'Unread', 'Today']);

  await page.getByRole('button', { name: 'Take off the filter: Today' }).click();
  await expect.poll(() => page.getByTestId('row').count()).toBe(3);
  await page.getByRole('button', { name: 'Take all filters off' }).click();
  await expect.poll(() => page.getByTestId('row').count()).toBe(13);
  expect(await page.getByTestId('chips').count()).toBe(0);
});

test('and by the keyboard; the focus goes from chip to chip, and then to the list', async () => {
  await using window = await open();
  const { page } = window;
  const { keyboard } = page;
  await page.getByTestId('row').first().waitFor();
  await keyboard.press('l');
  await page.getByTestId('filters').waitFor();
  await page.getByRole('radio', { name: 'Any time' }).focus();
  await keyboard.press('ArrowRight');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await expect.poll(() => page.getByTestId('chip').count()).toBe(1);
  await page.getByRole('checkbox', { name: 'Only what is to be followed up' }).focus();
  await keyboard.press('Space');
  await keyboard.press('Escape');
  await expect.poll(() => page.getByTestId('row').count()).toBe(1);
  await page.getByTestId('chip').first().focus();
  await keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('row').count()).toBe(2);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Take off the filter: Follow-up');
  await keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('row').count()).toBe(13);
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('row');
});

test('days of one’s own, from one to another, hold as soon as they are dates', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('filter').click();
  for (const end of ['From', 'To']) {
    await page.getByRole('group', { name: end, exact: true }).getByRole('textbox').first().click();
    await page.keyboard.type('21112026');
  }
  await page.getByRole('button', { name: 'Show 4 notifications' }).click();
  await expect.poll(() => page.getByTestId('chip').innerText()).toBe('21 Nov to 21 Nov');
  await expect.poll(() => page.getByTestId('day').allInnerTexts()).toEqual(['Yesterday\n2 unread']);
});

test('filters stay while one goes from place to place, and say so where nothing is left', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('filter').click();
  await page.getByRole('radio', { name: 'Today' }).check({ force: true });
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByTestId('row').count()).toBe(7);
  await page.getByTitle('Referrals', { exact: true }).click();
  await page.getByText('Nothing matches these filters').waitFor();
  expect(await page.getByTestId('chip').innerText()).toBe('Today');
  await page.getByTestId('empty').getByRole('button', { name: 'Take all filters off' }).click();
  await expect.poll(() => page.getByTestId('row').count()).toBe(1);
});

test('where nothing is unread it says what sleeps, and leads there', async () => {
  await using window = await open('later');
  const { page } = window;
  await page.getByTitle('Unread', { exact: true }).click();
  await page.getByTestId('mark-shown').click();
  await page.getByText('Nothing unread').waitFor();
  await page.getByRole('button', { name: '2 are snoozed' }).click();
  await expect.poll(() => page.getByTestId('row').count()).toBe(2);
});
