import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, test } from 'vitest';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

async function text(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = files.filter((file) => file.isFile()).map((file) => readFile(`${file.parentPath}/${file.name}`, 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

test('what people get holds no invented ward and fetches nothing from anywhere', async () => {
  const outDir = 'test-results/dist';
  await build({ root: at('..'), build: { outDir, emptyOutDir: true }, mode: 'production', logLevel: 'error' });
  const real = await text(at(`../${outDir}`));
  expect(await text(at('../test-results/page'))).toContain('Ada Nowak');
  expect(real).not.toContain('Ada Nowak');
  expect(real.match(/(?:src|href)="https?:|@import|url\(/)).toBe(null);
});
