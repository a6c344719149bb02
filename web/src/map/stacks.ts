// Counts of incidents at one place, or at places so near that their marks would hide each
// other. Pure.

import type { Columns } from '../data/columns';
import { type Count, newSplit } from './clusters';

const RADIUS = 11; // pixels of a stack's count

/** Pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Incidents at one place. */
export interface Stack extends Place {
  readonly rows: number[];
}

/** The count of a stack, at its place. */
export function countOf(columns: Columns, { x, y, rows }: Stack): Count {
  const split = newSplit(columns);
  let killed = 0;
  let known = 0;
  const { codes, figures } = columns.killed;
  for (const row of rows) {
    const kind = columns.kind[row] as number;
    split[kind] = (split[kind] as number) + 1;
    const best = figures[codes[row] as number]?.[1] ?? Number.NaN;
    if (Number.isNaN(best)) continue;
    killed += best;
    known++;
  }
  const bounds = { left: x, right: x, top: y, bottom: y };
  return {
    x,
    y,
    radius: RADIUS,
    n: rows.length,
    killed: known > 0 ? killed : null,
    split,
    rows: () => rows,
    bounds,
  };
}

/** The count of rows at several places, in their middle. */
export function countAround(columns: Columns, places: readonly Place[], rows: number[]): Count {
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const bounds = {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
  return { ...countOf(columns, { x: meanOf(xs), y: meanOf(ys), rows }), bounds };
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
}
