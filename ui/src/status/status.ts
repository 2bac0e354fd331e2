import type { Fault } from '../bindings/Fault';
import type { Link } from '../bindings/Link';
import type { Snapshot } from '../bindings/Snapshot';
import { moment } from '../shared/times';
import { words } from '../shared/words';

/** The status line: how it stands in two words, and what more there is to know. */
export interface Status {
  tone: 'ok' | 'quiet' | 'warn' | 'bad';
  state: string;
  parts: string[];
}

const say = words.status;

/** Says plainly how things stand. `absent`: why the agent itself can't be reached. */
export function statusOf(snapshot: Snapshot, absent: Fault | null, now: Date): Status {
  if (absent) return { tone: 'bad', state: say.absent, parts: [absent.message, say.absentPart] };
  const status = linkStatus(snapshot.link, snapshot, now);
  const parts = [...status.parts, ...coverage(snapshot, now)];
  if (snapshot.pending > 0) parts.push(say.waiting(snapshot.pending));
  return { ...status, parts };
}

function linkStatus(link: Link, { checked, covered_since }: Snapshot, now: Date): Status {
  const lastChecked = checked ? [say.lastChecked(moment(checked, now))] : [];
  switch (link.state) {
    case 'live': {
      const heard = moment(link.heard, now);
      return covered_since
        ? { tone: 'ok', state: say.covered, parts: [say.liveHeard(heard)] }
        : { tone: 'quiet', state: say.live, parts: [say.lastHeard(heard)] };
    }
    case 'connecting':
      return { tone: 'quiet', state: say.connecting, parts: [say.stored, ...lastChecked] };
    case 'checking':
      return { tone: 'warn', state: say.checking(link.every), parts: lastChecked };
    case 'offline':
      return { tone: 'bad', state: say.offline(moment(link.since, now)), parts: [say.stored, link.why.message] };
    case 'signed-out':
      return { tone: 'bad', state: say.signedOut, parts: [say.stored] };
    case 'blocked':
      return { tone: 'bad', state: say.blocked, parts: [link.why.message] };
  }
}

/** "Since" holds only while the server is being heard; otherwise the watch has an end. */
function coverage({ link, checked, covered_since }: Snapshot, now: Date): string[] {
  if (!covered_since) return [];
  const from = moment(covered_since, now);
  if (link.state === 'live' || link.state === 'checking') return [say.nothingMissed(from)];
  return checked ? [say.nothingMissedBetween(from, moment(checked, now))] : [];
}
