// Which part of time an axis shows, so that a few dates nobody meant do not
// make all others one pixel.

import type { Day, Span } from '../state/day';
import type { BinCounts, Bins } from './bins';
import type { Columns } from './columns';
import { lowerBound } from './window';

const OUTER_SHARE = 0.1; // of the incidents, at either end, that may be left off
const FEWEST = 4; // incidents: of fewer, none is left off
const NEAR = 365; // days: what is no farther away never is

/**
 * The days of the axis. It begins with the middle of the incidents, all but a
 * tenth at either end (or one incident), and takes in what lies beyond, the
 * nearest first, unless a gap of more than a year would more than double it.
 */
export function robustAxis({ edges, certain, possible }: Bins & BinCounts, extent: Span): Span {
  const filled = Array.from(certain, (n, bin) => n + (possible[bin] ?? 0));
  const bins = filled.flatMap((n, bin) => (n > 0 ? [bin] : []));
  if (bins.length === 0) return extent;
  const total = filled.reduce((a, b) => a + b, 0);
  const outer = total < FEWEST ? 0 : Math.max(1, Math.floor(total * OUTER_SHARE));
  const at = (bin: number) => edges[bin] as Day;
  let low = middle(bins, filled, outer);
  let high = bins.length - 1 - middle([...bins].reverse(), filled, outer);
  const [first, last] = [() => at(bins[low] as number), () => at((bins[high] as number) + 1)];
  for (;;) {
    const before = low > 0 ? first() - at((bins[low - 1] as number) + 1) : Infinity;
    const after = high + 1 < bins.length ? at(bins[high + 1] as number) - last() : Infinity;
    if (Math.min(before, after) > Math.max(NEAR, last() - first())) break;
    if (before <= after) low--;
    else high++;
  }
  return {
    from: low === 0 ? extent.from : first(),
    to: high === bins.length - 1 ? extent.to : last() - 1,
  };
}

// The index of the first bin that is not among the outer incidents.
function middle(bins: readonly number[], filled: readonly number[], outer: number): number {
  let n = 0;
  return bins.findIndex((bin) => {
    n += filled[bin] as number;
    return n > outer;
  });
}

/** How many incidents have days beyond an end of the axis, and which days. */
export interface Beyond {
  readonly n: number;
  readonly span: Span;
}

/** The rows that reach beyond the axis at either end; null where none does. */
export function beyond(
  columns: Columns,
  axis: Span,
): { before: Beyond | null; after: Beyond | null } {
  const { start, end, endSoFar, length } = columns;
  const n = lowerBound(start, axis.from);
  let to = -Infinity;
  for (let row = 0; row < n; row++) to = Math.max(to, Math.min(end[row] as Day, axis.from - 1));
  const before = n > 0 ? { n, span: { from: start[0] as Day, to } } : null;
  let late = 0;
  let first = Infinity;
  // The rows before have all ended by then.
  for (let row = lowerBound(endSoFar, axis.to + 1); row < length; row++) {
    if ((end[row] as Day) <= axis.to) continue;
    late++;
    first = Math.min(first, Math.max(start[row] as Day, axis.to + 1));
  }
  if (late === 0) return { before, after: null };
  return { before, after: { n: late, span: { from: first, to: endSoFar[length - 1] as Day } } };
}
