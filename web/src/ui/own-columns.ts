// The columns that only a dataset has, as told of one of its incidents.

import type { Collection, Detail, OwnColumn } from '../data/types';
import { dayWords } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import { parseDay } from '../state/day';
import { h } from './dom';

/** A list of the columns that the incident has a value in; null where it has none. */
export function ownColumns(
  loc: Locale,
  collection: Collection | null,
  properties: Detail,
): HTMLElement | null {
  const values = properties as unknown as Readonly<Record<string, unknown>>;
  const facts = (collection?.columns ?? []).flatMap((column) => {
    const words = valueWords(loc, column, values[column.name]);
    if (words === '') return [];
    return [h('dt', { dir: 'auto' }, column.title || column.name), h('dd', { dir: 'auto' }, words)];
  });
  if (facts.length === 0) return null;
  return h(
    'section',
    { class: 'detail-part' },
    h('h3', {}, loc.t('detail.columns')),
    h('dl', { class: 'facts' }, ...facts),
  );
}

// Numbers stay as they are written: they may be identifiers.
function valueWords(loc: Locale, { type }: OwnColumn, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return loc.t(value ? 'value.true' : 'value.false');
  const text = String(value);
  const day = type === 'date' ? parseDay(text) : null;
  return day === null ? text : dayWords(loc, day);
}
