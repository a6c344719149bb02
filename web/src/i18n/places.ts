// Places as a reader would say them, never more exact than they are known.

import type { Precision } from '../data/types';
import type { FoundPlace } from '../state/screen';
import type { Locale } from './locale';

export interface PlaceFields {
  place: string | null;
  country_name: string | null;
  admin1?: string | null;
  admin2?: string | null;
  place_precision: Precision;
}

/** "Kabul, Afghanistan", "near Achin", "somewhere in Jowzjan Province", "place not known". */
export function placeWords(loc: Locale, fields: PlaceFields): string {
  const place = areaName(loc, fields) ?? named(loc, fields);
  if (fields.place_precision === 'unknown') {
    return place ? `${loc.isolate(place)} (${loc.t('place.unknown')})` : loc.t('place.unknown');
  }
  if (!place) return loc.t('place.unnamed');
  switch (fields.place_precision) {
    case 'vicinity':
      return loc.t('place.vicinity', { place });
    case 'admin2':
    case 'admin1':
    case 'area':
    case 'country':
      return loc.t('place.somewhere', { place });
    case 'offshore':
      return loc.t('place.offshore', { place });
    default:
      return place;
  }
}

/** What sort of place it is, as far as it is known: "district". */
export function placeKind(loc: Locale, precision: string): string {
  return loc.term('place_precision', precision, '');
}

/** A place that was looked for: "Achin: district, within 25 km". */
export function foundWords(loc: Locale, place: FoundPlace): string {
  const kind = placeKind(loc, place.precision);
  const km = Math.max(1, Math.round(place.radiusM / 1000));
  return loc.t('search.radius', { name: place.name, kind, km });
}

// The area by its own name, where that is all that is known of the place: the
// text as written may speak of a house or a ceremony within it.
function areaName(loc: Locale, fields: PlaceFields): string | null {
  const { admin1, admin2, country_name: country } = fields;
  const names = {
    admin2: [admin2, admin1, country],
    admin1: [admin1, country],
    country: [country],
  };
  const parts = names[fields.place_precision as keyof typeof names];
  const said = parts?.flatMap((part) => (part ? [loc.isolate(part)] : [])) ?? [];
  return parts?.[0] ? said.join(', ') : null;
}

// The place as written, with its country unless the text already says it.
function named(loc: Locale, { place, country_name: country }: PlaceFields): string {
  if (!place) return country ?? '';
  if (!country || place.includes(country)) return place;
  return `${loc.isolate(place)}, ${loc.isolate(country)}`;
}
