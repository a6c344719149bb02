// Dates as a reader would say them. A date that is known to the month is
// never written as a day.

import type { DatePrecision } from '../data/types';
import { areWholeMonths, areWholeYears, type Day, OPEN_END, parseDay, toDate } from '../state/day';
import { unitEnd } from '../state/units';
import type { Locale } from './locale';

export interface DateFields {
  date: string;
  start: string;
  /** Null where no end is told. */
  end: string | null;
  date_precision: DatePrecision;
  date_certain: boolean;
  time?: string | null;
}

const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' };
const SHORT_DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
const MONTH: Intl.DateTimeFormatOptions = { month: 'long', year: 'numeric' };
const SHORT_MONTH: Intl.DateTimeFormatOptions = { month: 'short', year: 'numeric' };
const YEAR: Intl.DateTimeFormatOptions = { year: 'numeric' };

const cache = new Map<string, Intl.DateTimeFormat>();

/** "26 August 2021", "in July 2018 (day not known)", "23 to 30 April 2019". */
export function dateWords(loc: Locale, fields: DateFields): string {
  const start = parseDay(fields.start);
  if (start !== null && fields.end === null) return openWords(loc, start, fields);
  const end = parseDay(fields.end ?? '');
  if (start === null || end === null) return loc.isolate(fields.date);
  const words = spanWords(loc, start, end, fields);
  return doubted(loc, start === end ? withTime(loc, words, fields.time ?? '') : words, fields);
}

/** "from 3 March 2024 (no end told)". */
function openWords(loc: Locale, start: Day, fields: DateFields): string {
  const { date_precision: precision } = fields;
  const options = precision === 'year' ? YEAR : precision === 'month' ? MONTH : DAY;
  const when = formatter(loc, options).format(toDate(start));
  return loc.t('date.open', { when: doubted(loc, when, fields) });
}

function doubted(loc: Locale, words: string, { date }: DateFields): string {
  let when = words;
  if (date.includes('~')) when = loc.t('date.approximate', { when });
  if (date.includes('?')) when = loc.t('date.uncertain', { when });
  return when;
}

