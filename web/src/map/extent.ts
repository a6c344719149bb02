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

// A point is far off when it is this many times as far from the median of all
// points as the nearer half of them is.
const FAR = 4;
const NEARER = 0.5;

/**
 * The box of the rows' points, or of those that are not far off from the
 * others; null when none has a place.
 */
export function extentOf(columns: Columns, rows: Uint32Array, what: 'main' | 'all'): Extent | null {
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
  const far = xs.map((x, i) => Math.max(Math.abs(x - midX), Math.abs((ys[i] as number) - midY)));
  const near = Float64Array.from(far).sort()[Math.floor(far.length * NEARER)] as number;
  const limit = what === 'all' ? Infinity : FAR * near;
  let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
  far.forEach((distance, i) => {
    if (distance > limit) return;
    west = Math.min(west, xs[i] as number);
    east = Math.max(east, xs[i] as number);
    north = Math.min(north, ys[i] as number);
    south = Math.max(south, ys[i] as number);
  });
  return { west: xToLng(west), east: xToLng(east), north: yToLat(north), south: yToLat(south) };
}

function median(numbers: readonly number[]): number {
  const sorted = Float64Array.from(numbers).sort();
  return sorted[sorted.length >> 1] as number;
}
