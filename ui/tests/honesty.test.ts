import { expect, test } from 'vitest';
import { useWindow } from './browser';

const open = useWindow();

test('offline says since when, why, and until when nothing was missed; actions wait', async () => {
  await using window = await open('offline');
  const { page } = window;
  const line = page.getByTestId('status-line');
  await expect.poll(() => line.innerText()).toContain('Offline since 08:41');
  expect(await line.innerText()).toContain('care.example.org does not answer.');
  expect(await line.innerText()).toContain('last checked 08:41');
  expect(await line.innerText()).toContain('1 action waiting');
  await page.getByTestId('row').first().click();
  await page.keyboard.press('e');
  await expect.poll(() => line.innerText()).toContain('2 actions waiting');
  expect(await page.getByTestId('row').first().innerText()).toContain('read, waiting to be sent');
});

test('without a keyring the window says why nothing is stored', async () => {
  await using window = await open('blocked');
  const notice = window.page.getByTestId('notice');
  await expect.poll(() => notice.innerText()).toContain('Nothing can be kept safe here');
  expect(await notice.innerText()).toContain('nothing is stored on this computer');
});

test('without an agent the window says so, and goes on when it is there', async () => {
  await using window = await open();
  const { page } = window;
  const state = page.getByTestId('state');
  await expect.poll(() => state.innerText()).toBe('You’re covered');
  await page.evaluate(() => fake.say({ is: 'absent', value: { code: 'other', message: 'It has stopped.' } }));
  await expect.poll(() => state.innerText()).toBe('Not running');
  expect(await page.getByTestId('status-line').innerText()).toContain('It has stopped.');
  await page.evaluate(() => fake.arrive('Back again'));
  await expect.poll(() => state.innerText()).toBe('You’re covered');
  expect(await page.getByTestId('row').first().innerText()).toContain('Back again');
});
