import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { actions, choose, useWindow } from './browser';

const open = useWindow();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('name'));

/** The agent locks by itself, as it does when nobody was at the desk. */
const lock = (page: Page) => page.evaluate(() => fake.ask({ do: 'lock' }));

/** Everything that the page's scripts can reach. */
async function memory(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
}

test('locked, the window says whose it is and how many wait; a wrong PIN is said, the right one opens', async () => {
  await using window = await open('locked-pin');
  const { page } = window;
  const { keyboard } = page;
  const screen = page.getByTestId('locked');
  await screen.waitFor();
  for (const known of ['Ada Nowak', 'ada@ward3.example', 'care.example.org', '7 unread', 'You’re covered']) {
    expect(await screen.innerText()).toContain(known);
  }
  expect(await page.locator('[data-testid=list], [data-testid=search], [data-testid=detail]').count()).toBe(0);
  expect(await focused(page)).toBe('pin');

  const field = page.getByLabel('PIN');
  expect(await field.getAttribute('type')).toBe('password');
  await keyboard.press('Enter');
  expect(await actions(page)).toEqual([]);
  for (const sentence of ['That is not your PIN.', 'That is not your PIN.', 'Wait 30 s']) {
    await keyboard.type('0000');
    await keyboard.press('Enter');
    await expect.poll(() => page.getByRole('alert').innerText()).toContain(sentence);
    await expect.poll(() => focused(page)).toBe('pin');
    expect(await field.inputValue()).toBe('');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.getAttribute('aria-describedby')).toBe(await page.getByRole('alert').getAttribute('id'));
  }
  await keyboard.type('4821');
  await keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('row').count()).toBe(13);
  expect(await screen.count()).toBe(0);
  expect(window.complaints).toEqual([]);
});

test('what else stands in the way of unlocking is said, too', async () => {
  await using window = await open('locked-pin');
  const { page } = window;
  await page.getByTestId('locked').waitFor();
  await page.evaluate(() => fake.refuse({ code: 'keyring', message: 'The keyring does not answer.' }));
  await page.keyboard.type('4821');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('unlock-fault').innerText()).toBe('The keyring does not answer.');
  expect(await page.getByLabel('PIN').getAttribute('aria-invalid')).toBe('false');
});

test('without a PIN one key unlocks', async () => {
  await using window = await open('locked');
  const { page } = window;
  await page.getByRole('button', { name: 'Unlock' }).waitFor();
  expect(await page.locator('input').count()).toBe(0);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('row').count()).toBe(13);
  expect(await actions(page)).toEqual([{ do: 'unlock', pin: null }]);
});

test('where a PIN is required and none is set, it is chosen before anything is shown', async () => {
  await using window = await open('locked-choose');
  const { page } = window;
  const { keyboard } = page;
  const attempt = async (fresh: string, again: string) => {
    await page.getByLabel('New PIN', { exact: true }).fill(fresh);
    await page.getByLabel('New PIN, once more').fill(again);
    await keyboard.press('Enter');
  };
  await page.getByTestId('pin').waitFor();
  expect(await focused(page)).toBe('fresh');
  await attempt('739', '739');
  await expect.poll(() => page.getByRole('alert').innerText()).toBe('A PIN has at least 4 characters.');
  await expect.poll(() => focused(page)).toBe('fresh');
  await attempt('7391', '7319');
  await expect.poll(() => page.getByRole('alert').innerText()).toBe('The two are not the same. Type it once more.');
  await expect.poll(() => focused(page)).toBe('again');
  expect(await actions(page)).toEqual([]);
  await attempt('7391', '7391');
  await expect.poll(() => page.getByTestId('row').count()).toBe(13);
  expect(await actions(page)).toEqual([{ do: 'set-pin', current: null, new: '7391' }]);
});

test('what arrives while it is locked is counted and not shown', async () => {
  await using window = await open('locked-pin');
  const { page } = window;
  await page.getByTestId('locked').waitFor();
  await page.evaluate(() => fake.arrive('Lab results for Maria Zielińska', 'MEDICAL'));
  await expect.poll(() => page.getByTestId('unread').innerText()).toBe('8 unread');
  await page.evaluate(() => fake.say({ is: 'show', value: { at: 'row', id: '00000000-0000-4000-8000-000000000009' } }));
  expect(await page.locator('body').innerText()).not.toContain('Zielińska');
  expect(await page.evaluate(() => fake.asked.map(({ do: what }) => what))).toEqual(['settings', 'snapshot']);
});

test.each(['the list', 'the search', 'the detail', 'a dialog'])('Ctrl+L locks from %s, and all starts afresh afterwards', async (from) => {
  await using window = await open();
  const { page } = window;
  const { keyboard } = page;
  await page.getByTitle('Messages').click();
  await page.getByTestId('search').fill('room');
  await expect.poll(() => page.getByTestId('row').count()).toBe(1);
  await page.getByTestId('row').first().click();
  await keyboard.press('e');
  await page.getByTestId('undo').waitFor();
  if (from === 'the search') await keyboard.press('/');
  if (from === 'the detail') await keyboard.press('Enter');
  if (from === 'a dialog') await choose(page, 'PIN…');
  await keyboard.press('Control+Alt+l');
  await keyboard.press('Control+l');
  await page.getByTestId('locked').waitFor();
  expect(await page.locator('dialog').count()).toBe(0);
  await keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('row').count()).toBe(13);
  expect(await page.getByTestId('search').inputValue()).toBe('');
  expect(await page.locator('[aria-selected=true]').count()).toBe(0);
  expect(await page.getByTestId('text').count()).toBe(0);
  expect(await page.getByTestId('undo').count()).toBe(0);
  expect(await page.getByTitle('All', { exact: true }).getAttribute('aria-current')).toBe('page');
  expect((await actions(page)).map((action) => action.do)).toEqual(['mark-read', 'lock', 'unlock']);
});

