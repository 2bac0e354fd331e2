import { expect, test } from 'vitest';
import { actions, useWindow } from './browser';

const open = useWindow();

test('four weeks are counted by day, type, weekday and hour, in words and tables too', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTitle('Overview').click();
  const overview = page.getByTestId('overview');
  await overview.getByRole('heading', { name: 'By day and type' }).waitFor();
  const asked = await page.evaluate(() => fake.asked.find((request) => request.do === 'overview'));
  // Midnight in Warsaw, four weeks back; in between the clocks were changed.
  expect(asked).toEqual({ do: 'overview', since: '2026-10-25T23:00:00.000Z' });

  await overview.getByText('As a table').first().click();
  const cells = await overview.getByRole('table').first().getByRole('cell').allInnerTexts();
  const sum = cells.reduce((sum, cell) => sum + Number(cell), 0);
  expect(sum).toBeGreaterThan(0);
  expect(await overview.getByRole('definition').first().innerText()).toBe(String(sum));
  const shares = await overview.getByTestId('share').allInnerTexts();
  expect(shares.reduce((sum, text) => sum + Number(/· (\d+)/.exec(text)?.[1]), 0)).toBe(sum);

  await overview.getByText('As a table').nth(1).click();
  const hours = await overview.getByRole('table').nth(1).getByRole('cell').allInnerTexts();
  expect(hours.reduce((sum, cell) => sum + Number(cell), 0)).toBe(sum);
  const busiest = await overview.getByRole('definition').nth(2).innerText();
  expect(await overview.getByText('Most on').innerText()).toContain(busiest);
  expect(window.complaints).toEqual([]);
});

test('there is no text of a notification in it', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.keyboard.press('o');
  await page.getByTestId('share').first().waitFor();
  expect(await page.getByTestId('overview').innerText()).not.toMatch(/Kowalski|Zielińska|Adamski/);
  expect(await page.getByTestId('row').filter({ visible: true }).count()).toBe(0);
});

test('from a loud type one gets to how much it may disturb, by the keyboard', async () => {
  await using window = await open();
  const { page } = window;
  const { keyboard } = page;
  await page.getByTestId('row').first().waitFor();
  await keyboard.press('o');
  const messages = page.getByTestId('share').filter({ hasText: 'Messages' });
  await messages.getByRole('button', { name: 'Interrupt (Messages)' }).focus();
  await keyboard.press('Enter');
  const chosen = page.getByRole('radiogroup', { name: 'Messages' }).getByRole('radio', { name: 'Interrupt' });
  await expect.poll(() => chosen.evaluate((radio) => radio === document.activeElement)).toBe(true);
  await keyboard.press('ArrowLeft');
  await expect.poll(() => actions(page)).toEqual([{ do: 'overview', since: '2026-10-25T23:00:00.000Z' }, { do: 'set', key: 'toasts.tiers', value: { MESSAGE: 'quiet' } }]);
  await keyboard.press('o');
  await messages.getByRole('button', { name: 'Quiet (Messages)' }).waitFor();
  await keyboard.press('Escape');
  await page.getByTestId('overview').waitFor({ state: 'detached' });
  expect(await page.getByTestId('list').isVisible()).toBe(true);
});

test('pointing at a type brings it to the front of the drawing', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.keyboard.press('o');
  const layers = page.getByTestId('overview').locator('svg g.back');
  await page.getByTestId('share').filter({ hasText: 'Messages' }).hover();
  await expect.poll(() => layers.count()).toBeGreaterThan(3);
  await page.getByRole('heading', { name: 'Overview' }).hover();
  await expect.poll(() => layers.count()).toBe(0);
});

test('where nothing came, and where it can’t be known, that is said', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.evaluate(() => fake.refuse({ code: 'store', message: 'The disk can’t be read.' }));
  await page.keyboard.press('o');
  await expect.poll(() => page.getByTestId('overview').getByRole('alert').innerText()).toBe('The disk can’t be read.');
  await page.keyboard.press('Escape');
  await page.evaluate(() => {
    const ask = fake.ask.bind(fake);
    fake.ask = (request) => (request.do === 'overview' ? Promise.resolve({ is: 'overview', value: [] }) : ask(request));
  });
  await page.keyboard.press('o');
  await expect.poll(() => page.getByTestId('nothing').innerText()).toBe('Nothing has come in the last four weeks.');
});

test('while the agent counts, the page says so, and the list is one key away', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.evaluate(() => {
    const ask = fake.ask.bind(fake);
    fake.ask = (request) => (request.do === 'overview' ? new Promise(() => undefined) : ask(request));
  });
  await page.keyboard.press('o');
  expect(await page.getByTestId('soon').innerText()).toBe('Counting…');
  await page.keyboard.press('Escape');
  await page.getByTestId('row').first().waitFor();
});
