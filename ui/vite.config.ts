import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  // The icons live one level up, shared with tray and toasts.
  server: { port: 5173, strictPort: true, fs: { allow: ['..'] } },
  // No data: addresses: the content security policy allows none.
  build: { target: 'es2023', cssTarget: 'safari18', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    globalSetup: 'tests/serve.ts',
    expect: { poll: { timeout: 10_000, interval: 20 } },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
