// Marks that would lie on each other. Pure.

import type { Points } from './scene';

const NEAR = 7; // pixels between the middles of two marks that hide each other

/**
 * Parts places, given by their indexes, into groups in which each lies on the next;
 * most groups are of one.
 */
export function gather(points: Points, alone: Iterable<number>): number[][] {
  const parent = new Map<number, number>();
  for (const i of alone) parent.set(i, i);
  const root = (i: number): number => {
    let at = i;
    while (parent.get(at) !== at) at = parent.get(at) as number;
    parent.set(i, at);
    return at;
  };
  const cells = new Map<number, number[]>();
  for (const i of alone) {
    const [x, y] = [points.x[i] as number, points.y[i] as number];
    const [column, row] = [Math.floor(x / NEAR), Math.floor(y / NEAR)];
    for (let k = 0; k < 9; k++) {
      const others = cells.get(keyOf(column + (k % 3) - 1, row + Math.floor(k / 3) - 1)) ?? [];
      for (const j of others) {
        const far = Math.hypot((points.x[j] as number) - x, (points.y[j] as number) - y);
        if (far < NEAR) parent.set(root(i), root(j));
      }
    }
    const cell = cells.get(keyOf(column, row));
    if (cell) cell.push(i);
    else cells.set(keyOf(column, row), [i]);
  }
  const groups = new Map<number, number[]>();
  for (const i of alone) {
    const at = root(i);
    const group = groups.get(at);
    if (group) group.push(i);
    else groups.set(at, [i]);
  }
  return [...groups.values()];
}

function keyOf(column: number, row: number): number {
  return row * 65_536 + column;
}
