import type { Row } from '../bindings/Row';
import { BEHIND } from './span';

/** Rows about the same object, shown as the newest of them. */
export interface Fold {
  key: string;
  /** Newest first, as far as they are loaded. */
  rows: Row[];
  open: boolean;
}

/** One line of the list. */
export interface Line {
  row: Row;
  /** The row's place in the whole list. */
  at: number;
  /** What this line stands for besides itself. */
  fold: Fold | null;
  /** It belongs to the open fold above it. */
  inner: boolean;
}

/** A row of one day, with its place in the list. */
export interface Member {
  row: Row;
  at: number;
}

/** Without folding. */
export function linesOf(members: Member[]): Line[] {
  return members.map((member) => ({ ...member, fold: null, inner: false }));
}

/**
 * Folds the rows of one day that are about the same object. Only what stands so near that both are loaded before either
 * is seen: nothing that one reads may vanish because something else was fetched.
 */
export function folded(members: Member[], day: string, opened: ReadonlySet<string>): Line[] {
  const groups = groupsOf(members);
  return members.flatMap((member) => {
    const group = groups.get(member) ?? [member];
    if (group[0] !== member) return [];
    const key = `${day} ${objectOf(member.row)}`;
    const open = opened.has(key);
    const fold = group.length > 1 ? { key, rows: group.map(({ row }) => row), open } : null;
    const inner = open ? group.slice(1) : [];
    return [{ ...member, fold, inner: false }, ...inner.map((member) => ({ ...member, fold: null, inner: true }))];
  });
}

/** Which rows a line's actions are about: all of a closed fold. */
export function rowsOf({ row, fold }: Line): Row[] {
  return fold && !fold.open ? fold.rows : [row];
}

/** The members of each group, by every member. */
function groupsOf(members: Member[]): Map<Member, Member[]> {
  const latest = new Map<string, Member[]>();
  const groups = new Map<Member, Member[]>();
  for (const member of members) {
    const object = objectOf(member.row);
    if (object === null) continue;
    const group = latest.get(object) ?? [];
    const joins = member.at - (group.at(-1)?.at ?? -Infinity) <= BEHIND;
    const members = joins ? group : [];
    members.push(member);
    latest.set(object, members);
    groups.set(member, members);
  }
  return groups;
}

function objectOf({ related }: Row): string | null {
  return related?.id ? `${related.kind} ${related.id}` : null;
}
