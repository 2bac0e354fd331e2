import { mount } from 'svelte';
import App from './App.svelte';
import { findHost } from './platform';
import { Ward } from './state.svelte';
import './tokens.css';
import './shared/base.css';

const ward = new Ward(await findHost());
mount(App, { target: document.body, props: { ward } });
await ward.start();
