import type { Feature, Geometry, Summary } from '../src/data/types';

/** An incident of one known day, with what a test is about changed. */
export function incident(
  id: string,
  change: Partial<Summary> & { geometry?: Geometry | null } = {},
): Feature<Summary> {
  const { geometry = { type: 'Point', coordinates: [69.17, 34.53] }, ...properties } = change;
  const start = properties.start ?? '2020-05-12';
  return {
    type: 'Feature',
    id,
    geometry,
    properties: {
      title: id,
      kind: 'attack',
      event_type: 'bombing',
      date: start,
      start,
      end: start,
      date_precision: 'day',
      date_certain: true,
      place: 'Kabul',
      country: 'AF',
      country_name: 'Afghanistan',
      place_precision: 'locality',
      place_radius_m: 10_000,
      fatalities_low: null,
      fatalities_high: null,
      injuries_low: null,
      injuries_high: null,
      group: null,
      ...properties,
    },
  };
}
