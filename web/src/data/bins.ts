// Counting incidents into the bins of a histogram, in the way the server does:
// an incident counts in every bin that its days touch; it is certain in a bin
// when it lasted through its days or when all of its days lie in that one bin.

import { type Day, parseDay, type Span } from '../state/day';
import type { Columns } from './columns';
import type { HistogramBin } from './types';
import { lowerBound } from './window';

/** Adjoining bins: bin i has the days edges[i] up to but not including edges[i + 1]. */
export interface Bins {
  readonly edges: readonly Day[];
}

export interface BinCounts {
  readonly certain: Uint32Array;
  readonly possible: Uint32Array;
}

/** Counts of each bin in layers, such as kinds: those of layer i begin at i × bins. */
export interface LayeredCounts extends BinCounts {
  readonly layers: number;
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

/**
 * Counts the rows by layer into the bins, those alone that have days there.
 * `layerOf` has the layer of each kind.
 */
export function countLayers(
  columns: Columns,
  { edges }: Bins,
  layerOf: Uint8Array,
  layers: number,
): LayeredCounts {
  const n = Math.max(0, edges.length - 1);
  const counts = { layers, certain: empty(n * layers), possible: empty(n * layers) };
  if (n === 0) return counts;
  const { start, end, endSoFar, certain, kind } = columns;
  const bin = binFinder(edges);
  const after = lowerBound(start, edges[n] as Day);
  for (let row = lowerBound(endSoFar, edges[0] as Day); row < after; row++) {
    const first = bin(start[row] as Day);
    const last = bin(end[row] as Day);
    if (last < 0) continue;
    const into = certain[row] || first === last ? counts.certain : counts.possible;
    const at = (layerOf[kind[row] as number] as number) * n;
    for (let i = Math.max(0, first); i <= Math.min(n - 1, last); i++)
      into[at + i] = (into[at + i] as number) + 1;
  }
  return counts;
}

const TABLE_DAYS = 100_000; // of longer bins no table is made

// Finds the bin of a day as binOf does, by a table of all days where that is short.
function binFinder(edges: readonly Day[]): (day: Day) => number {
  const first = edges[0] as Day;
  const days = (edges.at(-1) as Day) - first;
  if (days > TABLE_DAYS) return (day) => binOf(edges, day);
  const table = new Uint16Array(days);
  for (let bin = 0; bin + 1 < edges.length; bin++) {
    table.fill(bin, (edges[bin] as Day) - first, (edges[bin + 1] as Day) - first);
  }
  return (day) => {
    if (day < first) return -1;
    return table[day - first] ?? edges.length - 1;
  };
}

/** The server's counts of layers as one; what is in none of them is in the last. */
export function joinLayers(
  bins: Bins,
  total: readonly HistogramBin[],
  parts: readonly (readonly HistogramBin[])[],
): LayeredCounts {
  const n = Math.max(0, bins.edges.length - 1);
  const layers = parts.length + 1;
  const counts = { layers, certain: empty(n * layers), possible: empty(n * layers) };
  const rest = alignTo(bins, total);
  parts.forEach((part, layer) => {
    const aligned = alignTo(bins, part);
    for (const sort of ['certain', 'possible'] as const) {
      counts[sort].set(aligned[sort], layer * n);
      aligned[sort].forEach((count, i) => {
        rest[sort][i] = (rest[sort][i] as number) - count;
      });
    }
  });
  for (const sort of ['certain', 'possible'] as const) {
    counts[sort].set(rest[sort], parts.length * n);
  }
  return counts;
}

function empty(n: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(n);
}

/** The server's counts of a filter, in the bins that they are shown in. */
export function alignTo({ edges }: Bins, bins: readonly HistogramBin[]): BinCounts {
  const n = Math.max(0, edges.length - 1);
  const counts = { certain: new Uint32Array(n), possible: new Uint32Array(n) };
  for (const { start, certain, possible } of bins) {
    const at = binOf(edges, parseDay(start) ?? Number.NaN);
    if (!(at >= 0 && at < n)) continue;
    counts.certain[at] = (counts.certain[at] as number) + certain;
    counts.possible[at] = (counts.possible[at] as number) + possible;
  }
  return counts;
}

/**
 * True when the counts show that two spans of days have the same incidents: no
 * bin has any in which one of the spans has days that the other has not.
 */
export function sameByBins(
  { edges }: Bins,
  { certain, possible }: BinCounts,
  a: { from: Day; to: Day },
  b: { from: Day; to: Day },
): boolean {
  for (let bin = 0; bin + 1 < edges.length; bin++) {
    if (certain[bin] === 0 && possible[bin] === 0) continue;
    const first = edges[bin] as Day;
    const last = (edges[bin + 1] as Day) - 1;
    if (clipped(a, first, last) !== clipped(b, first, last)) return false;
  }
  return true;
}

// The days of a span from first to last, as a text to compare; empty for none.
function clipped({ from, to }: { from: Day; to: Day }, first: Day, last: Day): string {
  return from > last || to < first ? '' : `${Math.max(from, first)}/${Math.min(to, last)}`;
}

/** True when the counts show that a span of days has no incidents: none is in a bin that it touches. */
export function emptyByBins(
  { edges }: Bins,
  { certain, possible }: BinCounts,
  span: Span,
): boolean {
  const first = Math.max(0, binOf(edges, span.from));
  const last = Math.min(edges.length - 2, binOf(edges, span.to));
  for (let bin = first; bin <= last; bin++) {
    if (certain[bin] || possible[bin]) return false;
  }
  return true;
}

/** The bin of a day; -1 before the first bin, the number of bins after the last. */
export function binOf(edges: readonly Day[], day: Day): number {
  return lowerBound(edges, day + 1) - 1;
}
