import { mount } from 'svelte';
import App from './App.svelte';
import { languageOf } from './language/languages';
import { speak } from './language/say.svelte';
import { findHost } from './platform';
import { Ward } from './state.svelte';
import './tokens.css';
import './shared/base.css';

/** How long an agent may take to answer before the window says that it starts, in milliseconds. */
const PATIENCE = 300;

// Until it is known what is set.
speak(languageOf(null, navigator.languages));
const host = await findHost();
const ward = new Ward(host);
const listening = ward.listen();
const started = ward.start();
// All at once, where the answers are there at once: a list that is built twice takes twice the time.
await Promise.race([started, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
await listening;
// It takes as long to show as the page takes to be built, and both go on at the same time.
host.ready?.();
mount(App, { target: document.body, props: { ward } });
await started;
// The first frame has the rows in it; at the second one they are on the screen.
requestAnimationFrame(() => requestAnimationFrame(() => host.painted?.()));
