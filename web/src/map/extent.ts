// Where the incidents are, so that the first view shows most of them and not
// the empty world between two far ones. Pure.

import type { Columns } from '../data/columns';
import { WORLD, xToLng, yToLat } from '../data/mercator';
import type { Collection } from '../data/types';

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
const MOST_AWAY = 1 / 5; // of all points: where more are far off they belong to the picture

/**
 * The box of the rows' points, or of those that are not far off from the
 * others; null when none has a place. A box that crosses the antimeridian has its
 * east beyond 180°, or its west beyond -180°, whichever is nearer to Greenwich.
 */
export function extentOf(columns: Columns, rows: Uint32Array, what: 'main' | 'all'): Extent | null {
  const { xs, ys } = pointsOf(columns, rows);
  if (xs.length === 0) return null;
  unroll(xs);
  const far = distances(xs, ys);
  const limit = what === 'all' ? Infinity : limitOf(far);
  let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < far.length; i++) {
    if ((far[i] as number) > limit) continue;
    west = Math.min(west, xs[i] as number);
    east = Math.max(east, xs[i] as number);
    north = Math.min(north, ys[i] as number);
    south = Math.max(south, ys[i] as number);
  }
  const turn = (west + east) / 2 > WORLD ? WORLD : 0;
  return {
    west: xToLng(west - turn),
    east: xToLng(east - turn),
    north: yToLat(north),
    south: yToLat(south),
  };
}

/** The box that a collection tells of itself; null where it tells none. */
export function extentOfCollection(collection: Collection | null): Extent | null {
  const [west, south, east, north] = collection?.extent?.spatial?.bbox[0] ?? [];
  if (west === undefined || south === undefined || east === undefined || north === undefined)
    return null;
  return { west, south, east: east < west ? east + 360 : east, north };
}

// Here and below rows are gone through by their index: an iterator makes an object for each,
// which is a hundred megabytes for a million.
function pointsOf({ pointAt, x, y }: Columns, rows: Uint32Array) {
  let n = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    n += (pointAt[row + 1] as number) - (pointAt[row] as number);
  }
  const xs = new Float64Array(n);
  const ys = new Float64Array(n);
  n = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const last = pointAt[row + 1] as number;
    for (let point = pointAt[row] as number; point < last; point++, n++) {
      xs[n] = x[point] as number;
      ys[n] = y[point] as number;
    }
  }
  return { xs, ys };
}

// Begins the world where its widest part without any of the points ends.
function unroll(xs: Float64Array): void {
  const from = widestGap(xs);
  if (from === 0) return;
  for (let i = 0; i < xs.length; i++)
    if ((xs[i] as number) < from) xs[i] = (xs[i] as number) + WORLD;
}

// How far each point is from the median of all, along the axis on which it is farther.
function distances(xs: Float64Array, ys: Float64Array): Float64Array {
  const [midX, midY] = [median(xs), median(ys)];
  const far = new Float64Array(xs.length);
  for (let i = 0; i < far.length; i++) {
    far[i] = Math.max(Math.abs((xs[i] as number) - midX), Math.abs((ys[i] as number) - midY));
  }
  return far;
}

// The distance from which points are far off; infinite where too many would be.
function limitOf(far: Float64Array): number {
  const limit = FAR * median(far);
  let away = 0;
  for (let i = 0; i < far.length; i++) if ((far[i] as number) > limit) away++;
  return away > MOST_AWAY * far.length ? Infinity : limit;
}

const SECTORS = 360;

// Where the widest part of the world without any of the points ends: the box
// begins there. Points on both sides of the antimeridian are near each other.
function widestGap(xs: Float64Array): number {
  const used = new Uint8Array(SECTORS);
  for (let i = 0; i < xs.length; i++) used[Math.floor(((xs[i] as number) / WORLD) * SECTORS)] = 1;
  let [widest, begin, run] = [0, 0, 0];
  for (let i = 0; i < 2 * SECTORS; i++) {
    run = used[i % SECTORS] ? 0 : run + 1;
    if (run > widest && run < SECTORS) [widest, begin] = [run, (i + 1) % SECTORS];
  }
  // Around the world as usual, unless much is gained.
  const usual = runAt(used, 0, 1) + runAt(used, SECTORS - 1, -1);
  return widest > usual + SECTORS / 6 ? (begin / SECTORS) * WORLD : 0;
}

function runAt(used: Uint8Array, from: number, step: number): number {
  let n = 0;
  while (n < SECTORS && !used[from + n * step]) n++;
  return n;
}

const SAMPLE = 10_000; // numbers that are enough to tell where the middle of more is

function median(numbers: Float64Array): number {
  const step = Math.max(1, Math.floor(numbers.length / SAMPLE));
  const sample = new Float64Array(Math.ceil(numbers.length / step));
  for (let i = 0; i < sample.length; i++) sample[i] = numbers[i * step] as number;
  sample.sort();
  return sample[sample.length >> 1] as number;
}
