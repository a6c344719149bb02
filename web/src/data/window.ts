// The time window on the page: the same test as on the server
// (internal/incident), over columns sorted by first day.

import { type Day, parseDay } from '../state/day';
import type { Filter, Mode } from '../state/filter';
import type { Columns } from './columns';

/** Days inclusive; -Infinity and Infinity are open sides. */
export interface Window {
  readonly from: Day;
  readonly to: Day;
  readonly mode: Mode;
}

/** The window of a filter. */
export function windowOf({ from, to, mode }: Pick<Filter, 'from' | 'to' | 'mode'>): Window {
  return {
    from: (from === null ? null : parseDay(from)) ?? -Infinity,
    to: (to === null ? null : parseDay(to)) ?? Infinity,
    mode,
  };
}

/** Whether an incident of the days start..end is within the window. */
export function inWindow(start: Day, end: Day, window: Window): boolean {
  return window.mode === 'inside'
    ? start >= window.from && end <= window.to
    : start <= window.to && end >= window.from;
}

/** Rows in the window, in day order; `out` is reused and must be as long as the columns. */
export function selectRows(columns: Columns, window: Window, out: Uint32Array): Uint32Array {
  const { start, end, endSoFar } = columns;
  // Rows before `first` have all ended before the window; rows from `last` begin after it.
  const first = lowerBound(endSoFar, window.from);
  const last = lowerBound(start, window.to + 1);
  let n = 0;
  for (let i = first; i < last; i++) {
    if (inWindow(start[i] as Day, end[i] as Day, window)) out[n++] = i;
  }
  return out.subarray(0, n);
}

/** True when there are rows in the window. */
export function hasRows({ start, end, endSoFar }: Columns, window: Window): boolean {
  const last = lowerBound(start, window.to + 1);
  for (let i = lowerBound(endSoFar, window.from); i < last; i++) {
    if (inWindow(start[i] as Day, end[i] as Day, window)) return true;
  }
  return false;
}

/** True when both windows have the same rows in them; most others are told apart by the first row. */
export function haveSameRows({ start, end, endSoFar }: Columns, a: Window, b: Window): boolean {
  const last = lowerBound(start, Math.max(a.to, b.to) + 1);
  for (let i = lowerBound(endSoFar, Math.min(a.from, b.from)); i < last; i++) {
    const [first, to] = [start[i] as Day, end[i] as Day];
    if (inWindow(first, to, a) !== inWindow(first, to, b)) return false;
  }
  return true;
}

/** The first index whose value is at least `value`, in ascending numbers. */
export function lowerBound(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if ((sorted[mid] as number) < value) low = mid + 1;
    else high = mid;
  }
  return low;
}
