import type { Fault } from '../bindings/Fault';
import type { Link } from '../bindings/Link';
import type { Snapshot } from '../bindings/Snapshot';
import { say } from '../language/say.svelte';
import { moment } from '../shared/times';

/** The status line: how it stands in two words, and what more there is to know. */
export interface Status {
  tone: 'ok' | 'quiet' | 'warn' | 'bad';
  state: string;
  parts: string[];
}

/** So long a receipt of what came during a gap stays in the line, in milliseconds. */
const RECEIPT = 10 * 60_000;

/** Says plainly how things stand. `absent`: why the agent itself can't be reached. */
export function statusOf(snapshot: Snapshot, absent: Fault | null, now: Date): Status {
  if (absent) return { tone: 'bad', state: say('status.absent'), parts: snapshot.lock.locked ? [absent.message] : [absent.message, say('status.absent-part')] };
  const status = linkStatus(snapshot.link, snapshot, now);
  const parts = [...status.parts, ...coverage(snapshot, now), ...receipt(snapshot, now)];
  if (snapshot.pending > 0) parts.push(say('status.waiting', { n: snapshot.pending }));
  return { ...status, parts };
}

function linkStatus(link: Link, { lock, checked, covered_since }: Snapshot, now: Date): Status {
  const stored = lock.locked ? [] : [say('status.stored')];
  const lastChecked = checked ? [say('status.last-checked', { at: moment(checked, now) })] : [];
  switch (link.state) {
    case 'live': {
      const heard = { at: moment(link.heard, now) };
      return covered_since
        ? { tone: 'ok', state: say('status.covered'), parts: [say('status.live-heard', heard)] }
        : { tone: 'quiet', state: say('status.live'), parts: [say('status.last-heard', heard)] };
    }
    case 'connecting':
      return { tone: 'quiet', state: say('status.connecting'), parts: [...stored, ...lastChecked] };
    case 'checking':
      return { tone: 'warn', state: say('status.checking', { every: link.every }), parts: lastChecked };
    case 'offline':
      return { tone: 'bad', state: say('status.offline', { since: moment(link.since, now) }), parts: [...stored, ...lastChecked, link.why.message] };
    case 'signed-out':
      return { tone: 'bad', state: say('status.signed-out'), parts: stored };
    case 'blocked':
      return { tone: 'bad', state: say('status.blocked'), parts: [link.why.message] };
  }
}

/** The agent names a beginning only while the watch is unbroken. */
function coverage({ covered_since }: Snapshot, now: Date): string[] {
  return covered_since ? [say('status.nothing-missed', { since: moment(covered_since, now) })] : [];
}

/** What came while nothing could be heard, said for a while. */
function receipt({ gap }: Snapshot, now: Date): string[] {
  if (!gap || gap.arrived === 0 || now.getTime() - Date.parse(gap.to) > RECEIPT) return [];
  return [say('status.receipt', { n: gap.arrived, from: moment(gap.from, now), to: moment(gap.to, now) })];
}
