// Playing through time: which window comes next, and when. Pure but for the Player.

import { areWholeMonths, type Span, type Unit } from '../state/day';
import type { Play } from '../state/play';
import { countUnits, nextSpan, shiftSpan, unitEnd, unitStart } from '../state/units';
import { holds } from './scale';

const TICK = 500; // milliseconds of a step at speed 1
const CALM_TICK = 1_500; // for readers who asked for less motion
const SHARE = 10; // of all of time is a window that slides over it

/** What is played: the days of the axis, by which unit, and how. */
export interface Course extends Pick<Play, 'step' | 'loop' | 'skip'> {
  readonly axis: Span;
  readonly unit: Unit;
  /** True when both windows show the same incidents. */
  isSame(a: Span, b: Span): boolean;
  isEmpty(span: Span): boolean;
}

/** The window that playing starts with: the one that is shown, or the first where all is. */
export function firstWindow(course: Course, span: Span): Span {
  if (holds(span, course.axis)) return seen(course, opening(course));
  if (span.to < course.axis.to) return span; // there is time left to play
  return seen(course, again(course, span));
}

/** The window after this one, or null at the end. */
export function nextWindow(course: Course, span: Span): Span | null {
  let next = advance(course, span);
  if (course.skip) {
    while (next && isNothing(course, span, next)) next = advance(course, next);
  }
  if (next || !course.loop) return next;
  const first = seen(course, again(course, span));
  return first.from !== span.from || first.to !== span.to ? first : null;
}

// The window itself, or the next one where empty ones are passed over.
function seen(course: Course, span: Span): Span {
  if (!course.skip || !course.isEmpty(span)) return span;
  return nextWindow({ ...course, loop: false }, span) ?? span;
}

function isNothing(course: Course, span: Span, next: Span): boolean {
  return course.isSame(span, next) || course.isEmpty(next);
}

/** The window before this one, or null at the beginning. */
export function previousWindow(course: Course, span: Span): Span | null {
  let next = retreat(course, span);
  while (course.skip && next && isNothing(course, span, next)) next = retreat(course, next);
  return next;
}

// From all of time, the last window comes first.
function retreat({ axis, unit, step }: Course, span: Span): Span | null {
  if (holds(span, axis) && step !== 'cumulative') {
    return { from: unitStart(unit, axis.to), to: unitEnd(unit, axis.to) };
  }
  if (step === 'cumulative') {
    const to = unitStart(unit, span.to) - 1;
    return to >= span.from ? { from: span.from, to } : null;
  }
  if (span.from <= axis.from) return null;
  return step === 'step' ? nextSpan(span, -1) : shiftSpan(span, unit, -1);
}

function advance({ axis, unit, step }: Course, span: Span): Span | null {
  if (span.to >= axis.to) return null;
  if (step === 'step') return nextSpan(span, 1);
  if (step === 'moving') return shiftSpan(span, unit, 1);
  return { from: span.from, to: unitEnd(unit, span.to + 1) };
}

// The first window where all of time was shown.
function opening({ axis, unit, step }: Course): Span {
  const from = unitStart(unit, axis.from);
  const n = Math.max(1, Math.round(countUnits(unit, axis) / SHARE));
  const one = { from, to: unitEnd(unit, from) };
  if (step === 'moving') return { from, to: shiftSpan(one, unit, n - 1).to };
  return step === 'step' ? one : { from: axis.from, to: one.to };
}

// The first window of the same length; one that grows begins on the same day.
function again({ axis, unit, step }: Course, span: Span): Span {
  if (step === 'cumulative') return { from: span.from, to: unitEnd(unit, span.from) };
  if (!areWholeMonths(span.from, span.to)) return shiftSpan(span, 'day', axis.from - span.from);
  const back = countUnits('month', { from: axis.from, to: span.from }) - 1;
  return shiftSpan(span, 'month', -back);
}

/** Calls back at the pace of the speed until stopped. */
export class Player {
  private timer = 0;

  constructor(
    private readonly tick: () => boolean,
    private readonly calm: () => boolean,
  ) {}

  get playing(): boolean {
    return this.timer !== 0;
  }

  start(speed: number): void {
    this.stop();
    const wait = this.calm() ? Math.max(CALM_TICK, TICK / speed) : TICK / speed;
    this.timer = window.setInterval(() => {
      if (!this.tick()) this.stop();
    }, wait);
  }

  stop(): void {
    window.clearInterval(this.timer);
    this.timer = 0;
  }
}
