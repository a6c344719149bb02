// Dates as they are written in the Extended Date/Time Format (ISO 8601-2), so that a form
// can say in words what was typed. The server has the last word: what is not understood
// here may still be a date to it. Pure.

import { type Day, formatDay, parseDay } from '../state/day';
import type { DatePrecision } from './types';

/** A date as the API tells of it. */
export interface DateRead {
  readonly date: string;
  readonly start: string;
  readonly end: string | null;
  readonly date_precision: DatePrecision;
  readonly date_certain: boolean;
}

interface Part {
  readonly start: Day;
  readonly end: Day;
  readonly precision: DatePrecision;
}

/** What a date means; null where it is not understood. */
export function readDate(text: string): DateRead | null {
  const date = text.trim();
  const [from = '', to, ...more] = date.split('/');
  if (more.length > 0) return null;
  if (to !== undefined) return interval(date, from, to);
  const set = /^\[(.+?)(?:\.\.|,)(.+)\]$/.exec(date);
  if (set) return oneOf(date, part(set[1] ?? ''), part(set[2] ?? ''));
  const only = part(date);
  return only && told(date, only, only.precision === 'day' && !isDoubted(date));
}

// It lasted from the first to the second; an open one has no end that is told.
function interval(date: string, from: string, to: string): DateRead | null {
  const first = part(from);
  if (!first) return null;
  if (to === '' || to === '..') return { ...told(date, first, false), end: null };
  const last = part(to);
  if (!last || last.end < first.start) return null;
  const precision = coarser(first.precision, last.precision);
  return told(date, { start: first.start, end: last.end, precision }, !isDoubted(date));
}

// One of some days, which of them is not known.
function oneOf(date: string, first: Part | null, last: Part | null): DateRead | null {
  if (!first || !last || last.end < first.start) return null;
  const days = last.end - first.start + 1;
  const precision =
    days <= 1 ? 'day' : days <= 7 ? 'week' : days <= 31 ? 'month' : days <= 366 ? 'year' : 'longer';
  return told(date, { start: first.start, end: last.end, precision }, false);
}

// A day, a month or a year; what is not known may be written as X.
function part(text: string): Part | null {
  const bare = text.trim().replace(/[?~%]$/, '');
  const [, year = '', month = 'XX', day = 'XX'] =
    /^(\d{4})(?:-(\d\d|XX)(?:-(\d\d|XX))?)?$/.exec(bare) ?? [];
  if (!year || (month === 'XX' && day !== 'XX')) return null;
  const at = (m: string, d: string) => parseDay(`${year}-${m}-${d}`);
  if (month === 'XX') return span(at('01', '01'), at('12', '31'), 'year');
  if (day !== 'XX') return span(at(month, day), at(month, day), 'day');
  const last = ['31', '30', '29', '28'].map((d) => at(month, d)).find((d) => d !== null) ?? null;
  return span(at(month, '01'), last, 'month');
}

function span(start: Day | null, end: Day | null, precision: DatePrecision): Part | null {
  return start === null || end === null ? null : { start, end, precision };
}

function told(date: string, { start, end, precision }: Part, isCertain: boolean): DateRead {
  return {
    date,
    start: formatDay(start),
    end: formatDay(end),
    date_precision: precision,
    date_certain: isCertain,
  };
}

const FINEST_FIRST: readonly DatePrecision[] = ['day', 'week', 'month', 'year', 'longer'];

function coarser(a: DatePrecision, b: DatePrecision): DatePrecision {
  return FINEST_FIRST.indexOf(a) > FINEST_FIRST.indexOf(b) ? a : b;
}

function isDoubted(date: string): boolean {
  return /[?~%]/.test(date);
}
