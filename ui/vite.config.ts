import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** What is no test but runs like one, in a browser on the fake platform. */
const COMMANDS: Record<string, string[]> = { pictures: ['tests/pictures.ts'], bench: ['tests/bench.ts'] };

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  // The icons live one level up, shared with tray and toasts.
  server: { port: 5173, strictPort: true, fs: { allow: ['..'] } },
  // No data: addresses: the content security policy allows none.
  build: { target: 'es2023', cssTarget: 'safari18', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  test: {
    include: COMMANDS[mode] ?? ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    globalSetup: 'tests/serve.ts',
    expect: { poll: { timeout: 10_000, interval: 20 } },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
}));
