// What the values of the data are called in the reader's language.

import type { Collection } from '../data/types';
import type { Locale } from '../i18n/locale';
import type { FacetName } from '../state/filter';

/** The name of a facet's value: the reader's language first, then the server's label. */
export function valueLabel(
  loc: Locale,
  collection: Collection | null,
  name: FacetName,
  value: string,
  label?: string,
): string {
  if (name === 'country') return regionName(loc, value) || label || value;
  const terms = name === 'kind' || name === 'event_type' ? collection?.vocabularies?.[name] : null;
  const given = label || terms?.find((term) => term.id === value)?.label;
  return loc.term(name, value, given || value);
}

function regionName(loc: Locale, code: string): string {
  try {
    return new Intl.DisplayNames(loc.intl, { type: 'region' }).of(code) ?? code;
  } catch {
    return code; // not a code of a country
  }
}
