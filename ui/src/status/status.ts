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

/** So long a receipt of what came during a gap stays in the line, in milliseconds. */
const RECEIPT = 10 * 60_000;

/** Says plainly how things stand. `absent`: why the agent itself can't be reached. */
export function statusOf(snapshot: Snapshot, absent: Fault | null, now: Date): Status {
  if (absent) return { tone: 'bad', state: say.absent, parts: snapshot.lock.locked ? [absent.message] : [absent.message, say.absentPart] };
  const status = linkStatus(snapshot.link, snapshot, now);
  const parts = [...status.parts, ...coverage(snapshot, now), ...receipt(snapshot, now)];
  if (snapshot.pending > 0) parts.push(say.waiting(snapshot.pending));
  return { ...status, parts };
}

function linkStatus(link: Link, { lock, checked, covered_since }: Snapshot, now: Date): Status {
  const stored = lock.locked ? [] : [say.stored];
  const lastChecked = checked ? [say.lastChecked(moment(checked, now))] : [];
  switch (link.state) {
    case 'live': {
      const heard = moment(link.heard, now);
      return covered_since
        ? { tone: 'ok', state: say.covered, parts: [say.liveHeard(heard)] }
        : { tone: 'quiet', state: say.live, parts: [say.lastHeard(heard)] };
    }
    case 'connecting':
      return { tone: 'quiet', state: say.connecting, parts: [...stored, ...lastChecked] };
    case 'checking':
      return { tone: 'warn', state: say.checking(link.every), parts: lastChecked };
    case 'offline':
      return { tone: 'bad', state: say.offline(moment(link.since, now)), parts: [...stored, ...lastChecked, link.why.message] };
    case 'signed-out':
      return { tone: 'bad', state: say.signedOut, parts: stored };
    case 'blocked':
      return { tone: 'bad', state: say.blocked, parts: [link.why.message] };
  }
}

/** The agent names a beginning only while the watch is unbroken. */
function coverage({ covered_since }: Snapshot, now: Date): string[] {
  return covered_since ? [say.nothingMissed(moment(covered_since, now))] : [];
}

/** What came while nothing could be heard, said for a while. */
function receipt({ gap }: Snapshot, now: Date): string[] {
  if (!gap || gap.arrived === 0 || now.getTime() - Date.parse(gap.to) > RECEIPT) return [];
  return [say.receipt(gap.arrived, moment(gap.from, now), moment(gap.to, now))];
}
