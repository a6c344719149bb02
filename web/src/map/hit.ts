// Which incidents are under the pointer. Pure.

import type { Scene } from './scene';

export interface Hit {
  /** One row for a mark, one or more for a stack or an area. */
  readonly rows: readonly number[];
  /** Where it is drawn, in the scene's pixels. */
  readonly x: number;
  readonly y: number;
}

const REACH = 4; // pixels beside a mark that still mean it

/** What is at a position: the nearest mark, else a count, else the outline of an area. */
export function hitTest(scene: Scene, x: number, y: number): Hit | null {
  return markAt(scene, x, y) ?? poolAt(scene, x, y) ?? outlineAt(scene, x, y);
}

function markAt({ marks, size }: Scene, x: number, y: number): Hit | null {
  const reach = size + REACH;
  let best = -1;
  let bestSquare = reach * reach;
  for (let i = marks.count - 1; i >= 0; i--) {
    const dx = (marks.x[i] as number) - x;
    if (dx > reach || dx < -reach) continue;
    const dy = (marks.y[i] as number) - y;
    const square = dx * dx + dy * dy;
    if (square < bestSquare) {
      bestSquare = square;
      best = i;
    }
  }
  if (best < 0) return null;
  return {
    rows: [marks.row[best] as number],
    x: marks.x[best] as number,
    y: marks.y[best] as number,
  };
}

function poolAt({ stacks, areas }: Scene, x: number, y: number): Hit | null {
  const reach = 12 + REACH;
  for (const pool of [...stacks, ...areas]) {
    if (Math.hypot(pool.x - x, pool.y - y) <= reach) return pool;
  }
  return null;
}

function outlineAt({ areas }: Scene, x: number, y: number): Hit | null {
  const on = areas.filter((area) => {
    // A country in its own shape is taken hold of by its count.
    if (area.outline) return false;
    return Math.abs(Math.hypot(area.x - x, area.y - y) - area.radius) <= REACH;
  });
  return on.at(-1) ?? null; // the smallest: areas are sorted from large to small
}

/** Where a row is drawn in the scene, or null when it is not. */
export function findRow(scene: Scene, row: number): (Hit & { area: boolean }) | null {
  const { marks } = scene;
  for (let i = 0; i < marks.count; i++) {
    if (marks.row[i] === row) {
      return { rows: [row], x: marks.x[i] as number, y: marks.y[i] as number, area: false };
    }
  }
  const has = (pool: { rows: number[] }) => pool.rows.includes(row);
  const stack = scene.stacks.find(has);
  if (stack) return { ...stack, area: false };
  const area = scene.areas.find(has);
  return area ? { ...area, area: true } : null;
}
