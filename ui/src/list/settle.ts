import { canvasOf, HIGHEST, indexAt, placedIn, type Shape, usualTop } from './layout';

/** So much a canvas may grow beyond the highest before the reader is moved, in pixels. */
const SLACK = 1_000_000;

/** Where the loaded part goes after a change, and how far the reader has to be taken along. In pixels. */
export interface Settled {
  top: number;
  shift: number;
}

/** The shape after a change, its place on the canvas not yet chosen. */
export type Unsettled = Omit<Shape, 'top'>;

/**
 * Chooses where the loaded part goes so that what is read stays where it is on the screen. The canvas gives way as long
 * as there is room; only at its ends the reader is moved instead.
 */
export function settle(before: Shape, after: Unsettled, scroll: number): Settled {
  const usual = { ...after, top: usualTop({ ...after, top: 0 }) };
  if (scroll <= 0) return { top: after.from === 0 ? 0 : usual.top, shift: 0 };
  const steady = steadyTop(before, usual, scroll);
  if (steady === null) return { top: usual.top, shift: 0 };
  const top = roomy({ ...usual, top: steady }) ? steady : usual.top;
  return { top, shift: top - steady };
}

/** Where the loaded part would have to begin for nothing to move; none if nothing of it was in sight. */
function steadyTop(before: Shape, after: Shape, scroll: number): number | null {
  const places = new Map<string, number>();
  for (const { line, y } of placedIn(after)) {
    for (const row of line.fold?.rows ?? []) places.set(row.id, y - after.top);
    places.set(line.row.id, y - after.top);
  }
  const placed = placedIn(before);
  const first = placed.findIndex(({ y }) => y >= scroll + before.heights.day);
  const below = placed.slice(Math.max(first, 0)).find(({ line }) => places.has(line.row.id));
  const above = placed.slice(0, Math.max(first, 0)).findLast(({ line }) => places.has(line.row.id));
  // The one that follows takes the place of one that has gone.
  if (below) return (placed[first]?.y ?? below.y) - (places.get(below.line.row.id) ?? 0);
  if (above) return above.y - (places.get(above.line.row.id) ?? 0);
  return guessedTop(before, after, scroll);
}

/** After a jump: what the reader saw a guess of comes to where it was guessed. */
function guessedTop(before: Shape, after: Shape, scroll: number): number | null {
  const seen = scroll + after.heights.day;
  const at = indexAt(before, seen);
  const placed = placedIn(after).find(({ line }) => line.at >= at);
  return placed ? seen - (placed.y - after.top) : null;
}

/** Whether what is not loaded has its place above and below: none where there is nothing more, and some where there is. */
function roomy(shape: Shape): boolean {
  const { from, top, heights } = shape;
  const above = from === 0 ? top === 0 : top >= heights.row;
  return above && canvasOf(shape) <= HIGHEST + SLACK;
}
