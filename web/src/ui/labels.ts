// What the values of the data are called in the reader's language.

import type { Collection } from '../data/types';
import type { Locale } from '../i18n/locale';
import type { FacetName } from '../state/filter';

/** What a property is called: the page's words, else the title of the dataset's own column. */
export function facetTitle(loc: Locale, collection: Collection | null, name: string): string {
  const own = collection?.columns?.find((column) => column.name === name);
  return loc.term('facet', name, own?.title || name.replaceAll('_', ' '));
}

/** The name of a facet's value: the reader's language first, then the server's label. */
export function valueLabel(
  loc: Locale,
  collection: Collection | null,
  name: FacetName,
  value: string,
  label?: string,
): string {
  if (name === 'country') return regionName(loc, value) || label || value;
  const own = collection?.columns?.find((column) => column.name === name);
  if (own) return own.type === 'boolean' ? loc.term('value', value, value) : value;
  const terms = name === 'kind' || name === 'event_type' ? collection?.vocabularies?.[name] : null;
  const given = label || terms?.find((term) => term.id === value)?.label;
  const words = name.endsWith('_review') ? 'review' : name;
  return loc.term(words, value, given || value);
}

function regionName(loc: Locale, code: string): string {
  try {
    return new Intl.DisplayNames(loc.intl, { type: 'region' }).of(code) ?? code;
  } catch {
    return code; // not a code of a country
  }
}
