import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import config from './svelte.config.js';

const oneDoor = {
  patterns: [{ group: ['@tauri-apps/*'], message: 'Only src/platform talks to the host: use its Host.' }],
};

export default ts.config(
  { ignores: ['dist', 'test-results', 'src/bindings'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig: config } },
  },
  {
    rules: {
      'no-restricted-imports': ['error', oneDoor],
      'no-restricted-properties': ['error', { property: 'innerHTML' }, { property: 'outerHTML' }],
      'no-console': 'error',
      // State holds plain values that are replaced, never changed.
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'error',
    },
  },
  { files: ['src/platform/**'], rules: { 'no-restricted-imports': 'off' } },
);
