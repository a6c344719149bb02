// Places as a reader would say them, never more exact than they are known.

import type { Locale } from '../i18n/locale';
import type { Precision } from '../types';

export interface PlaceFields {
  place: string | null;
  country_name: string | null;
  place_precision: Precision;
}

/** "Kabul, Afghanistan", "near Achin", "somewhere in Jowzjan Province", "place not known". */
export function placeWords(loc: Locale, fields: PlaceFields): string {
  const place = named(fields);
  if (fields.place_precision === 'unknown') {
    return place ? `${place} (${loc.t('place.unknown')})` : loc.t('place.unknown');
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

// The place as written, with its country unless the text already says it.
function named({ place, country_name: country }: PlaceFields): string {
  if (!place) return country ?? '';
  return country && !place.includes(country) ? `${place}, ${country}` : place;
}
