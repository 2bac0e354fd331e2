import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { actions, useWindow } from './browser';

const open = useWindow();
const id = (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-id'));
const focusedName = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
const row = (page: Page, at: number) => page.locator(`[data-id="${id(at)}"]`);
const done = (page: Page) => page.getByTestId('done').innerText();
/** Today at that time in Warsaw. */
const today = (time: string) => new Date(`2026-11-22T${time}:00+01:00`).toISOString();

test('a row is snoozed to a moment of the clinic, by the mouse, and that is taken back', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTitle('Unread', { exact: true }).click();
  await expect.poll(() => page.getByTestId('row').count()).toBe(7);
  await row(page, 1).click();
  await page.getByTestId('snooze-row').click();
  expect(await page.getByTestId('later').getByRole('button').allInnerTexts()).toEqual([
    '1\nEnd of the morning\n12:00',
    '2\nEnd of the shift\n15:00',
    '3\nTomorrow\n07:00',
  ]);
  await page.getByRole('button', { name: 'End of the shift' }).click();
  await expect.poll(() => page.getByTestId('row').count()).toBe(6);
  await expect.poll(() => page.getByTitle('Snoozed', { exact: true }).innerText()).toContain('1');
  expect(await done(page)).toContain('Snoozed');
  await page.getByTestId('undo').click();
  await expect.poll(() => page.getByTestId('row').count()).toBe(7);
  expect(await actions(page)).toEqual([
    { do: 'snooze', ids: [id(1)], until: today('15:00') },
    { do: 'snooze', ids: [id(1)], until: null },
  ]);
});

test('and from the keyboard, to a time of one’s own; a time that has passed is not taken', async () => {
  await using window = await open();
  const { page } = window;
  const { keyboard } = page;
  await page.getByTestId('row').first().waitFor();
  await keyboard.press('j');
  await keyboard.press('s');
  await page.getByTestId('later').waitFor();
  const day = page.getByRole('group', { name: 'Day', exact: true }).getByRole('textbox', { name: 'day' });
  await day.focus();
  await keyboard.type('21/11/2026');
  await keyboard.press('Tab');
  await keyboard.type('1030');
  await keyboard.press('Enter');
  await expect.poll(() => page.getByRole('alert').innerText()).toBe('Choose a day and a time that are still to come.');
  expect(await focusedName(page)).toBe('hour');
  await day.focus();
  await keyboard.press('ArrowUp');
  expect(await day.inputValue()).toBe('22');
  await keyboard.press('Enter');
  await expect.poll(() => row(page, 0).getByTestId('snoozed').innerText()).toBe('until 10:30');
  await expect.poll(() => focused(page)).toBe(id(0));
  await keyboard.press('z');
  await expect.poll(() => page.getByTestId('snoozed').count()).toBe(0);
  await keyboard.press('s');
  await page.getByTestId('later').waitFor();
  await keyboard.press('1');
  await expect.poll(() => row(page, 0).getByTestId('snoozed').innerText()).toBe('until 12:00');
  await page.getByTestId('later').waitFor({ state: 'detached' });
  await keyboard.press('s');
  await keyboard.press('0');
  await expect.poll(() => page.getByTestId('snoozed').count()).toBe(0);
});

test('what is snoozed is marked, counts nowhere as unread, and stands in its own place', async () => {
  await using window = await open('later');
  const { page } = window;
  await expect.poll(() => page.getByTestId('row').count()).toBe(5);
  expect(await page.getByTestId('snoozed').allInnerTexts()).toEqual(['until 12:00', 'until tomorrow 07:00']);
  expect(await page.getByTestId('follow-up').allInnerTexts()).toEqual(['due 09:00', 'due tomorrow 07:00']);
  await page.keyboard.press('g');
  await page.keyboard.press('u');
  await expect.poll(() => page.getByTestId('row').count()).toBe(2);
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect.poll(() => page.getByTestId('snoozed').count()).toBe(2);
  expect(await page.getByTestId('mark-shown').innerText()).toBe('All read');
  expect(await page.getByTitle('Snoozed', { exact: true }).getAttribute('aria-current')).toBe('page');
  await page.keyboard.press('g');
  await page.keyboard.press('f');
  await expect.poll(() => page.getByTestId('follow-up').count()).toBe(2);
});

