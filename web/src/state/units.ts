// Units of the calendar: the widths of bins and the lengths of steps. Weeks
// begin on Monday (ISO 8601), as the server's do.

import { areWholeMonths, type Day, dayOf, month, type Span, toDate, type Unit, year } from './day';

/** From the finest to the coarsest. */
export const UNITS: readonly Unit[] = ['day', 'week', 'month', 'year'];

/** The first day of the unit that holds a day. */
export function unitStart(unit: Unit, day: Day): Day {
  switch (unit) {
    case 'day':
      return day;
    case 'week':
      return day - ((((day + 3) % 7) + 7) % 7); // 1970-01-01 was a Thursday
    case 'month':
      return dayOf(year(day), month(day), 1);
    case 'year':
      return dayOf(year(day), 1, 1);
  }
}

/** The last day of the unit that holds a day. */
export function unitEnd(unit: Unit, day: Day): Day {
  return addUnits(unit, unitStart(unit, day), 1) - 1;
}

/** The day some units later or earlier; in a shorter month its last day. */
export function addUnits(unit: Unit, day: Day, n: number): Day {
  switch (unit) {
    case 'day':
      return day + n;
    case 'week':
      return day + 7 * n;
    case 'month':
      return addMonths(day, n);
    case 'year':
      return addMonths(day, 12 * n);
  }
}

/** How many units have days of the span. */
export function countUnits(unit: Unit, { from, to }: Span): number {
  switch (unit) {
    case 'day':
      return to - from + 1;
    case 'week':
      return (unitStart('week', to) - unitStart('week', from)) / 7 + 1;
    case 'month':
      return monthIndex(to) - monthIndex(from) + 1;
    case 'year':
      return year(to) - year(from) + 1;
  }
}

/** The finest unit of which the span has no more than `most`, or years. */
export function fitUnit(span: Span, most: number): Unit {
  return UNITS.find((unit) => countUnits(unit, span) <= most) ?? 'year';
}

/** The edges of all units that have days of the span. */
export function edgesOver(unit: Unit, span: Span): Day[] {
  const first = unitStart(unit, span.from);
  const n = countUnits(unit, span);
  return Array.from({ length: n + 1 }, (_, i) => addUnits(unit, first, i));
}

/**
 * The span moved by units. One of whole months stays one of whole months; any
 * other keeps its number of days.
 */
export function shiftSpan({ from, to }: Span, unit: Unit, n: number): Span {
  const start = addUnits(unit, from, n);
  const isWhole = (unit === 'month' || unit === 'year') && areWholeMonths(from, to);
  return { from: start, to: isWhole ? addUnits(unit, to + 1, n) - 1 : start + to - from };
}

/** The span that follows at once, or comes just before: a month after a month, seven days after seven. */
export function nextSpan(span: Span, n: 1 | -1): Span {
  if (!areWholeMonths(span.from, span.to)) {
    return shiftSpan(span, 'day', n * (span.to - span.from + 1));
  }
  return shiftSpan(span, 'month', n * countUnits('month', span));
}

function addMonths(day: Day, n: number): Day {
  const index = monthIndex(day) + n;
  const [y, m] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  const last = dayOf(y, m + 1, 1) - 1;
  return Math.min(last, dayOf(y, m, toDate(day).getUTCDate()));
}

// Months since the beginning of year 0.
function monthIndex(day: Day): number {
  return year(day) * 12 + month(day) - 1;
}
