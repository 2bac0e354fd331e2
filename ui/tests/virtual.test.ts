import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { scrollTo, useWindow } from './browser';

const open = useWindow();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-id'));
const id = (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;

/** Rows whose text is in sight, from the top. */
function inSight(page: Page): Promise<string[]> {
  return page.getByTestId('scroller').evaluate((scroller) => {
    const { top, bottom } = scroller.getBoundingClientRect();
    const rows = [...scroller.querySelectorAll('[data-testid=row]')];
    const seen = rows.filter((row) => row.getBoundingClientRect().top >= top && row.getBoundingClientRect().bottom <= bottom);
    return seen.map((row) => row.getAttribute('data-id') ?? '');
  });
}

test('of a hundred thousand rows only what is seen is in the page, and the scrollbar is honest', async () => {
  await using window = await open('vast');
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  expect(await page.getByTestId('list').getAttribute('aria-rowcount')).toMatch(/^99\d{3}$/);
  expect(await page.getByTestId('row').count()).toBeLessThan(40);
  const height = await page.getByTestId('list').evaluate((list) => list.clientHeight);
  expect(height / 72).toBeGreaterThan(95_000);

  await scrollTo(page, height / 2);
  await expect.poll(async () => (await inSight(page)).length).toBeGreaterThan(5);
  const middle = Number((await inSight(page))[0]?.slice(-12));
  expect(middle).toBeGreaterThan(48_000);
  expect(middle).toBeLessThan(52_000);
  expect(await page.getByTestId('row').count()).toBeLessThan(40);
});

test('Home and End, Page Up and Page Down go where they say, and the focus goes with them', async () => {
  await using window = await open('vast');
  const { page } = window;
  const { keyboard } = page;
  await page.getByTestId('row').first().waitFor();
  await keyboard.press('End');
  await expect.poll(() => focused(page)).toBe(id(99_999));
  await expect.poll(async () => (await inSight(page)).at(-1)).toBe(id(99_999));
  const row = page.locator(`[data-id="${id(99_999)}"]`);
  expect(await row.getAttribute('aria-rowindex')).toBe(await page.getByTestId('list').getAttribute('aria-rowcount'));
  await keyboard.press('k');
  await expect.poll(() => focused(page)).toBe(id(99_998));
  await keyboard.press('Home');
  await expect.poll(() => focused(page)).toBe(id(0));
  expect(await page.getByTestId('scroller').evaluate((scroller) => scroller.scrollTop)).toBe(0);
  await keyboard.press('PageDown');
  await expect.poll(() => focused(page)).not.toBe(id(0));
  await keyboard.press('PageUp');
  await expect.poll(() => focused(page)).toBe(id(0));
});

test('thousands of rows down by the wheel there is never a blank, and every row comes once, in order', async () => {
  await using window = await open('vast');
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.mouse.move(500, 400);
  let last = -1;
  for (let turn = 0; turn < 40; turn++) {
    await page.mouse.wheel(0, 1500);
    await page.evaluate(() => new Promise(requestAnimationFrame));
    const places = (await inSight(page)).map((row) => Number(row.slice(-12)));
    expect(places.length).toBeGreaterThan(6);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThanOrEqual(last);
    last = places[0] ?? last;
  }
  expect(last).toBeGreaterThan(500);
});

test('a row that is scrolled out of sight keeps the keyboard, however far one goes', async () => {
  await using window = await open('vast');
  const { page } = window;
  const { keyboard } = page;
  await page.getByTestId('row').first().waitFor();
  for (let row = 0; row < 4; row++) await keyboard.press('j');
  await expect.poll(() => focused(page)).toBe(id(3));
  await scrollTo(page, 3000);
  expect(await focused(page)).toBe(id(3));
  await scrollTo(page, 2_000_000);
  await expect.poll(async () => (await inSight(page)).length).toBeGreaterThan(5);
  await expect.poll(() => focused(page)).toBe(id(3));
  expect(await page.getByTestId('text').innerText()).toContain('(99997)');
  await keyboard.press('j');
  await expect.poll(() => focused(page)).toBe(id(4));
  expect(await inSight(page)).toContain(id(4));
});

test('what comes while one reads far down moves nothing, also when a page is fetched', async () => {
  await using window = await open('vast');
  const { page } = window;
  await scrollTo(page, 500_000);
  await expect.poll(async () => (await inSight(page)).length).toBeGreaterThan(5);
  const read = (await inSight(page))[2] ?? '';
  const before = await page.locator(`[data-id="${read}"]`).boundingBox();
  for (let n = 0; n < 3; n++) await page.evaluate(() => fake.arrive('Dora Lis sent you a message: bed 4'));
  await expect.poll(() => page.getByTestId('arrived').innerText()).toBe('3 new');
  expect(await page.locator(`[data-id="${read}"]`).boundingBox()).toEqual(before);
  await expect.poll(() => page.getByTestId('announcement').innerText()).toBe('1 new notification');
  await page.keyboard.press('Home');
  await expect.poll(() => page.getByTestId('row').first().innerText()).toContain('bed 4');
  expect(await page.getByTestId('row').first().evaluate((row) => row === document.activeElement)).toBe(true);
  expect(await page.getByTestId('arrived').count()).toBe(0);
});

test('the heading of a day stays while its rows go by', async () => {
  await using window = await open('vast');
  const { page } = window;
  await scrollTo(page, 1000);
  const top = await page.getByTestId('scroller').evaluate((scroller) => scroller.getBoundingClientRect().top);
  expect(await page.getByTestId('day').first().innerText()).toContain('Today');
  expect((await page.getByTestId('day').first().boundingBox())?.y).toBe(top);
});

test('rows about the same object are one, opened and closed by the mouse', async () => {
  await using window = await open('folds');
  const { page } = window;
  const rows = page.getByTestId('row');
  await expect.poll(() => rows.count()).toBe(4);
  const fold = page.getByTestId('fold').first();
  expect(await fold.innerText()).toBe('3 on this appointment');
  await fold.click();
  await expect.poll(() => rows.count()).toBe(6);
  expect(await fold.getAttribute('aria-expanded')).toBe('true');
  expect(await rows.nth(1).innerText()).toContain('09:00 has been updated');
  await fold.click();
  await expect.poll(() => rows.count()).toBe(4);
});

test('and by the keyboard; closed, it is acted on as a whole', async () => {
  await using window = await open('folds');
  const { page } = window;
  const { keyboard } = page;
  await page.getByTestId('row').first().waitFor();
  await keyboard.press('j');
  await keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('row').count()).toBe(6);
  await keyboard.press('j');
  await expect.poll(() => focused(page)).toBe(id(2));
  await keyboard.press('k');
  await keyboard.press('ArrowLeft');
  await expect.poll(() => page.getByTestId('row').count()).toBe(4);
  await expect.poll(() => focused(page)).toBe(id(0));
  await keyboard.press('e');
  await expect.poll(() => page.getByTestId('done').innerText()).toContain('3 marked as read');
  await keyboard.press('z');
  await expect.poll(() => page.getByTitle('Appointments', { exact: true }).innerText()).toContain('2');
  await keyboard.press('ArrowRight');
  await expect.poll(() => page.getByTestId('row').count()).toBe(6);
  await keyboard.press('e');
  await expect.poll(() => page.getByTestId('done').innerText()).toContain('Marked as read');
});

test('what is read does not vanish into a fold when something newer comes about the same', async () => {
  await using window = await open('folds');
  const { page } = window;
  await page.getByTestId('row').nth(2).click();
  await page.evaluate((related) => fake.arrive('Potassium is back in range', 'MEDICAL', related), { kind: 'medical_record', id: '11111111-2222-4333-8444-000000000002' });
  await expect.poll(() => page.getByTestId('row').first().innerText()).toContain('Potassium is back');
  expect(await page.getByTestId('fold').first().getAttribute('aria-expanded')).toBe('true');
  expect(await page.locator('[aria-selected=true]').innerText()).toContain('Lab results for Maria');
  expect(await page.getByTestId('text').innerText()).toContain('Lab results for Maria');
});

test('compact rows have one line, and folding can be switched off', async () => {
  await using window = await open('folds');
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.evaluate(() => {
    fake.book.put('list.compact', true);
    fake.book.put('list.fold', false);
  });
  await page.keyboard.press(',');
  await page.getByTestId('setting').first().waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByTestId('row').count()).toBe(7);
  expect((await page.getByTestId('row').first().boundingBox())?.height).toBe(36);
});
