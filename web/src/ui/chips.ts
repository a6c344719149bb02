// The parts of a filter in words, each with the filter that is left without it.

import type { Collection } from '../data/types';
import type { Locale } from '../i18n/locale';
import { FACETS, type Filter, namesOf, toggleValue, withParam } from '../state/filter';
import { facetTitle, valueLabel } from './labels';

/** A part of a filter that can be taken away. */
export interface Chip {
  readonly key: string;
  readonly text: string;
  readonly without: Filter;
}

// Parameters that say how another is to be read, and go with it.
const BESIDE: Readonly<Record<string, string>> = { bbox: 'bbox-crs', filter: 'filter-lang' };

/** All parts but the time window, which has words of its own. */
export function chipsOf(loc: Locale, collection: Collection | null, filter: Filter): Chip[] {
  const values = namesOf(filter.facets).flatMap((name) =>
    (filter.facets[name] ?? []).map((value) => ({
      key: `${name}=${value}`,
      text: chosenWords(loc, collection, name, value),
      without: toggleValue(filter, name, value),
    })),
  );
  const params = Object.entries(filter.params)
    .filter(([name]) => !Object.values(BESIDE).includes(name))
    .map(([name, value]) => ({
      key: name,
      text: paramWords(loc, collection, name, value),
      without: withParam(withParam(filter, name, ''), BESIDE[name] ?? '', ''),
    }));
  const text = filter.q
    ? [{ key: 'q', text: loc.t('chip.text', { text: filter.q }), without: { ...filter, q: '' } }]
    : [];
  return [...values, ...params, ...text];
}

// The values of the page's own facets speak for themselves; others need their property beside them.
function chosenWords(
  loc: Locale,
  collection: Collection | null,
  name: string,
  value: string,
): string {
  const label = valueLabel(loc, collection, name, value);
  return PLAIN.has(name)
    ? label
    : loc.t('chip.value', { name: facetTitle(loc, collection, name), value: label });
}

/** Facets whose values say alone what they are; “reviewed” does not. */
const PLAIN: ReadonlySet<string> = new Set(FACETS.filter((name) => !name.endsWith('_review')));

function paramWords(
  loc: Locale,
  collection: Collection | null,
  name: string,
  value: string,
): string {
  if (name === 'bbox') return loc.t('chip.bbox');
  if (name === 'within') return loc.t('chip.within');
  if (name === 'filter') return loc.t('chip.filter', { text: value });
  const [, of = name, end] = /^(.*)_(min|max)$/.exec(name) ?? [];
  if (end !== 'min' && end !== 'max') return loc.t('chip.value', { name, value });
  const what = facetTitle(loc, collection, of);
  return loc.t(end === 'min' ? 'chip.least' : 'chip.most', { what, value: numberOr(loc, value) });
}

function numberOr(loc: Locale, text: string): string {
  const n = Number(text);
  return text.trim() !== '' && Number.isFinite(n) ? loc.number(n) : text;
}
