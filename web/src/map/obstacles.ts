// What names and badges make way for. Pure.

import { BADGE_HEIGHT } from './badge-spots';
import type { Box } from './labels';
import type { Scene } from './scene';

/** What lies over the map, in its pixels. */
export interface PanelsOver {
  boxes(): Box[];
  /** What tools take along its left and its right edge. */
  sides(): { left: number; right: number };
}

/** Nothing. */
export const NO_PANELS: PanelsOver = {
  boxes: () => [],
  sides: () => ({ left: 0, right: 0 }),
};

const COUNT = 10; // pixels: half of the side of a count

/** The boxes of marks, badges and counts, in pixels of the canvas. */
export function boxesOf({ marks, counts, badges, size }: Scene): Box[] {
  const boxes = Array.from({ length: marks.count }, (_, i) =>
    boxAround(marks.x[i] as number, marks.y[i] as number, size),
  );
  const plates = badges.map(({ x, y, width }) => ({
    left: x - width / 2,
    right: x + width / 2,
    top: y - BADGE_HEIGHT / 2,
    bottom: y + BADGE_HEIGHT / 2,
  }));
  return [...boxes, ...plates, ...counts.map(({ x, y }) => boxAround(x, y, COUNT))];
}

function boxAround(x: number, y: number, half: number): Box {
  return { left: x - half, right: x + half, top: y - half, bottom: y + half };
}
