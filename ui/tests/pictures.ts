import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions } from 'playwright-core';
import { expect, test } from 'vitest';
import { LANGUAGES } from '../src/language/languages';
import { useWindow } from './browser';
import { SCREENS } from './screens';

// No test but a command: npm run pictures. On a busy machine a picture may take two attempts.
const again = { retry: 2 };
const open = useWindow();
const folder = fileURLToPath(new URL('../../docs/screenshots/window', import.meta.url));
const THEMES: Record<string, BrowserContextOptions> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  contrast: { colorScheme: 'light', contrast: 'more' },
};
/** What is shown as narrow as it gets, too. */
const NARROW = ['list', 'hostile', 'overview', 'hand-over', 'settings', 'first-run-privacy', 'locked-pin'];
const NARROWEST = { width: 380, height: 760 };

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });

for (const [language, { locale }] of Object.entries(LANGUAGES)) {
  for (const [theme, options] of Object.entries(THEMES)) {
    test.each(SCREENS)(`$name, ${theme}, ${language}`, again, async ({ name, scene, reach }) => {
      await using window = await open(scene, { ...options, locale, reducedMotion: 'reduce' });
      await reach(window.page);
      await window.page.screenshot({ path: `${folder}/${name}-${theme}-${language}.png` });
      expect(window.complaints).toEqual([]);
    });
  }
  test.each(SCREENS.filter(({ name }) => NARROW.includes(name)))(`$name, narrow, ${language}`, again, async ({ name, scene, reach }) => {
    await using window = await open(scene, { locale, viewport: NARROWEST, reducedMotion: 'reduce' });
    await reach(window.page);
    await window.page.screenshot({ path: `${folder}/${name}-narrow-${language}.png` });
  });
}