test('a locked page holds nothing that it has shown or searched for', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  const [shown, searched] = [`bed ${randomUUID()}`, randomUUID()];
  await page.evaluate((text) => fake.arrive(text), shown);
  await page.getByTestId('search').fill(searched);
  await page.getByTestId('empty').waitFor();
  await page.getByTestId('search').fill(shown.slice(0, 20));
  await page.getByTestId('row').first().click();
  await page.keyboard.press('e');
  await page.getByTestId('undo').waitFor();
  const before = await memory(page);
  expect([before.includes(shown), before.includes(searched)]).toEqual([true, true]);

  await page.getByTitle('Lock', { exact: true }).click();
  await page.getByTestId('locked').waitFor();
  await page.evaluate(() => (fake.asked.length = 0));
  const after = await memory(page);
  expect([after.includes(shown), after.includes(shown.slice(0, 20)), after.includes(searched)]).toEqual([false, false, false]);
});

test('a request that comes too late for the lock complains of nothing', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('row').first().click();
  await page.evaluate(() => fake.refuse({ code: 'locked', message: 'It is locked.' }));
  await page.keyboard.press('e');
  await expect.poll(async () => (await actions(page)).length).toBe(1);
  expect(await page.getByTestId('row').count()).toBe(13);
  await lock(page);
  await page.getByTestId('locked').waitFor();
  expect(await page.getByTestId('banner').count()).toBe(0);
});

test('whoever forgot the PIN signs out, which is asked once and said to wipe', async () => {
  await using window = await open('locked-pin');
  const { page } = window;
  await page.evaluate(() => localStorage.setItem('server', 'care.example.org'));
  expect(await page.getByTestId('locked').innerText()).toContain('PIN forgotten? Signing out wipes what is stored here for you.');
  await page.getByRole('button', { name: 'Sign out' }).click();
  expect(await page.getByRole('dialog').innerText()).toContain('1 action not yet sent will be lost.');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await actions(page)).toEqual([]);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.evaluate(() => fake.refuse({ code: 'keyring', message: 'The keyring does not answer.' }));
  await page.getByTestId('confirm').click();
  await expect.poll(() => page.getByTestId('banner').innerText()).toContain('The keyring does not answer.');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByTestId('confirm').click();
  await page.getByTestId('sign-in').waitFor();
});

test('a PIN is set, changed and removed from the keyboard', async () => {
  await using window = await open();
  const { page } = window;
  const { keyboard } = page;
  const type = async (...fields: string[]) => {
    for (const [at, text] of fields.entries()) {
      if (at > 0) await keyboard.press('Tab');
      await keyboard.type(text);
    }
    await keyboard.press('Enter');
  };
  const summon = async () => {
    await page.getByTestId('account').focus();
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await page.getByTestId('pin').waitFor();
  };
  const gone = () => page.getByRole('dialog').waitFor({ state: 'detached' });

  await summon();
  await type('7391', '7391');
  await gone();
  expect(await page.getByTestId('account').evaluate((place) => place === document.activeElement)).toBe(true);
  expect(await page.getByTestId('announcement').innerText()).toBe('The PIN is set');

  await summon();
  await type('', '5555', '5555');
  await expect.poll(() => page.getByRole('alert').innerText()).toBe('Type your current PIN.');
  await keyboard.type('0000');
  await keyboard.press('Enter');
  await expect.poll(() => page.getByRole('alert').innerText()).toBe('That is not your PIN. Try again.');
  expect(await page.getByLabel('Current PIN').getAttribute('aria-invalid')).toBe('true');
  await expect.poll(() => focused(page)).toBe('current');
  await keyboard.type('7391');
  await keyboard.press('Enter');
  await gone();

  await summon();
  await keyboard.type('5555');
  for (let to = 0; to < 3; to++) await keyboard.press('Tab');
  await keyboard.press('Enter');
  await gone();
  expect(await page.getByTestId('announcement').innerText()).toBe('The PIN is removed');
  expect(await actions(page)).toEqual([
    { do: 'set-pin', current: null, new: '7391' },
    { do: 'set-pin', current: '0000', new: '5555' },
    { do: 'set-pin', current: '7391', new: '5555' },
    { do: 'set-pin', current: '5555', new: null },
  ]);
});

test('a PIN that could not be set is told of even when its dialog was closed', async () => {
  await using window = await open();
  const { page } = window;
  await choose(page, 'PIN…');
  await page.getByLabel('New PIN', { exact: true }).fill('7391');
  await page.getByLabel('New PIN, once more').fill('7391');
  await page.evaluate(() => {
    fake.ask = () => new Promise((_, reject) => addEventListener('fail', () => reject('The disk is full.')));
  });
  await page.keyboard.press('Enter');
  await page.getByText('One moment…').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.evaluate(() => dispatchEvent(new Event('fail')));
  await expect.poll(() => page.getByTestId('banner').innerText()).toContain('The disk is full.');
});
