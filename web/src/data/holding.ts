// What the page holds of a set of incidents, and which windows of time it can
// show without asking the server again.

import type { Columns } from './columns';
import { selectRows, type Window } from './window';

export interface Holding {
  readonly columns: Columns;
  /** How many incidents the server has in the window; more than the columns where they are too many. */
  readonly matched: number;
  /** The window that was asked for. */
  readonly window: Window;
}

/** The window of all time. */
export const ALL_TIME: Window = { from: -Infinity, to: Infinity, mode: 'overlap' };

/** True when every incident of the holding's window is held. */
export function isComplete({ columns, matched }: Holding): boolean {
  return columns.length === matched;
}

/** True when the set is held whole, so that every window can be shown from it. */
export function isWhole(holding: Holding): boolean {
  return isComplete(holding) && isOpen(holding.window);
}

/** True when the holding has what the server would answer for the window. */
export function answers(holding: Holding, asked: Window): boolean {
  return (
    sameWindow(holding.window, asked) || (isComplete(holding) && contains(holding.window, asked))
  );
}

/**
 * The rows of a window that the holding answers, in day order; `out` must be as
 * long as its columns. For the window that was asked for they are all of them:
 * the server has tested them.
 */
export function rowsIn({ columns, window }: Holding, asked: Window, out: Uint32Array): Uint32Array {
  if (!sameWindow(window, asked)) return selectRows(columns, asked, out);
  for (let row = 0; row < columns.length; row++) out[row] = row;
  return out.subarray(0, columns.length);
}

function isOpen({ from, to }: Window): boolean {
  return from === -Infinity && to === Infinity;
}

/** True when both windows ask for the same incidents. */
export function sameWindow(a: Window, b: Window): boolean {
  return a.from === b.from && a.to === b.to && (a.mode === b.mode || isOpen(a));
}

// An incident of the inner window is one of the outer, unless the outer leaves
// out those that reach beyond it and the inner does not.
function contains(outer: Window, inner: Window): boolean {
  const within = outer.from <= inner.from && inner.to <= outer.to;
  return within && (outer.mode === 'overlap' || inner.mode === 'inside' || isOpen(outer));
}
