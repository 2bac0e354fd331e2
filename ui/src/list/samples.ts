import type { Row } from '../bindings/Row';

/** A row for tests, at eight in the morning of a Sunday in November. */
export function rowOf(more: Partial<Row>): Row {
  return {
    id: 'a',
    kind: 'MESSAGE',
    message: 'Bed 4',
    date: new Date(2026, 10, 22, 8).toISOString(),
    status: 'unread',
    related: null,
    waiting: null,
    refused: null,
    follow_up: null,
    snoozed: null,
    ...more,
  };
}
