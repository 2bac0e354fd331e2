import type { Answer } from '../bindings/Answer';
import type { Request } from '../bindings/Request';
import { words } from '../shared/words';

/** How long an action can be taken back before anybody else hears of it; the agent waits a little longer. */
export const UNDO_FOR = 5000;

/** Something the user just did. */
export interface Done {
  text: string;
  ids: string[];
}

/** What can be taken back of a request that was answered. */
export function doneBy(request: Request, answer: Answer): Done | null {
  switch (request.do) {
    case 'mark-read':
      return { text: words.done.read(request.ids.length), ids: request.ids };
    case 'mark-unread':
      return { text: words.done.unread(request.ids.length), ids: request.ids };
    case 'delete':
      return { text: words.done.deleted(request.ids.length), ids: request.ids };
    case 'mark-shown':
      return answer.is === 'marked' ? { text: words.done.read(answer.value.length), ids: answer.value } : null;
    default:
      return null;
  }
}
