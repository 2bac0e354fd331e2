import type { Day } from './days';
import type { Line } from './fold';

/** How high things are, in pixels. */
export interface Heights {
  row: number;
  day: number;
}

/** A day in its place. */
export interface Block extends Day {
  /** From the beginning of what is loaded. */
  y: number;
  height: number;
  /** How many lines are above it in what is loaded. */
  above: number;
}

/** A list on its canvas: the loaded part in its place, and room for everything else. All in pixels. */
export interface Shape {
  blocks: Block[];
  heights: Heights;
  /** The place in the list of the first loaded row. */
  from: number;
  /** The place after the last loaded row. */
  to: number;
  total: number;
  /** Where the loaded part begins. */
  top: number;
}

/** A line and where it is. */
export interface Placed {
  line: Line;
  y: number;
}

/** No browser draws a higher canvas reliably: Firefox ends at 17.8 million. A longer list is scrolled in bigger steps. */
export const HIGHEST = 16_000_000;

/** Puts days below each other. */
export function blocksOf(days: Day[], heights: Heights): Block[] {
  let y = 0;
  let above = 0;
  return days.map((day) => {
    const height = heights.day + day.lines.length * heights.row;
    const block = { ...day, y, height, above };
    y += height;
    above += day.lines.length;
    return block;
  });
}

/** How high the loaded part is. */
export function lengthOf({ blocks }: Shape): number {
  const last = blocks.at(-1);
  return last ? last.y + last.height : 0;
}

/** How high the whole canvas is. */
export function canvasOf(shape: Shape): number {
  return shape.top + lengthOf(shape) + (shape.total - shape.to) * scaleOf(shape);
}

/** The lines of a block, and where they are from its beginning. */
export function linesIn(block: Block, { row, day }: Heights): Placed[] {
  return block.lines.map((line, index) => ({ line, y: day + index * row }));
}

/** All lines, and where they are on the canvas. */
export function placedIn({ blocks, heights, top }: Shape): Placed[] {
  return blocks.flatMap((block) => linesIn(block, heights).map(({ line, y }) => ({ line, y: top + block.y + y })));
}

/**
 * What is seen of each block between two places of the canvas. `kept` is there in any case: the row that has the keyboard
 * must not go when it is scrolled out of sight.
 */
export function seenIn(shape: Shape, from: number, to: number, kept?: string): { block: Block; lines: Placed[] }[] {
  const { row, day } = shape.heights;
  return shape.blocks.flatMap((block) => {
    const y = shape.top + block.y;
    const first = (from - y - day) / row - 1;
    const last = (to - y - day) / row;
    const lines = linesIn(block, shape.heights).filter(({ line }, at) => (at > first && at < last) || line.row.id === kept);
    return (y < to && y + block.height > from) || lines.length > 0 ? [{ block, lines }] : [];
  });
}

/** The place in the list of what is at a place of the canvas. Beyond what is loaded it is as good a guess as can be. */
export function indexAt(shape: Shape, y: number): number {
  const { top, from, to, total } = shape;
  if (y < top) return Math.max(0, Math.floor((y / top) * from));
  const bottom = top + lengthOf(shape);
  if (y >= bottom) return Math.min(Math.max(total - 1, 0), to + Math.floor((y - bottom) / scaleOf(shape)));
  const block = shape.blocks.findLast((block) => top + block.y <= y);
  const line = Math.floor((y - top - (block?.y ?? 0) - shape.heights.day) / shape.heights.row);
  return block?.lines[Math.max(0, line)]?.at ?? from;
}

/** Where the line is that shows a row, by itself or in a closed fold; none if that is not loaded. */
export function lineOf(shape: Shape, id: string | null): Placed | null {
  if (id === null) return null;
  const placed = placedIn(shape);
  const shows = ({ line }: Placed) => line.row.id === id;
  return placed.find(shows) ?? placed.find(({ line }) => line.fold?.rows.some((row) => row.id === id)) ?? null;
}

/** Where a row beyond what is loaded may be on the canvas; never in sight of what is loaded. */
export function guessOf(shape: Shape, at: number): number {
  const { top, from, to, heights } = shape;
  if (at < from) return Math.min((at / from) * top, top - heights.row);
  return top + lengthOf(shape) + Math.max(0, at - to) * scaleOf(shape);
}

/** Where the loaded part would begin if nothing were folded and no day had a heading. */
export function usualTop({ from, total, heights }: Shape): number {
  return from * scaleOf({ total, heights });
}

function scaleOf({ total, heights }: Pick<Shape, 'total' | 'heights'>): number {
  return Math.min(heights.row, HIGHEST / Math.max(total, 1));
}
