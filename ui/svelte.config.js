import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** `fragments: 'tree'` builds elements one by one, so that no text of any kind passes through an HTML parser. */
export default {
  preprocess: vitePreprocess({ script: false }),
  compilerOptions: { runes: true, fragments: 'tree' },
};
