// Spots: positions that are one place to the eye even on the deepest zoom,
// because they coincide or lie a few metres from each other.

import type { Columns } from '../data/columns';
import { metresToUnits } from '../data/mercator';

const NEAR = 20; // metres
const UNSEEN = 0xffff_ffff;

/** Finds the spots of points as they come into view; a spot is the position that stands for it. */
export class Spots {
  private readonly spotOf: Uint32Array;
  // A point of each position that stands for others, by cells as wide as they are near.
  private readonly cells = new Map<number, number[]>();
  private readonly near: number; // Mercator units

  constructor(private readonly columns: Columns) {
    this.spotOf = new Uint32Array(columns.positions).fill(UNSEEN);
    const middle = columns.y[columns.y.length >> 1] ?? 2 ** 31;
    this.near = Math.ceil(metresToUnits(NEAR, middle));
  }

  /** The spot of a point, as a number below the columns' number of positions. */
  of(point: number): number {
    const position = this.columns.position[point] as number;
    const known = this.spotOf[position] as number;
    if (known !== UNSEEN) return known;
    const spot = this.find(point) ?? position;
    this.spotOf[position] = spot;
    return spot;
  }

  private find(point: number): number | null {
    const { columns, near } = this;
    const [x, y] = [columns.x[point] as number, columns.y[point] as number];
    const [column, row] = [Math.floor(x / near), Math.floor(y / near)];
    for (let i = 0; i < 9; i++) {
      for (const other of this.cells.get(
        keyOf(column + (i % 3) - 1, row + Math.floor(i / 3) - 1),
      ) ?? []) {
        const [dx, dy] = [(columns.x[other] as number) - x, (columns.y[other] as number) - y];
        if (dx * dx + dy * dy <= near * near) return columns.position[other] as number;
      }
    }
    const key = keyOf(column, row);
    const cell = this.cells.get(key);
    if (cell) cell.push(point);
    else this.cells.set(key, [point]);
    return null;
  }
}

function keyOf(column: number, row: number): number {
  return column * 2 ** 26 + row; // exact: both are below 2^26 where cells are 64 units wide or more
}
