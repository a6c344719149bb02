// Where a strip has ticks, and which of them are labelled how. They follow the
// calendar and not the bins, so that no label is there twice. Pure.

import { type Day, month, type Span, year } from '../state/day';
import { addUnits, unitStart } from '../state/units';
import { dayToX } from './scale';

export type TickUnit = 'year' | 'month' | 'day';

export interface Tick {
  readonly day: Day;
  readonly unit: TickUnit;
  /** The label names the year: it is the first, or the first of its year. */
  readonly full: boolean;
}

interface Step {
  readonly unit: TickUnit;
  readonly days: number; // about
  /** The first day at or before a day that has a tick. */
  start(day: Day): Day;
  next(day: Day): Day;
}

const days = (n: 1 | 2): Step => ({
  unit: 'day',
  days: n,
  start: (day) => day - (((day % n) + n) % n),
  next: (day) => day + n,
});
const weeks: Step = {
  unit: 'day',
  days: 7,
  start: (day) => unitStart('week', day),
  next: (day) => day + 7,
};
const months = (n: number): Step => ({
  unit: 'month',
  days: 30.4 * n,
  start: (day) => addUnits('month', unitStart('month', day), -((month(day) - 1) % n)),
  next: (day) => addUnits('month', day, n),
});
const years = (n: number): Step => ({
  unit: 'year',
  days: 365.2 * n,
  start: (day) => addUnits('year', unitStart('year', day), -(((year(day) % n) + n) % n)),
  next: (day) => addUnits('year', day, n),
});
const STEPS: readonly Step[] = [
  ...([1, 2] as const).map(days),
  weeks,
  ...[1, 3, 6].map(months),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].map(years),
];

const GAP = 10; // pixels between two labels

/** The ticks of a strip; `room` is how many pixels the widest label of a unit takes. */
export function ticksOf(span: Span, width: number, room: Record<TickUnit, number>): Tick[] {
  const perDay = width / (span.to - span.from + 1);
  const fits = ({ unit, days: n }: Step) => n * perDay >= room[unit] + GAP;
  const step = STEPS.find(fits) ?? (STEPS.at(-1) as Step);
  const ticks: Tick[] = [];
  let before: Day | null = null;
  for (let day = step.start(span.from); day <= span.to; day = step.next(day)) {
    if (day < span.from) continue;
    if (dayToX(span, day, width) + room[step.unit] > width) break; // it would be cut
    const full = before === null || year(before) !== year(day);
    ticks.push({ day, unit: step.unit, full });
    before = day;
  }
  // No unit begins on a short strip: its first day says where it is.
  return ticks.length > 0 ? ticks : [{ day: span.from, unit: 'day', full: true }];
}