const TIME = /^(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Adds a time of day: that of the place, with or without its offset, or UTC. */
function withTime(loc: Locale, when: string, text: string): string {
  const [, time, offset] = TIME.exec(text) ?? [];
  if (time === undefined) return when;
  return loc.t(offset === 'Z' ? 'date.utcTime' : 'date.localTime', { when, time });
}

/** A context record's days; one that has not ended has only its first. */
export function contextWhen(
  loc: Locale,
  { properties: p, ongoing }: { properties: DateFields; ongoing: boolean },
): string {
  if (!ongoing) return dateWords(loc, p);
  const start = parseDay(p.start);
  return loc.t('context.since', { when: start === null ? p.date : dayWords(loc, start) });
}

/** One day: "26 August 2021", or "26 Aug 2021". */
export function dayWords(loc: Locale, day: Day, length: 'long' | 'short' = 'long'): string {
  return formatter(loc, length === 'long' ? DAY : SHORT_DAY).format(toDate(day));
}

/** Days inclusive, as short as they can be said: "Jan 2015 – Jun 2024". */
export function rangeWords(loc: Locale, start: Day, end: Day): string {
  return remembered(`${loc.intl} ${start} ${end}`, () => newRangeWords(loc, start, end));
}

/**
 * What the days of an incident alone tell of when it was: "23 – 30 Apr 2019", or where it was on
 * one of them "in April 2019 (day not known)". As in columns, an open end is `OPEN_END`. How
 * exactly a start was told is not known then: the first day of a month or a year, which may
 * stand for all of it, is said as that month or year.
 */
export function briefWords(loc: Locale, start: Day, end: Day, isCertain: boolean): string {
  if (end !== OPEN_END && (isCertain || start === end)) return rangeWords(loc, start, end);
  return remembered(`${loc.intl} ${start} ${end} possible`, () =>
    end === OPEN_END
      ? loc.t('date.open', { when: sinceWords(loc, start) })
      : unknownWords(loc, start, end, 'month'),
  );
}

function sinceWords(loc: Locale, start: Day): string {
  if (!areWholeMonths(start, unitEnd('month', start))) return dayWords(loc, start);
  const isYear = areWholeYears(start, unitEnd('year', start));
  return formatter(loc, isYear ? YEAR : MONTH).format(toDate(start));
}

// A drag says days in many places of the page, and that takes long to put in words.
const ranges = new Map<string, string>();
const MOST_RANGES = 1_000;

function remembered(key: string, say: () => string): string {
  let words = ranges.get(key);
  if (words === undefined) {
    if (ranges.size >= MOST_RANGES) ranges.clear();
    words = say();
    ranges.set(key, words);
  }
  return words;
}

function newRangeWords(loc: Locale, start: Day, end: Day): string {
  const options = areWholeYears(start, end)
    ? YEAR
    : areWholeMonths(start, end)
      ? SHORT_MONTH
      : SHORT_DAY;
  const format = formatter(loc, options);
  const [from, to] = [toDate(start), toDate(end)];
  // These two say the same, and take a tenth of the time.
  if (start === end) return format.format(from);
  // Eras are said of days before the year 1 only.
  const isOfTwoYears = from.getUTCFullYear() > 0 && from.getUTCFullYear() !== to.getUTCFullYear();
  const between = isOfTwoYears ? betweenYears(format) : null;
  if (between === null) return format.formatRange(from, to);
  return format.format(from) + between + format.format(to);
}

// What stands between two days of different years, which have no part in common; null in a
// language that says them otherwise than one after the other.
function betweenYears(format: Intl.DateTimeFormat): string | null {
  let known = signs.get(format);
  if (known === undefined) {
    const [from, to] = [toDate(0), toDate(1_000)];
    const [first, last] = [format.format(from), format.format(to)];
    const both = format.formatRange(from, to);
    const isPlain = both.startsWith(first) && both.endsWith(last);
    known = isPlain ? both.slice(first.length, both.length - last.length) : null;
    signs.set(format, known);
  }
  return known;
}

const signs = new WeakMap<Intl.DateTimeFormat, string | null>();

/** A tick of an axis: "2021", "Mar" or "8 Mar", and where it is full "Mar 2021" or "8 Mar 2021". */
export function axisWords(
  loc: Locale,
  { day, unit, full }: { day: Day; unit: 'day' | 'month' | 'year'; full: boolean },
): string {
  const { year, ...short } = unit === 'month' ? SHORT_MONTH : SHORT_DAY;
  const options = unit === 'year' ? YEAR : full ? { ...short, year } : short;
  return formatter(loc, options).format(toDate(day));
}

function spanWords(loc: Locale, start: Day, end: Day, fields: DateFields): string {
  if (start === end) return dayWords(loc, start);
  if (fields.date_certain) {
    const whole = fields.date_precision !== 'day' && areWholeMonths(start, end);
    return formatter(loc, whole ? MONTH : DAY).formatRange(toDate(start), toDate(end));
  }
  return unknownWords(loc, start, end, fields.date_precision);
}

function unknownWords(loc: Locale, start: Day, end: Day, precision: DatePrecision): string {
  if (precision === 'week') {
    return loc.t('date.unknownWeek', {
      when: formatter(loc, DAY).formatRange(toDate(start), toDate(end)),
    });
  }
  if (areWholeYears(start, end)) {
    return loc.t('date.unknownDay', {
      when: formatter(loc, YEAR).formatRange(toDate(start), toDate(end)),
    });
  }
  if (areWholeMonths(start, end) && precision === 'month') {
    return loc.t('date.unknownDay', {
      when: formatter(loc, MONTH).formatRange(toDate(start), toDate(end)),
    });
  }
  return loc.t('date.between', { from: dayWords(loc, start), to: dayWords(loc, end) });
}

function formatter(loc: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = loc.intl + JSON.stringify(options);
  let found = cache.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(loc.intl, { ...options, timeZone: 'UTC' });
    cache.set(key, found);
  }
  return found;
}
