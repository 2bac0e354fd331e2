import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Setting } from '../src/bindings/Setting';
import { actions, openSettings, scrollTo, useWindow } from './browser';

const open = useWindow();
const item = (page: Page, key: string) => page.locator(`[data-testid=setting][data-key="${key}"]`);
const isFocused = (element: Element) => element === document.activeElement;

test('each setting stands under its section, with a control of its own', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTitle('Settings').click();
  await page.getByTestId('setting').first().waitFor();
  expect(await page.getByTestId('setting').count()).toBe(22);
  expect(await page.getByRole('main').getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
    'List',
    'TakeCare',
    'Snoozing',
    'Toasts',
    'Quiet hours',
    'Reminders',
    'Consult mode',
    'Lock',
    'What is kept here',
    'Self-check',
  ]);
  expect(await page.getByTitle('Settings').getAttribute('aria-current')).toBe('page');
  expect(await page.getByRole('radio', { name: 'Its type' }).isChecked()).toBe(true);
  expect(await page.getByRole('group', { name: 'How much each type disturbs' }).getByRole('radiogroup').count()).toBe(9);
  expect(await page.getByRole('switch', { name: 'Quiet hours' }).isChecked()).toBe(false);
  expect(await page.getByRole('textbox', { name: 'Time between minutes' }).inputValue()).toBe('15');
  expect(await page.getByRole('group', { name: 'Shown all the same' }).getByRole('checkbox', { checked: true }).count()).toBe(1);
  expect(await page.getByTestId('list').isVisible()).toBe(false);
  expect(window.complaints).toEqual([]);
});

test('every change is kept at once, by the mouse', async () => {
  await using window = await open();
  const { page } = window;
  await openSettings(page);
  await page.getByText('Its text', { exact: true }).click();
  await page.getByRole('radiogroup', { name: 'System' }).getByText('Quiet').click();
  await page.getByRole('radiogroup', { name: 'Issues' }).getByText('Off').click();
  await page.getByRole('radiogroup', { name: 'System' }).getByText('Interrupt').click();
  await page.locator('label', { hasText: 'Quiet hours' }).click();
  await page.getByRole('group', { name: 'Remind me of' }).getByText('Messages').click();
  await page.getByLabel('Begin').fill('7.30');
  await page.getByLabel('How long it lasts').fill('45');
  await page.getByLabel('How long it lasts').blur();
  expect(await page.getByLabel('Begin').inputValue()).toBe('07:30');
  await expect.poll(() => actions(page)).toEqual([
    { do: 'set', key: 'toasts.privacy', value: 'full' },
    { do: 'set', key: 'toasts.tiers', value: { SYSTEM: 'quiet' } },
    { do: 'set', key: 'toasts.tiers', value: { SYSTEM: 'quiet', ISSUE: 'off' } },
    { do: 'set', key: 'toasts.tiers', value: { ISSUE: 'off' } },
    { do: 'set', key: 'quiet-hours.on', value: true },
    { do: 'set', key: 'reminders.types', value: ['MESSAGE'] },
    { do: 'set', key: 'quiet-hours.from', value: '07:30' },
    { do: 'set', key: 'consult.minutes', value: 45 },
  ]);
  await page.keyboard.press('Escape');
  await openSettings(page);
  expect(await page.getByRole('radio', { name: 'Its text' }).isChecked()).toBe(true);
  expect(await page.getByLabel('How long it lasts').inputValue()).toBe('45');
});

