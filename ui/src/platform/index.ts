import type { Host } from './host';
import { tauriHost } from './tauri';

export { type Ask, askFor, faultOf, type Host, type News, Refused } from './host';

/** The host of this page: the window's, or, in development and tests, the invented ward behind `?fake`. */
export async function findHost(): Promise<Host> {
  const asked = new URLSearchParams(location.search).get('fake');
  if (import.meta.env.MODE !== 'production' && asked !== null) {
    const { fakeHost } = await import('./fake');
    return fakeHost(asked);
  }
  return tauriHost;
}
