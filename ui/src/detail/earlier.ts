import type { Row } from '../bindings/Row';

/** The most that is told of before. */
const MOST = 5;

/** What came before a row about the same object, newest first, as far as it is loaded. */
export function earlierThan(row: Row, rows: Row[]): Row[] {
  const { related } = row;
  if (!related?.id) return [];
  const same = (other: Row) => other.related?.id === related.id && other.related.kind === related.kind;
  return rows.filter((other) => other.id !== row.id && other.date < row.date && same(other)).slice(0, MOST);
}
