// What the page says when there is nothing to show, or no answer.

import { ApiError } from '../data/error';
import type { Collection } from '../data/types';
import { dayWords, rangeWords } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import { parseDay, type Span } from '../state/day';
import { type Filter, isFiltered } from '../state/filter';
import { chipsOf } from './chips';

/** What went wrong and what to do next. */
export function errorMessage(loc: Locale, error: unknown): string {
  if (!(error instanceof ApiError) || error.status === 0) return loc.t('error.unreachable');
  if (error.status >= 400 && error.status < 500) {
    const detail = error.message.replace(/\.?$/, '.'); // a sentence among others
    return loc.t('error.rejected', { detail });
  }
  return loc.t('error.server', { status: String(error.status) });
}

/** The time window in words: "Jan 2015 – Jun 2024". */
export function windowWords(loc: Locale, { from, to }: Filter, extent: Span | null): string {
  const first = (from === null ? null : parseDay(from)) ?? extent?.from ?? null;
  const last = (to === null ? null : parseDay(to)) ?? extent?.to ?? null;
  return first === null || last === null || first > last
    ? loc.t('sum.all')
    : rangeWords(loc, first, last);
}

/** "No incident between … and … with these filters." */
export function emptyMessage(
  loc: Locale,
  collection: Collection,
  filter: Filter,
  extent: Span | null,
): string {
  if (!isFiltered(filter) || collection.numberOfItems === 0) return loc.t('empty.dataset');
  if (filter.from === null && filter.to === null) return loc.t('empty.filters');
  const from = (filter.from === null ? null : parseDay(filter.from)) ?? extent?.from;
  const to = (filter.to === null ? null : parseDay(filter.to)) ?? extent?.to;
  if (from === undefined || to === undefined) return loc.t('empty.filters');
  return loc.t('empty.window', { from: dayWords(loc, from), to: dayWords(loc, to) });
}

/** Every filter that could be dropped, and the filter that is left then. */
export function suggestions(
  loc: Locale,
  collection: Collection,
  filter: Filter,
): { what: string; filter: Filter }[] {
  const offers = chipsOf(loc, collection, filter).map(({ key, text, without }) => ({
    what: quoted(loc, key === 'q' ? filter.q : text),
    filter: without,
  }));
  if (filter.from !== null || filter.to !== null) {
    offers.push({ what: loc.t('empty.dates'), filter: { ...filter, from: null, to: null } });
  }
  return offers.slice(0, MAX_OFFERS);
}

const MAX_OFFERS = 6;

function quoted(loc: Locale, text: string): string {
  return loc.t('empty.quoted', { text });
}
