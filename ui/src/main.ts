import { mount } from 'svelte';
import App from './App.svelte';
import { findHost } from './platform';
import { Ward } from './state.svelte';
import './tokens.css';
import './shared/base.css';

const host = await findHost();
const ward = new Ward(host);
mount(App, { target: document.body, props: { ward } });
await ward.start();
await ward.inbox.listing.rows.settled();
// The first frame has the rows in it; at the second one they are on the screen.
requestAnimationFrame(() => requestAnimationFrame(() => host.painted?.()));
