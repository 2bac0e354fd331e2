import type { Row } from '../bindings/Row';

/** Whether a row counts as unread: one that is snoozed does not, until its time comes. */
export function countsAsUnread({ status, snoozed }: Row): boolean {
  return status === 'unread' && snoozed === null;
}
