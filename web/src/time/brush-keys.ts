// What keys do to a time window. Pure: WAI-ARIA's slider keys, for three
// thumbs: the start, the end, and the window as a whole.

import { nearestEdge } from '../data/bins';
import { lowerBound } from '../data/window';
import type { Day, Span } from '../state/day';

export type Thumb = 'start' | 'end' | 'window';

/** How many bins a big step has, by the width of the bins. */
export const BIG_STEP = { day: 7, week: 4, month: 12, year: 5 } as const;

/** The window after a key, or null when the key means nothing to a slider. */
export function applyKey(
  edges: readonly Day[],
  span: Span,
  thumb: Thumb,
  key: { key: string; shiftKey: boolean },
  bigStep: number,
): Span | null {
  const steps = stepsOf(key, bigStep);
  if (steps === null) return null;
  if (thumb === 'window') return moveBy(edges, span, steps);
  if (thumb === 'start') return setStart(edges, span, shiftEdge(edges, span.from, steps));
  return setEnd(edges, span, shiftEdge(edges, span.to + 1, steps) - 1);
}

/** The window with another first day: never after its last. */
export function setStart(edges: readonly Day[], span: Span, day: Day): Span {
  const first = edges[0] as Day;
  return { from: Math.max(first, Math.min(day, lastEdgeBefore(edges, span.to + 1))), to: span.to };
}

/** The window with another last day: never before its first. */
export function setEnd(edges: readonly Day[], span: Span, day: Day): Span {
  const last = (edges.at(-1) as Day) - 1;
  return {
    from: span.from,
    to: Math.min(last, Math.max(day, firstEdgeAfter(edges, span.from) - 1)),
  };
}

/** The window moved by whole bins; it keeps its number of bins and stops at the ends. */
export function moveBy(edges: readonly Day[], span: Span, steps: number): Span {
  const n = edges.length - 1;
  const first = edgeIndex(edges, span.from);
  const width = Math.max(1, edgeIndex(edges, span.to + 1) - first);
  const at = Math.max(0, Math.min(n - width, first + steps));
  return { from: edges[at] as Day, to: (edges[at + width] as Day) - 1 };
}

/** The window between two days, taken to the nearest edges of bins. */
export function snap(edges: readonly Day[], a: Day, b: Day): Span {
  const from = nearestEdge(edges, Math.min(a, b));
  const to = nearestEdge(edges, Math.max(a, b));
  if (to > from) return { from, to: to - 1 };
  const bin = Math.max(0, Math.min(edges.length - 2, lowerBound(edges, Math.min(a, b) + 1) - 1));
  return { from: edges[bin] as Day, to: (edges[bin + 1] as Day) - 1 };
}

function stepsOf(
  { key, shiftKey }: { key: string; shiftKey: boolean },
  big: number,
): number | null {
  const step = shiftKey ? big : 1;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return step;
    case 'ArrowLeft':
    case 'ArrowDown':
      return -step;
    case 'PageUp':
      return big;
    case 'PageDown':
      return -big;
    case 'Home':
      return -Infinity;
    case 'End':
      return Infinity;
    default:
      return null;
  }
}

// The edge some steps from a day; a day between two edges first goes to the next one.
function shiftEdge(edges: readonly Day[], day: Day, steps: number): Day {
  const at = lowerBound(edges, day); // the first edge not before the day
  const on = edges[at] === day;
  const from = on || steps < 0 ? at : at - 1;
  return edges[Math.max(0, Math.min(edges.length - 1, from + steps))] as Day;
}

function edgeIndex(edges: readonly Day[], day: Day): number {
  return edges.indexOf(nearestEdge(edges, day));
}

function lastEdgeBefore(edges: readonly Day[], day: Day): Day {
  return edges[Math.max(0, lowerBound(edges, day) - 1)] as Day;
}

function firstEdgeAfter(edges: readonly Day[], day: Day): Day {
  return edges[Math.min(edges.length - 1, lowerBound(edges, day + 1))] as Day;
}
