import type { Link } from '../bindings/Link';
import { fault } from './words';

const MINUTE = 60_000;
const UNREACHABLE = fault('server', 'server-unreachable', { host: 'care.example.org' });
export const NO_KEYRING = fault('keyring', 'keyring-absent');

/** How things stand with the server of a scene. */
export function linkOf(scene: string, now: number): Link {
  const at = (minutes: number) => new Date(now - minutes * MINUTE).toISOString();
  switch (scene) {
    case 'offline':
      return { state: 'offline', since: at(33), why: UNREACHABLE };
    case 'checking':
      return { state: 'checking', every: 30 };
    case 'connecting':
      return { state: 'connecting' };
    case 'blocked':
      return { state: 'blocked', why: NO_KEYRING };
    case 'signed-out':
    case 'managed-server':
      return { state: 'signed-out', why: null };
    case 'ended':
      return { state: 'signed-out', why: fault('credentials', 'server-signed-out') };
    default:
      return { state: 'live', heard: at(0) };
  }
}
