import type { Answer } from '../bindings/Answer';
import type { Request } from '../bindings/Request';
import type { Row } from '../bindings/Row';

/** How long an action can be taken back before anybody else hears of it; the agent waits a little longer. */
export const UNDO_FOR = 5000;

/** Something the user just did. */
export interface Done {
  what: 'read' | 'unread' | 'deleted' | 'marked' | 'unmarked' | 'snoozed' | 'woken';
  n: number;
  /** What takes it back. */
  back: Request[];
}

/** What can be taken back of a request that was answered. `before`: the rows it was about, as far as they are known. */
export function doneBy(request: Request, answer: Answer, before: Row[]): Done | null {
  switch (request.do) {
    case 'mark-read':
      return served('read', request.ids);
    case 'mark-unread':
      return served('unread', request.ids);
    case 'delete':
      return served('deleted', request.ids);
    case 'mark-shown':
      return answer.is === 'marked' ? served('read', answer.value) : null;
    case 'follow-up':
      return {
        what: request.mark ? 'marked' : 'unmarked',
        n: request.ids.length,
        back: grouped(request.ids, before, (row) => row?.follow_up ?? null).map(([mark, ids]) => ({ do: 'follow-up', ids, mark })),
      };
    case 'snooze':
      return {
        what: request.until ? 'snoozed' : 'woken',
        n: request.ids.length,
        back: grouped(request.ids, before, (row) => row?.snoozed ?? null).map(([until, ids]) => ({ do: 'snooze', ids, until })),
      };
    default:
      return null;
  }
}

/** The agent takes back what it has not sent yet. */
function served(what: Done['what'], ids: string[]): Done {
  return { what, n: ids.length, back: [{ do: 'undo', ids }] };
}

/** What is only kept here is put back to what it was: ids by that. */
function grouped<T>(ids: string[], before: Row[], was: (row: Row | undefined) => T): [T, string[]][] {
  const rows = new Map(before.map((row) => [row.id, row]));
  const groups = new Map<string, [T, string[]]>();
  for (const id of ids) {
    const value = was(rows.get(id));
    const key = JSON.stringify(value);
    const group = groups.get(key) ?? [value, []];
    group[1].push(id);
    groups.set(key, group);
  }
  return [...groups.values()];
}
