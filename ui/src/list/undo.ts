import type { Answer } from '../bindings/Answer';
import type { Request } from '../bindings/Request';
import { say } from '../language/say.svelte';

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
      return { text: say('done.read', { n: request.ids.length }), ids: request.ids };
    case 'mark-unread':
      return { text: say('done.unread', { n: request.ids.length }), ids: request.ids };
    case 'delete':
      return { text: say('done.deleted', { n: request.ids.length }), ids: request.ids };
    case 'mark-shown':
      return answer.is === 'marked' ? { text: say('done.read', { n: answer.value.length }), ids: answer.value } : null;
    default:
      return null;
  }
}
