import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the page is served. */
    page: string;
  }
}

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Builds the page with the fake host in it, and serves it under the window's own content security policy. Tests have
 * Svelte look for mistakes, which takes as long as all the rest: what is measured is built as the window is.
 */
export default async function serve(project: TestProject) {
  // A folder for each mode: pictures can be taken while tests run.
  const { mode } = project.vite.config;
  const outDir = `test-results/page-${mode}`;
  if (mode === 'bench') process.env.NODE_ENV = 'production';
  const options = { root: at('..'), build: { outDir, emptyOutDir: true }, logLevel: 'error' as const };
  await build({ ...options, mode: 'test' });
  const server = await preview({
    ...options,
    preview: { host: '127.0.0.1', port: 0, headers: { 'Content-Security-Policy': await policy() } },
  });
  project.provide('page', server.resolvedUrls?.local[0] ?? '');
  return () => server.close();
}

async function policy(): Promise<string> {
  const conf = JSON.parse(await readFile(at('../../tauri.conf.json'), 'utf8')) as {
    app: { security: { csp: Record<string, string> } };
  };
  return Object.entries(conf.app.security.csp).map((directive) => directive.join(' ')).join('; ');
}
