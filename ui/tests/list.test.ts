import { expect, test } from 'vitest';
import { actions, scrollTo, useWindow } from './browser';

const open = useWindow();

test('the morning stands by day, newest first, with what is unread and what waits', async () => {
  await using window = await open();
  const { page } = window;
  const rows = page.getByTestId('row');
  await expect.poll(() => rows.count()).toBe(13);
  expect(await page.getByTestId('day').allInnerTexts()).toEqual([
    'Today\n5 unread',
    'Yesterday\n2 unread',
    'Friday 20 November',
  ]);
  expect(await rows.first().innerText()).toContain('Jan Kowalski');
  expect(await rows.first().getAttribute('data-status')).toBe('unread');
  expect(await page.getByTestId('waiting').innerText()).toBe('read, waiting to be sent');
  expect(await page.getByTestId('refused').innerText()).toContain('The server does not allow this.');
  expect(window.complaints).toEqual([]);
});

test('the rail counts what is unread and narrows the list, also to a type nobody documented', async () => {
  await using window = await open();
  const { page } = window;
  const place = (name: string) => page.getByTitle(name, { exact: true });
  await place('Appointments').click();
  await expect.poll(() => page.getByTestId('row').count()).toBe(3);
  expect(await place('Appointments').innerText()).toContain('3');
  await place('BILLING').click();
  await expect.poll(() => page.getByTestId('message').allInnerTexts()).toEqual(['Invoice 2026/118 was paid']);
  await place('Unread').click();
  await expect.poll(() => page.getByTestId('row').count()).toBe(7);
  expect(await place('Unread').getAttribute('aria-current')).toBe('page');
});

test('the search narrows with every letter, marks what it found, and says when it found nothing', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('search').fill('ZIELIŃSKA');
  await expect.poll(() => page.getByTestId('row').count()).toBe(1);
  expect(await page.locator('mark').allInnerTexts()).toEqual(['Zielińska']);
  await page.getByTestId('search').fill('heron');
  await page.getByText('Nothing contains “heron”').waitFor();
  await page.getByTestId('search').press('Escape');
  await expect.poll(() => page.getByTestId('row').count()).toBe(13);
});

test('a row is marked read and unread from its detail', async () => {
  await using window = await open();
  const { page } = window;
  const row = page.getByTestId('row').nth(1);
  await row.click();
  expect(await page.getByTestId('text').innerText()).toContain('potassium outside the reference range');
  await page.getByTestId('mark-read').click();
  await expect.poll(() => row.getAttribute('data-status')).toBe('read');
  await page.getByTestId('mark-unread').click();
  await expect.poll(() => row.getAttribute('data-status')).toBe('unread');
  await page.getByTestId('open-record').click();
  const id = await row.getAttribute('data-id');
  await expect.poll(() => actions(page)).toEqual([
    { do: 'mark-read', ids: [id] },
    { do: 'mark-unread', ids: [id] },
    { do: 'open-record', id },
  ]);
});

test('what was deleted can be taken back for some seconds, and then no more', async () => {
  await using window = await open();
  const { page } = window;
  await page.clock.install();
  const row = page.getByTestId('row').first();
  const id = await row.getAttribute('data-id');
  await row.click();
  await page.getByTestId('delete').click();
  await expect.poll(() => page.getByTestId('row').count()).toBe(12);
  expect(await page.getByTestId('text').innerText()).toContain('Maria Zielińska');
  expect(await page.getByTestId('done').innerText()).toContain('Deleted');
  await page.getByTestId('undo').click();
  await expect.poll(() => page.getByTestId('row').count()).toBe(13);
  expect(await page.getByTestId('done').count()).toBe(0);
  expect(await actions(page)).toEqual([
    { do: 'delete', ids: [id] },
    { do: 'undo', ids: [id] },
  ]);

  await row.click();
  await page.keyboard.press('#');
  await page.getByTestId('undo').waitFor();
  await page.clock.fastForward(5_000);
  await page.getByTestId('undo').waitFor({ state: 'detached' });
  expect(await page.getByTestId('row').count()).toBe(12);
});

test('marking all that is shown can be taken back as one', async () => {
  await using window = await open();
  const { page } = window;
  const shown = page.getByTestId('mark-shown');
  await expect.poll(() => shown.innerText()).toBe('Mark 7 shown as read');
  await shown.click();
  await expect.poll(() => shown.innerText()).toBe('All read');
  expect(await page.getByTestId('done').innerText()).toContain('7 marked as read');
  await page.keyboard.press('z');
  await expect.poll(() => shown.innerText()).toBe('Mark 7 shown as read');
});

