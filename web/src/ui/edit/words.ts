// The words of the form and the history of an incident: they come with them.

import { arEdit } from '../../i18n/ar-edit';
import { enEdit } from '../../i18n/en-edit';
import type { Locale, Params } from '../../i18n/locale';

export type EditKey = keyof typeof enEdit;
export type Say = (key: EditKey, params?: Params) => string;

export const editWords = (loc: Locale): Say => loc.words({ en: enEdit, ar: arEdit });

// What the log calls parts of a place that the form has otherwise.
const PARTS: Readonly<Record<string, EditKey>> = {
  'place.points': 'geometry',
  'place.geocoding': 'geocoding',
  'origin.text': 'origin',
  'origin.points': 'origin',
  'origin.precision': 'origin',
  'origin.radius_m': 'origin',
  'origin.country': 'origin',
  'origin.country_name': 'origin',
  'origin.admin1': 'origin',
  'origin.admin2': 'origin',
  'origin.geocoding': 'origin',
  'place.text': 'place',
  'place.precision': 'place_precision',
  'place.radius_m': 'place_radius_m',
  'place.country': 'country',
  'place.country_name': 'country',
  'place.admin1': 'admin1',
  'place.admin2': 'admin2',
};

/** What a part of an incident is called; own columns by their titles. */
export function partName(
  say: Say,
  name: string,
  columns: readonly { name: string; title?: string }[],
): string {
  const known = PARTS[name] ?? name;
  if (known in enEdit) return say(known as EditKey);
  const bare = name.replace(/^(columns|extra)\./, '');
  const column = columns.find((c) => c.name === bare);
  return column ? column.title || column.name : bare;
}
