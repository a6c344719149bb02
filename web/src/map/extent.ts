// Where the incidents are, so that the first view shows most of them and not
// the empty world between two far ones. Pure.

import type { Columns } from '../data/columns';
import { xToLng, yToLat } from '../data/mercator';

/** Degrees. */
export interface Extent {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/**
 * The box of the given share (0..1) of the rows' points that is nearest to
 * their median; null when none has a place.
 */
export function mainExtent(columns: Columns, rows: Uint32Array, share: number): Extent | null {
  const xs: number[] = [];
  const ys: number[] = [];
  for (const row of rows) {
    const last = columns.pointAt[row + 1] as number;
    for (let point = columns.pointAt[row] as number; point < last; point++) {
      xs.push(columns.x[point] as number);
      ys.push(columns.y[point] as number);
    }
  }
  if (xs.length === 0) return null;
  const midX = median(xs);
  const midY = median(ys);
  const order = xs
    .map((x, i) => ({ i, far: Math.max(Math.abs(x - midX), Math.abs((ys[i] as number) - midY)) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, Math.max(1, Math.ceil(xs.length * share)));
  let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { i } of order) {
    west = Math.min(west, xs[i] as number);
    east = Math.max(east, xs[i] as number);
    north = Math.min(north, ys[i] as number);
    south = Math.max(south, ys[i] as number);
  }
  return { west: xToLng(west), east: xToLng(east), north: yToLat(north), south: yToLat(south) };
}

function median(numbers: readonly number[]): number {
  const sorted = Float64Array.from(numbers).sort();
  return sorted[sorted.length >> 1] as number;
}
