// Days as whole numbers since 1970-01-01 in the proleptic Gregorian calendar.
// A day has no time zone: it is the local day at the place of an incident.

/** Days since 1970-01-01; negative before it. */
export type Day = number;

/** Days from the first to the last, both of them too. */
export interface Span {
  readonly from: Day;
  readonly to: Day;
}

/** The widths a histogram bin can have. */
export type Unit = 'day' | 'week' | 'month' | 'year';

const DAY_MS = 86_400_000;
const ISO = /^(-?\d{4,6})-(\d{2})-(\d{2})$/;

/** The day of `YYYY-MM-DD`, or null when the text is not a date of the calendar. */
export function parseDay(iso: string): Day | null {
  const m = ISO.exec(iso);
  if (!m) return null;
  const day = dayOf(Number(m[1]), Number(m[2]), Number(m[3]));
  return formatDay(day) === iso ? day : null;
}

/** The last day of what has no end, as the server's columns have it: after 9999-12-31. */
export const OPEN_END: Day = 2_932_897;

/** `YYYY-MM-DD` of a day. */
export function formatDay(day: Day): string {
  const d = toDate(day);
  const year = d.getUTCFullYear();
  const sign = year < 0 ? '-' : '';
  return `${sign}${pad(Math.abs(year), 4)}-${pad(d.getUTCMonth() + 1, 2)}-${pad(d.getUTCDate(), 2)}`;
}

/** The day as a Date at midnight UTC, for Intl with `timeZone: 'UTC'`. */
export function toDate(day: Day): Date {
  return new Date(day * DAY_MS);
}

/** The day of a year, a month (1 to 12, others roll over) and a day of the month. */
export function dayOf(year: number, month: number, dayOfMonth: number): Day {
  const d = new Date(0);
  d.setUTCFullYear(year, month - 1, dayOfMonth);
  return Math.round(d.getTime() / DAY_MS);
}

/** True when the days are exactly one or more whole months. */
export function areWholeMonths(start: Day, end: Day): boolean {
  return isMonthStart(start) && isMonthStart(end + 1);
}

/** True when the days are exactly one or more whole years. */
export function areWholeYears(start: Day, end: Day): boolean {
  return areWholeMonths(start, end) && month(start) === 1 && month(end + 1) === 1;
}

/** The month of a day, 1 to 12. */
export function month(day: Day): number {
  return toDate(day).getUTCMonth() + 1;
}

/** The year of a day. */
export function year(day: Day): number {
  return toDate(day).getUTCFullYear();
}

function isMonthStart(day: Day): boolean {
  return toDate(day).getUTCDate() === 1;
}

function pad(n: number, width: number): string {
  return String(n).padStart(width, '0');
}
