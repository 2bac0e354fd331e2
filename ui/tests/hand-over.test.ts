import { expect, test } from 'vitest';
import { actions, useWindow } from './browser';

const open = useWindow();
const NAMES = ['Kowalski', 'Zielińska', 'Adamski', 'Metformin'];

test('the sheet says what is open, by type and newest first, and stays true', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTitle('Hand-over').click();
  const sheet = page.getByTestId('hand-over');
  await sheet.getByTestId('entry').first().waitFor();
  expect(await sheet.getByTestId('sheet-of').innerText()).toContain('Ada Nowak');
  expect(await sheet.getByTestId('sheet-of').innerText()).toContain('Sunday 22 November 2026 09:14');
  expect(await sheet.getByTestId('sheet-of').innerText()).toContain('7 unread');
  expect(await sheet.getByRole('heading', { level: 2 }).first().innerText()).toContain('Appointments');
  const times = await sheet.getByRole('region', { name: 'Appointments' }).locator('time').allInnerTexts();
  expect(times).toEqual(['09:12', '08:10', 'yesterday 15:20']);

  await page.evaluate(() => fake.arrive('Lab results for Adam Wilk', 'MEDICAL'));
  await expect.poll(() => sheet.getByTestId('sheet-of').innerText()).toContain('8 unread');
  expect(await sheet.getByRole('region', { name: 'Medical' }).getByTestId('entry').first().innerText()).toContain('Adam Wilk');
  expect(window.complaints).toEqual([]);
});

test('one key opens it and leads back to where one was', async () => {
  await using window = await open();
  const { page } = window;
  const { keyboard } = page;
  await page.getByTestId('row').first().waitFor();
  await keyboard.press('j');
  await keyboard.press('j');
  await keyboard.press('h');
  const title = page.getByRole('heading', { name: 'Hand-over' });
  await expect.poll(() => title.evaluate((heading) => heading === document.activeElement)).toBe(true);
  await keyboard.press('#');
  await keyboard.press('Escape');
  await page.getByTestId('hand-over').waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-selected'))).toBe('true');
  expect(await actions(page)).toEqual([]);
});

test('consult mode takes the texts off the sheet, and locking the sheet', async () => {
  await using window = await open('export');
  const { page } = window;
  const text = () => page.evaluate(() => document.body.textContent ?? '');
  await page.getByTestId('row').first().waitFor();
  await page.keyboard.press('h');
  await page.getByTestId('entry').first().waitFor();
  await page.keyboard.press('c');
  await page.getByTestId('note').waitFor();
  const shown = await text();
  expect(NAMES.filter((name) => shown.includes(name))).toEqual([]);
  expect(await page.getByTestId('entry').first().innerText()).toContain('Text hidden');
  expect(await page.getByTestId('print').count()).toBe(0);
  await page.evaluate(() => fake.ask({ do: 'lock' }));
  await page.getByTestId('locked').waitFor();
  expect(await page.getByTestId('hand-over').count()).toBe(0);
});

test('on paper comes only a sheet that the administrator allows to be printed', async () => {
  for (const [scene, allowed] of [['', false], ['export', true]] as const) {
    await using window = await open(scene);
    const { page } = window;
    await page.getByTestId('row').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('body').innerText()).toBe('');
    await page.emulateMedia({ media: null });
    await page.keyboard.press('h');
    await page.getByTestId('entry').first().waitFor();
    expect(await page.getByTestId('print').count()).toBe(allowed ? 1 : 0);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByTestId('entry').first().isVisible()).toBe(allowed);
    expect(await page.locator('nav, footer, [data-testid=row]').filter({ visible: true }).count()).toBe(0);
    expect((await page.locator('body').innerText()).includes('Kowalski')).toBe(allowed);
  }
});

test('the button prints', async () => {
  await using window = await open('export');
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.evaluate(() => Object.assign(globalThis, { print: () => (document.title = 'printed') }));
  await page.keyboard.press('h');
  await page.getByTestId('print').click();
  await expect.poll(() => page.title()).toBe('printed');
});

test('a sheet that can’t be had says why', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.evaluate(() => fake.refuse({ code: 'other', message: 'The agent is too busy.' }));
  await page.keyboard.press('h');
  await expect.poll(() => page.getByTestId('hand-over').getByRole('alert').innerText()).toBe('The agent is too busy.');
});

test('while the sheet is put together, the page says so', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.evaluate(() => (fake.ask = () => new Promise(() => undefined)));
  await page.keyboard.press('h');
  expect(await page.getByTestId('soon').innerText()).toBe('Putting it together…');
});