test('and from the keyboard alone, which comes back to where it was', async () => {
  await using window = await open();
  const { page } = window;
  const { keyboard } = page;
  const tab = async (times: number) => {
    for (let at = 0; at < times; at++) await keyboard.press('Tab');
  };
  await page.getByTestId('row').first().waitFor();
  await keyboard.press('j');
  await keyboard.press('j');
  await openSettings(page);
  expect(await page.getByRole('heading', { name: 'Settings' }).evaluate(isFocused)).toBe(true);
  await keyboard.press('#');
  await tab(2);
  await keyboard.press('Space');
  await expect.poll(() => page.getByRole('switch', { name: 'Compact' }).isChecked()).toBe(true);
  // Past the way back to what is usual, and the next setting.
  await tab(3);
  await keyboard.press('ArrowDown');
  await expect.poll(() => page.getByRole('radio', { name: 'English' }).isChecked()).toBe(true);
  expect(await page.getByRole('radio', { name: 'English' }).evaluate(isFocused)).toBe(true);
  await page.getByRole('switch', { name: 'Compact' }).focus();
  await keyboard.press('Shift+Tab');
  await keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('settings').count()).toBe(0);
  expect(await page.getByTestId('row').nth(1).evaluate(isFocused)).toBe(true);

  await openSettings(page);
  await page.getByRole('switch', { name: 'Sound' }).focus();
  await keyboard.press('Space');
  await expect.poll(() => page.getByRole('switch', { name: 'Sound' }).isChecked()).toBe(false);
  await keyboard.press('Escape');
  await expect.poll(() => page.getByTestId('settings').count()).toBe(0);
  expect(await page.getByTestId('row').nth(1).evaluate(isFocused)).toBe(true);
  expect(await actions(page)).toEqual([
    { do: 'set', key: 'list.compact', value: true },
    { do: 'set', key: 'desktop.language', value: 'en' },
    { do: 'set', key: 'toasts.sound', value: false },
  ]);
});

test('what is usual comes back one by one, and the keyboard stays there', async () => {
  await using window = await open();
  const { page } = window;
  await openSettings(page);
  const usual = page.getByRole('button', { name: 'Usual (Time between)' });
  expect(await page.getByRole('button', { name: /^Usual/ }).count()).toBe(0);
  await page.getByLabel('Time between').fill('30');
  await page.keyboard.press('Enter');
  await usual.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByLabel('Time between').inputValue()).toBe('15');
  expect(await page.getByLabel('Time between').evaluate(isFocused)).toBe(true);
  await expect.poll(() => usual.count()).toBe(0);
  expect((await actions(page)).at(-1)).toEqual({ do: 'set', key: 'reminders.every-minutes', value: null });
});

test('a refusal stands at its control, which goes back', async () => {
  await using window = await open();
  const { page } = window;
  await openSettings(page);
  const sound = page.getByRole('switch', { name: 'Sound' });
  await page.evaluate(() => fake.refuse({ code: 'other', message: 'Your settings can’t be written.' }));
  await sound.click();
  await expect.poll(() => item(page, 'toasts.sound').getByRole('alert').innerText()).toBe('Your settings can’t be written.');
  expect(await sound.isChecked()).toBe(true);
  expect(await sound.getAttribute('aria-describedby')).toContain(await item(page, 'toasts.sound').getByRole('alert').getAttribute('id'));

  await page.evaluate(() => fake.refuse({ code: 'other', message: 'Your settings can’t be written.' }));
  await page.getByText('Its text', { exact: true }).click();
  await item(page, 'toasts.privacy').getByRole('alert').waitFor();
  expect(await page.getByRole('radio', { name: 'Its type' }).isChecked()).toBe(true);

  const days = page.getByLabel('For how long');
  await days.fill('0');
  await page.keyboard.press('Enter');
  await expect.poll(() => item(page, 'retention.days').getByRole('alert').innerText()).toBe('Type a whole number from 1 to 3650.');
  expect([await days.inputValue(), await days.getAttribute('aria-invalid')]).toEqual(['90', 'true']);
  await days.fill('60');
  await page.keyboard.press('Enter');
  await item(page, 'retention.days').getByRole('alert').waitFor({ state: 'detached' });
});

test('where the administrator allows less than was asked for, what holds is shown', async () => {
  await using window = await open();
  const { page } = window;
  await openSettings(page);
  await page.getByLabel('When nobody is here').fill('480');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByLabel('When nobody is here').inputValue()).toBe('120');
});

