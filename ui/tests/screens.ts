import type { Page } from 'playwright-core';

/** A screen of the window: a scene of the fake agent, and the way to the screen from there. */
export interface Screen {
  name: string;
  scene: string;
  /** By the keyboard alone, whatever the language. */
  reach(page: Page): Promise<void>;
}

/** Waits for something, and presses keys. */
function after(ready: string, ...keys: string[]) {
  return async (page: Page) => {
    await page.getByTestId(ready).first().waitFor();
    for (const key of keys) await page.keyboard.press(key);
  };
}

/** The same, until something else is there. */
function until(there: string, ready: string, ...keys: string[]) {
  return async (page: Page) => {
    await after(ready, ...keys)(page);
    await page.getByTestId(there).first().waitFor();
  };
}

async function toCredentials(page: Page) {
  await after('first-run')(page);
  await page.keyboard.type('care.example.org');
  await page.keyboard.press('Enter');
  await page.locator('[name=email]').waitFor();
}

async function toPrivacy(page: Page) {
  await toCredentials(page);
  await page.keyboard.type('ada@ward3.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type('secret');
  await page.keyboard.press('Enter');
  await page.locator('[name=privacy]').first().waitFor();
}

async function search(page: Page, text: string) {
  await after('row', '/')(page);
  await page.keyboard.type(text);
}

async function account(page: Page) {
  await after('row')(page);
  await page.getByTestId('account').focus();
  await page.keyboard.press('Enter');
}

async function dialogForPin(page: Page) {
  await account(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByTestId('pin').waitFor();
  await page.keyboard.press('Enter');
}

async function selfCheck(page: Page) {
  await until('setting', 'row', ',')(page);
  await page.getByTestId('check').getByRole('button').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('term').nth(2).waitFor();
  await page.getByTestId('check').scrollIntoViewIfNeeded();
}

async function compact(page: Page) {
  await until('setting', 'row', ',')(page);
  await page.locator('[data-key="list.compact"] input').press('Space');
  await page.keyboard.press('Escape');
  await after('row', 'j')(page);
}

async function signIn(page: Page) {
  await page.evaluate(() => localStorage.setItem('server', 'care.example.org'));
  await page.reload();
  await page.getByTestId('sign-in').waitFor();
}

async function refusedSetting(page: Page) {
  await until('setting', 'row', ',')(page);
  await page.locator('[data-key="reminders.every-minutes"] input').fill('0');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
}

async function managed(page: Page) {
  await until('setting', 'row', ',')(page);
  await page.locator('section:has([data-key="toasts.privacy"])').evaluate((toasts) => toasts.scrollIntoView());
}

/** What is worth a picture. */
export const SCREENS: Screen[] = [
  { name: 'list', scene: '', reach: after('row', 'j', 'j') },
  { name: 'compact', scene: '', reach: compact },
  { name: 'folded', scene: 'folds', reach: after('fold', 'j') },
  { name: 'unfolded', scene: 'folds', reach: after('fold', 'j', 'ArrowRight') },
  { name: 'later', scene: 'later', reach: after('row', 'g', 's', 'j') },
  { name: 'chosen', scene: '', reach: until('chosen', 'row', 'j', 'x', 'j', 'x') },
  { name: 'filters', scene: '', reach: until('filters', 'row', 'l') },
  { name: 'snooze', scene: '', reach: until('later', 'row', 'j', 's') },
  { name: 'follow-up', scene: '', reach: until('later', 'row', 'j', 'f') },
  { name: 'palette', scene: '', reach: until('palette', 'row', 'Control+k') },
  { name: 'undo', scene: '', reach: until('done', 'row', 'j', '#') },
  { name: 'search', scene: '', reach: (page) => search(page, 'pre') },
  { name: 'nothing-found', scene: '', reach: (page) => search(page, 'heron') },
  { name: 'hostile', scene: 'hostile', reach: after('row', 'j', 'Enter') },
  { name: 'empty', scene: 'empty', reach: after('empty') },
  { name: 'offline', scene: 'offline', reach: after('row', 'j') },
  { name: 'session-ended', scene: 'ended', reach: after('banner') },
  { name: 'consult', scene: 'consult', reach: after('row', 'j', 'Enter') },
  { name: 'paused', scene: 'paused', reach: after('row', 'j') },
  { name: 'pause', scene: '', reach: until('pause', 'row', 'p') },
  { name: 'keys', scene: '', reach: until('keys', 'row', '?') },
  { name: 'account', scene: '', reach: account },
  { name: 'pin', scene: 'pin', reach: dialogForPin },
  { name: 'overview', scene: '', reach: until('share', 'row', 'o') },
  { name: 'hand-over', scene: 'export', reach: until('entry', 'row', 'h') },
  { name: 'settings', scene: '', reach: until('setting', 'row', ',') },
  { name: 'settings-refused', scene: '', reach: refusedSetting },
  { name: 'settings-managed', scene: 'managed', reach: managed },
  { name: 'self-check', scene: '', reach: selfCheck },
  { name: 'first-run-server', scene: 'signed-out', reach: after('first-run') },
  { name: 'first-run-sign-in', scene: 'signed-out', reach: toCredentials },
  { name: 'first-run-privacy', scene: 'signed-out', reach: toPrivacy },
  { name: 'sign-in', scene: 'signed-out', reach: signIn },
  { name: 'locked', scene: 'locked', reach: after('locked') },
  { name: 'locked-pin', scene: 'locked-pin', reach: after('locked', '0', 'Enter') },
  { name: 'locked-choose', scene: 'locked-choose', reach: after('locked', 'Enter') },
  { name: 'no-keyring', scene: 'blocked', reach: after('notice') },
  { name: 'no-agent', scene: 'absent', reach: after('notice') },
];
