// What keys and steps do to a time window. Pure: WAI-ARIA's slider keys, for
// three thumbs: the start, the end, and the window as a whole.

import type { Day, Span, Unit } from '../state/day';
import { addUnits, shiftSpan, unitEnd, unitStart } from '../state/units';

export type Thumb = 'start' | 'end' | 'window';

/** How many units a big step has. */
export const BIG_STEP: Record<Unit, number> = { day: 7, week: 4, month: 12, year: 5 };

/** What a key is pressed over: the unit that is shown, and the days that there are. */
export interface Shown {
  readonly unit: Unit;
  readonly axis: Span;
}

/** The window after a key, or null when the key means nothing to a slider. */
export function applyKey(
  shown: Shown,
  span: Span,
  thumb: Thumb,
  key: { key: string; shiftKey: boolean },
): Span | null {
  const steps = stepsOf(key, BIG_STEP[shown.unit]);
  if (steps === null) return null;
  if (thumb === 'window') return moveBy(shown, span, steps);
  if (thumb === 'start') return keyStart(shown, span, steps);
  return keyEnd(shown, span, steps);
}

/** The window with another first day: never after its last. */
export function setStart({ axis }: Shown, span: Span, day: Day): Span {
  const first = Math.min(axis.from, span.from);
  return { from: Math.max(first, Math.min(day, span.to)), to: span.to };
}

/** The window with another last day: never before its first. */
export function setEnd({ axis }: Shown, span: Span, day: Day): Span {
  const last = Math.max(axis.to, span.to);
  return { from: span.from, to: Math.min(last, Math.max(day, span.from)) };
}

/** The window moved by units; it stops at the units that the ends of the data are in. */
export function moveBy(shown: Shown, span: Span, steps: number): Span {
  const { axis, unit } = shown;
  const target = Number.isFinite(steps)
    ? shiftSpan(span, unit, steps)
    : shiftSpan(span, 'day', steps > 0 ? axis.to - span.to : axis.from - span.from);
  const stop = steps > 0 ? stopLate : stopEarly;
  return stop(shown, span, target);
}

/** The window moved by days. */
export function moveDays({ axis }: Pick<Shown, 'axis'>, span: Span, days: number): Span {
  const least = Math.min(0, axis.from - span.from);
  const most = Math.max(0, axis.to - span.to);
  return shiftSpan(span, 'day', Math.max(least, Math.min(most, days)));
}

function stopLate({ axis, unit }: Shown, span: Span, target: Span): Span {
  const last = unitEnd(unit, axis.to);
  if (target.to <= last) return target;
  return span.to >= axis.to ? span : shiftSpan(span, 'day', axis.to - span.to);
}

function stopEarly({ axis, unit }: Shown, span: Span, target: Span): Span {
  const first = unitStart(unit, axis.from);
  if (target.from >= first) return target;
  return span.from <= axis.from ? span : shiftSpan(span, 'day', axis.from - span.from);
}

function keyStart(shown: Shown, span: Span, steps: number): Span {
  const { axis, unit } = shown;
  if (steps === -Infinity) return { from: axis.from, to: Math.max(axis.from, span.to) };
  const latest = Math.max(span.from, unitStart(unit, span.to));
  const day = steps === Infinity ? latest : Math.min(latest, shiftEdge(unit, span.from, steps));
  return setStart(shown, span, day);
}

function keyEnd(shown: Shown, span: Span, steps: number): Span {
  const { axis, unit } = shown;
  if (steps === Infinity) return { from: Math.min(axis.to, span.from), to: axis.to };
  const earliest = Math.min(span.to, unitEnd(unit, span.from));
  const edge = shiftEdge(unit, span.to + 1, steps);
  return setEnd(shown, span, steps === -Infinity ? earliest : Math.max(earliest, edge - 1));
}

// The beginning of a unit some steps from a day; a day within a unit first goes
// to the nearest beginning in that direction.
function shiftEdge(unit: Unit, day: Day, steps: number): Day {
  const start = unitStart(unit, day);
  const from = start === day || steps > 0 ? start : addUnits(unit, start, 1);
  return addUnits(unit, from, steps);
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