test('marking what is shown leaves alone what came while the reader was further down', async () => {
  await using window = await open('many');
  const { page } = window;
  await scrollTo(page, 1500);
  const read = page.getByText('Notification 977 of a thousand');
  await read.waitFor();
  const before = await read.boundingBox();
  await page.evaluate(() => fake.arrive('Dora Lis sent you a message: bed 4'));
  const pill = page.getByTestId('arrived');
  await pill.waitFor();
  expect(await pill.innerText()).toBe('1 new');
  expect(await read.boundingBox()).toEqual(before);
  await page.getByTestId('mark-shown').click();
  await expect.poll(() => page.locator('[data-testid=row][data-status=unread]').count()).toBe(0);
  expect(await read.boundingBox()).toEqual(before);
  await pill.click();
  const newest = page.getByTestId('row').first();
  await expect.poll(() => newest.innerText()).toContain('bed 4');
  expect(await newest.getAttribute('data-status')).toBe('unread');
});

test('who listens hears the type of what came, and nothing else of it', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.evaluate(() => fake.arrive('Lab results for Maria Zielińska', 'MEDICAL'));
  await expect.poll(() => page.getByTestId('announcement').innerText()).toBe('New: Medical');
});

test('an action that is refused says why on its row, and is done when one tries again', async () => {
  await using window = await open();
  const { page } = window;
  const row = page.getByTestId('row').first();
  await row.click();
  await page.evaluate(() => fake.refuse({ code: 'store', message: 'The disk is full. Make room and try again.' }));
  await page.keyboard.press('e');
  await expect.poll(() => row.getByTestId('refused').innerText()).toContain('Not done: The disk is full.');
  expect(await row.getAttribute('data-status')).toBe('unread');
  expect(await page.getByTestId('done').count()).toBe(0);
  await row.getByTestId('retry').click();
  await expect.poll(() => row.getAttribute('data-status')).toBe('read');
  expect(await row.getByTestId('refused').count()).toBe(0);
});

test('what the server refused is named and can be tried again, also after the window was closed', async () => {
  await using window = await open();
  const { page } = window;
  const retry = page.getByRole('button', { name: 'Retry: Delete', exact: true });
  await retry.click();
  await expect.poll(() => page.getByTestId('row').count()).toBe(12);
  expect(await page.getByTestId('refused').count()).toBe(0);
});

test('hostile text is shown as the text it is', async () => {
  await using window = await open('hostile');
  const { page } = window;
  await page.getByTestId('row').first().click();
  const text = '<img src=x onerror="document.title=1"><script>document.title=2</script> & <b>bold</b>';
  expect(await page.getByTestId('text').textContent()).toBe(text);
  expect(await page.locator('main img, main b, main script, aside img, aside b').count()).toBe(0);
  expect(await page.title()).toBe('TakeCare');
  expect(await page.getByTestId('message').nth(4).textContent()).toContain('[U+202E]txet');
  expect(await page.getByTestId('message').nth(3).textContent()).toContain('Zero[U+200B]width');
  expect(window.complaints).toEqual([]);
});

test('a megabyte of text is shown in full when it is read', async () => {
  await using window = await open('hostile');
  const { page } = window;
  const row = page.getByTestId('row').nth(2);
  expect((await row.getByTestId('message').textContent())?.length).toBe(1001);
  await row.click();
  await expect.poll(async () => (await page.getByTestId('text').textContent())?.length).toBe(1_100_000);
  await page.keyboard.press('j');
  await expect.poll(() => page.getByTestId('text').textContent()).toContain('Zero');
});

test('the agent can point to a row', async () => {
  await using window = await open();
  const { page } = window;
  await page.getByTestId('row').first().waitFor();
  await page.evaluate(() => fake.say({ is: 'show', value: { at: 'row', id: '00000000-0000-4000-8000-000000000009' } }));
  await expect.poll(() => page.getByTestId('text').innerText()).toContain('see a Cardiologist');
  expect(await page.locator('[aria-selected=true]').getAttribute('data-id')).toMatch(/9$/);
});

test('what is told relative to now stays true while time goes by, and so does a list of today', async () => {
  await using window = await open();
  const { page } = window;
  const time = () => page.getByTestId('row').first().locator('time').innerText();
  await page.clock.install({ time: new Date('2026-11-22T23:30:00+01:00') });
  await page.reload();
  await expect.poll(time).toBe('2 min');
  await page.getByTestId('row').first().click();
  await page.clock.fastForward('01:00');
  await expect.poll(time).toBe('3 min');
  expect(await page.getByTestId('detail').innerText()).toContain('today 23:28, 3 minutes ago');

  await page.getByTestId('filter').click();
  await page.getByRole('radio', { name: 'Today' }).check({ force: true });
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByTestId('row').count()).toBe(11);
  await page.clock.fastForward('40:00');
  await page.getByText('Nothing matches these filters').waitFor();
  await page.getByTestId('empty').getByRole('button').click();
  await expect.poll(() => page.getByTestId('day').first().innerText()).toContain('Yesterday');
});
