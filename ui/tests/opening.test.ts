import { expect, test } from 'vitest';
import foreseen from '../src/platform/foreseen.json';
import { useWindow } from './browser';

const open = useWindow();

test('a window that opens asks what the shell foresaw, to the letter, and nothing else until the list is there', async () => {
  await using window = await open('vast');
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  const asked = await page.evaluate(() => fake.asked.map((request) => JSON.stringify(request)));
  expect(asked).toEqual(foreseen.map((request) => JSON.stringify(request)));
});
