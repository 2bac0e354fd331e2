import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, test } from 'vitest';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The most that the scripts of the window may weigh, in bytes once compressed. */
const MOST = 150_000;

async function text(folder: string, end = ''): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = files.filter((file) => file.isFile() && file.name.endsWith(end)).map((file) => readFile(`${file.parentPath}/${file.name}`, 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

test('what people get is light, holds no invented ward and fetches nothing from anywhere', async () => {
  const outDir = 'test-results/dist';
  await build({ root: at('..'), build: { outDir, emptyOutDir: true }, mode: 'production', logLevel: 'error' });
  const real = await text(at(`../${outDir}`));
  expect(gzipSync(await text(at(`../${outDir}`), '.js')).length).toBeLessThan(MOST);
  expect(await text(at('../test-results/page-test'))).toContain('Ada Nowak');
  expect(real).not.toContain('Ada Nowak');
  expect(real.match(/(?:src|href)="https?:|@import|url\(/)).toBe(null);
});