test('what the administrator has set says so, and can’t be changed', async () => {
  await using window = await open('managed');
  const { page } = window;
  await openSettings(page);
  const managed = page.getByTestId('setting').filter({ hasText: 'Set by your administrator' });
  expect(await managed.count()).toBe(5);
  expect(await managed.locator('input:enabled').count()).toBe(0);
  expect(await page.getByLabel('When nobody is here').inputValue()).toBe('5');
  expect(await page.getByRole('radiogroup', { name: 'Issues' }).getByRole('radio', { name: 'Off' }).isChecked()).toBe(true);
  expect(await page.getByRole('button', { name: /^Usual/ }).count()).toBe(0);
  expect(await page.locator('input:disabled').count()).toBe(await managed.locator('input').count());
});

test('settings of a later agent are there, in its words and of every shape', async () => {
  await using window = await open();
  const { page } = window;
  const meaning = 'The bell of this ward.';
  const later: Setting[] = [
    { key: 'bell.tune', meaning, shape: { is: 'text' }, value: '', usual: '', managed: false },
    { key: 'bell.how-loud', meaning, shape: { is: 'choice', of: ['soft', 'very-loud'] }, value: 'soft', usual: 'soft', managed: false },
  ];
  await page.getByTestId('row').first().waitFor();
  await page.evaluate((later) => (fake.book.page = [...fake.book.page, ...later]), later);
  await openSettings(page);
  expect(await page.getByRole('heading', { level: 2 }).nth(-2).innerText()).toBe('Bell');
  expect(await item(page, 'bell.tune').innerText()).toContain(meaning);
  await page.getByLabel('Tune').fill('Ding <b>dong</b>');
  await page.getByText('Very loud').click();
  await expect.poll(() => actions(page)).toEqual([
    { do: 'set', key: 'bell.tune', value: 'Ding <b>dong</b>' },
    { do: 'set', key: 'bell.how-loud', value: 'very-loud' },
  ]);
});

test('the list keeps its place behind the settings; a place or a toast leads out of them', async () => {
  await using window = await open('many');
  const { page } = window;
  await scrollTo(page, 3000);
  const read = page.getByText('Notification 955 of a thousand');
  const before = await read.boundingBox();
  await openSettings(page);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByTestId('list').isVisible()).toBe(true);
  expect(await read.boundingBox()).toEqual(before);

  await page.keyboard.press(',');
  await page.getByTestId('settings').waitFor();
  await page.getByTitle('Messages').click();
  await expect.poll(() => page.getByTestId('settings').count()).toBe(0);
  await page.keyboard.press(',');
  await page.getByTestId('settings').waitFor();
  await page.evaluate(() => fake.say({ is: 'show', value: { at: 'row', id: '00000000-0000-4000-8000-000000000003' } }));
  await expect.poll(() => page.getByTestId('settings').count()).toBe(0);
  await page.getByTestId('text').waitFor();
});

test('settings that can’t be had say why', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.evaluate(() => fake.refuse({ code: 'other', message: 'The agent is too busy.' }));
  await page.keyboard.press(',');
  await expect.poll(() => page.getByRole('alert').innerText()).toBe('The agent is too busy.');
});

test('the language changes at once, everywhere', async () => {
  await using window = await open();
  const { page } = window;
  const spoken = () => page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
  await openSettings(page);
  expect(await spoken()).toEqual(['en', 'ltr']);
  await page.getByText('Polski', { exact: true }).click();
  await page.getByRole('heading', { name: 'Ustawienia' }).waitFor();
  expect(await spoken()).toEqual(['pl', 'ltr']);
  expect(await page.getByRole('group', { name: 'Przypominaj o' }).getByText('Recepty').count()).toBe(1);
  expect(await page.getByTestId('status-line').innerText()).toContain('nic nie umknęło od 08:02');
  await page.keyboard.press('Escape');
  expect(await page.getByTestId('day').first().innerText()).toBe('Dzisiaj\n5 nieprzeczytanych');
});

test('a Polish desktop gets a Polish window', async () => {
  await using window = await open('', { locale: 'pl-PL' });
  await window.page.getByTitle('Nieprzeczytane').waitFor();
  expect(await window.page.evaluate(() => document.documentElement.lang)).toBe('pl');
});
