import type { Fault } from '../bindings/Fault';
import type { Link } from '../bindings/Link';

const MINUTE = 60_000;
const UNREACHABLE: Fault = { code: 'server', message: 'The server does not answer. Is the network cable plugged in?' };
export const NO_KEYRING: Fault = {
  code: 'keyring',
  message: 'No keyring is running on this computer, so there is no safe place for the key. Ask your administrator to start one.',
};

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
      return { state: 'signed-out', why: { code: 'credentials', message: 'The server has ended your session. Sign in again.' } };
    default:
      return { state: 'live', heard: at(0) };
  }
}
