import type { Answer } from '../bindings/Answer';
import type { Request } from '../bindings/Request';

/** How long an action can be taken back before anybody else hears of it; the agent waits a little longer. */
export const UNDO_FOR = 5000;

/** Something the user just did. */
export interface Done {
  what: 'read' | 'unread' | 'deleted' | 'marked' | 'unmarked' | 'snoozed' | 'woken';
  n: number;
  /** What takes it back. */
  back: Request[];
}

/** What can be taken back of a request that was answered. */
export function doneBy(request: Request, answer: Answer): Done | null {
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
      return here(request.mark ? 'marked' : 'unmarked', request.ids, answer);
    case 'snooze':
      return here(request.until ? 'snoozed' : 'woken', request.ids, answer);
    default:
      return null;
  }
}

/** The agent takes back what it has not sent yet. */
function served(what: Done['what'], ids: string[]): Done {
  return { what, n: ids.length, back: [{ do: 'undo', ids }] };
}

/** Of what is only kept here the agent says what it was. */
function here(what: Done['what'], ids: string[], answer: Answer): Done | null {
  return answer.is === 'back' ? { what, n: ids.length, back: answer.value } : null;
}
