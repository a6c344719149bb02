// Counting incidents into the bins of a histogram, in the way the server does:
// an incident counts in every bin that its days touch; it is certain in a bin
// when it lasted through its days or when all of its days lie in that one bin.

import { type Day, parseDay } from '../day';
import type { HistogramBin } from '../types';
import type { Columns } from './columns';
import { lowerBound } from './window';

/** Adjoining bins: bin i has the days edges[i] up to but not including edges[i + 1]. */
export interface Bins {
  readonly edges: readonly Day[];
}

export interface BinCounts {
  readonly certain: Uint32Array;
  readonly possible: Uint32Array;
}

/** The edges of the server's bins, and its counts; null when there are none. */
export function fromServer(bins: readonly HistogramBin[]): (Bins & BinCounts) | null {
  const edges: Day[] = [];
  for (const bin of bins) edges.push(parseDay(bin.start) ?? Number.NaN);
  const last = bins.at(-1);
  if (last) edges.push((parseDay(last.end) ?? Number.NaN) + 1);
  if (!last || edges.some(Number.isNaN)) return null;
  return {
    edges,
    certain: Uint32Array.from(bins, (bin) => bin.certain),
    possible: Uint32Array.from(bins, (bin) => bin.possible),
  };
}

/** Counts all rows of the columns into the bins. */
export function countInto(columns: Columns, { edges }: Bins): BinCounts {
  const n = Math.max(0, edges.length - 1);
  const counts = { certain: new Uint32Array(n), possible: new Uint32Array(n) };
  for (let row = 0; row < columns.length; row++) {
    const first = binOf(edges, columns.start[row] as Day);
    const last = binOf(edges, columns.end[row] as Day);
    const into = columns.certain[row] || first === last ? counts.certain : counts.possible;
    for (let bin = Math.max(0, first); bin <= Math.min(n - 1, last); bin++) {
      into[bin] = (into[bin] as number) + 1;
    }
  }
  return counts;
}

/** The bin of a day; -1 before the first bin, the number of bins after the last. */
export function binOf(edges: readonly Day[], day: Day): number {
  return lowerBound(edges, day + 1) - 1;
}

/** The edge nearest to a day. */
export function nearestEdge(edges: readonly Day[], day: Day): Day {
  const at = lowerBound(edges, day);
  const after = edges[Math.min(at, edges.length - 1)] as Day;
  const before = edges[Math.max(0, at - 1)] as Day;
  return day - before < after - day ? before : after;
}
