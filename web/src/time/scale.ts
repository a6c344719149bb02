// Days along a strip, and which of them the detail strip shows. Pure.

import type { Day, Span } from '../state/day';

/** A day's place on a strip that shows the span, 0..width. */
export function dayToX({ from, to }: Span, day: Day, width: number): number {
  return ((day - from) / (to - from + 1)) * width;
}

/** The day at a place on a strip, with its fraction. */
export function xToDay({ from, to }: Span, x: number, width: number): number {
  return from + (x / Math.max(1, width)) * (to - from + 1);
}

/** The least width of a bar, in pixels: bins are as fine as it allows. */
export const MIN_BAR = 3;

const MARGIN = 0.5; // of the window, at either side
const LEAST_MARGIN = 3; // days
const PAGE = 6; // windows on the strip while playing

/** The days of the detail strip at rest: the window with margins, within what there is to see. */
export function detailOf(window: Span, axis: Span): Span {
  const margin = Math.max(LEAST_MARGIN, Math.round((window.to - window.from + 1) * MARGIN));
  const reach = hull(window, axis);
  return {
    from: Math.max(reach.from, window.from - margin),
    to: Math.min(reach.to, window.to + margin),
  };
}

/** The days of the detail strip while playing: room for the windows that come. */
export function pageOf(window: Span, axis: Span): Span {
  const length = window.to - window.from + 1;
  const reach = hull(window, axis);
  const to = Math.min(reach.to, window.from + PAGE * length);
  return { from: Math.max(reach.from, to - PAGE * length), to };
}

/** The days of both spans, and between them. */
export function hull(a: Span, b: Span): Span {
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
}

/** Whether a span is within another. */
export function holds(outer: Span, inner: Span): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}