test('a follow-up gets a time or none, is done with one key, and comes back as it was', async () => {
  await using window = await open('later');
  const { page } = window;
  const { keyboard } = page;
  await row(page, 1).click();
  await keyboard.press('f');
  await page.getByTestId('later').waitFor();
  await keyboard.press('1');
  await expect.poll(() => row(page, 1).getByTestId('follow-up').innerText()).toBe('follow up');
  expect(await done(page)).toContain('Marked for follow-up');
  await page.getByTestId('later').waitFor({ state: 'detached' });
  await keyboard.press('f');
  await keyboard.press('4');
  await expect.poll(() => row(page, 1).getByTestId('follow-up').innerText()).toBe('due tomorrow 07:00');
  await page.getByTestId('later').waitFor({ state: 'detached' });
  await keyboard.press('f');
  await keyboard.press('0');
  await expect.poll(() => row(page, 1).getByTestId('follow-up').count()).toBe(0);
  await page.getByTestId('later').waitFor({ state: 'detached' });
  await keyboard.press('z');
  await expect.poll(() => row(page, 1).getByTestId('follow-up').innerText()).toBe('due tomorrow 07:00');
  await keyboard.press('z');
  await expect.poll(() => row(page, 1).getByTestId('follow-up').innerText()).toBe('follow up');
  await keyboard.press('z');
  await expect.poll(() => row(page, 1).getByTestId('follow-up').count()).toBe(0);
  expect(await page.getByTestId('done').count()).toBe(0);
});

test('many are chosen by the mouse: one by one, and all in between with Shift', async () => {
  await using window = await open();
  const { page } = window;
  await row(page, 0).getByTestId('choose').click();
  await row(page, 3).click({ modifiers: ['Shift'] });
  await expect.poll(() => page.getByTestId('chosen').innerText()).toContain('4 chosen');
  await row(page, 2).click({ modifiers: ['Control'] });
  await expect.poll(() => page.getByTestId('chosen').innerText()).toContain('3 chosen');
  expect(await page.locator('[aria-selected=true]').count()).toBe(3);
  await page.getByTestId('chosen').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => page.getByTestId('row').count()).toBe(10);
  expect(await done(page)).toContain('3 deleted');
  expect(await page.getByTestId('chosen').count()).toBe(0);
  await page.keyboard.press('z');
  await expect.poll(() => page.getByTestId('row').count()).toBe(13);
  expect((await actions(page))[0]).toEqual({ do: 'delete', ids: [id(0), id(1), id(3)] });
});

test('and by the keyboard: x, Shift with the arrows, all that is shown, and none', async () => {
  await using window = await open();
  const { page } = window;
  const { keyboard } = page;
  const chosen = () => page.getByTestId('chosen').getByRole('status').innerText();
  await page.getByTestId('row').first().waitFor();
  await keyboard.press('j');
  await keyboard.press('x');
  await expect.poll(chosen).toBe('1 chosen');
  await keyboard.press('Shift+ArrowDown');
  await keyboard.press('Shift+ArrowDown');
  await expect.poll(chosen).toBe('3 chosen');
  await keyboard.press('Shift+ArrowUp');
  await expect.poll(chosen).toBe('2 chosen');
  await keyboard.press('e');
  await expect.poll(() => done(page)).toContain('2 marked as read');
  await expect.poll(() => page.getByTestId('chosen').count()).toBe(0);
  await expect.poll(() => focused(page)).toBe(id(1));
  await keyboard.press('Control+a');
  await expect.poll(chosen).toBe('13 chosen');
  await keyboard.press('Escape');
  await expect.poll(() => page.getByTestId('chosen').count()).toBe(0);
  await expect.poll(() => focused(page)).toBe(id(1));
});

test('of a hundred thousand the newest ten thousand are chosen, and what was chosen reaches over what is not loaded', async () => {
  await using window = await open('vast');
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Control+a');
  await expect.poll(() => page.getByTestId('chosen').innerText()).toContain('10,000 chosen');
  await page.getByText('No more than 10,000 at once').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('row').nth(1).getByTestId('choose').click();
  await page.getByTestId('scroller').evaluate((scroller) => (scroller.scrollTop = 200_000));
  const far = page.locator('[aria-rowindex="2790"]');
  await far.click({ modifiers: ['Shift'] });
  await expect.poll(() => page.getByTestId('chosen').innerText()).toMatch(/2,\d{3} chosen/);
});

test('an action on many that is refused says so once, and they stay chosen', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.keyboard.press('Control+a');
  await page.getByTestId('chosen').waitFor();
  await page.evaluate(() => fake.refuse({ code: 'store', message: 'The disk is full. Make room and try again.' }));
  await page.keyboard.press('e');
  await expect.poll(() => page.getByTestId('banner').innerText()).toContain('The disk is full.');
  expect(await page.getByTestId('chosen').innerText()).toContain('13 chosen');
  await page.keyboard.press('e');
  await expect.poll(() => page.getByTestId('banner').count()).toBe(0);
});

test('several things done one after the other are taken back one after the other', async () => {
  await using window = await open();
  const { page } = window;
  const { keyboard } = page;
  await page.getByTestId('row').first().waitFor();
  await keyboard.press('j');
  await keyboard.press('e');
  await keyboard.press('j');
  await keyboard.press('#');
  await expect.poll(() => page.getByTestId('row').count()).toBe(12);
  await keyboard.press('z');
  await expect.poll(() => page.getByTestId('row').count()).toBe(13);
  expect(await done(page)).toContain('Marked as read');
  await keyboard.press('z');
  await expect.poll(() => row(page, 0).getAttribute('data-status')).toBe('unread');
});
