import { describe, expect, it } from 'vitest';
import { type ContextLayer, contextLayer, ofKind, overlaps } from '../src/data/context';
import type { Collection, ContextProperties, Feature } from '../src/data/types';
import { contextWhen } from '../src/i18n/dates';
import { en } from '../src/i18n/en';
import { createLocale } from '../src/i18n/locale';
import { placesOf } from '../src/map/context-places';
import { parseDay } from '../src/state/day';

const COLLECTION: Collection = {
  id: 'khorasan-leaders',
  title: 'Terms',
  dataset: 'khorasan-leaders',
  contextOf: 'khorasan',
  figures: [],
  numberOfItems: 1,
  columns: [
    { name: 'number', type: 'string', title: 'Number' },
    { name: 'birthplace', type: 'string', title: 'Birthplace' },
    { name: 'ended_by', type: 'string', title: 'Ended by' },
    { name: 'remark', type: 'string', title: 'Remark' },
  ],
};

function feature(id: string, change: Partial<ContextProperties> = {}): Feature<ContextProperties> {
  return {
    type: 'Feature',
    id,
    geometry: null,
    properties: {
      title: id,
      kind: 'term',
      date: '2015-01-11/2016-07-26',
      start: '2015-01-11',
      end: '2016-07-26',
      date_precision: 'day',
      date_certain: true,
      place: null,
      country: null,
      country_name: null,
      place_precision: 'unknown',
      place_radius_m: null,
      ...change,
    },
  };
}

const layer = (...features: Feature<ContextProperties>[]): ContextLayer =>
  contextLayer(COLLECTION, features);
const day = (iso: string) => parseDay(iso) as number;

describe('context layers', () => {
  it('name their columns, and leave out what is shown elsewhere or missing', () => {
    const [record] = layer(
      feature('a', {
        number: 1,
        birthplace: 'Orakzai',
        ended_by: null,
        remark: 'Two dates differ.',
      }),
    ).records;
    expect(record?.facts).toEqual([{ title: 'Birthplace', value: 'Orakzai' }]);
    expect(record?.remark).toBe('Two dates differ.');
  });

  it('leave out a record without a date', () => {
    expect(layer(feature('a', { start: 'soon' }), feature('b')).records).toHaveLength(1);
  });

  it('are sorted by day, whatever the layer', () => {
    const layers = [
      layer(feature('b', { start: '2020-01-01', end: '2020-01-02' })),
      layer(feature('a')),
    ];
    expect(ofKind(layers, 'term').map(({ id }) => id)).toEqual(['a', 'b']);
    expect(ofKind(layers, 'area')).toEqual([]);
  });

  it('overlap a window by their days, and one that goes on by all after its first', () => {
    const [ended] = layer(feature('a')).records;
    const [going] = layer(feature('a', { ongoing: true })).records;
    const [open] = layer(feature('b', { start: '2020-01-01', end: null })).records;
    expect(open && overlaps(open, day('2030-01-01'), day('2030-01-01'))).toBe(true);
    if (!ended || !going) throw new Error('no records');
    expect(overlaps(ended, day('2016-07-26'), day('2020-01-01'))).toBe(true);
    expect(overlaps(ended, day('2016-07-27'), day('2020-01-01'))).toBe(false);
    expect(overlaps(going, day('2024-01-01'), Infinity)).toBe(true);
    expect(overlaps(going, -Infinity, day('2015-01-10'))).toBe(false);
  });

  it('say since when a term goes on, never until when it was read', () => {
    const [going] = layer(feature('a', { ongoing: true, end: '2025-12-31' })).records;
    if (!going) throw new Error('no record');
    expect(contextWhen(createLocale('en', en), going)).toBe('since 11 January 2015');
  });
});

describe('the areas of context layers', () => {
  const area = (id: string, change: Partial<ContextProperties>) => ({
    ...feature(id, { kind: 'area', place_precision: 'admin2', place_radius_m: 25_000, ...change }),
    geometry: { type: 'Point' as const, coordinates: [70.9, 34.7] as [number, number] },
  });
  const district = { country: 'AF', admin1: 'Kunar', admin2: 'Chawkay' };

  it('put records of one unit together', () => {
    const places = placesOf(layer(area('a', district), area('b', district)).records);
    expect(places).toHaveLength(1);
    expect(places[0]).toMatchObject({ area: district, titles: ['a', 'b'] });
  });

  it('name areas, not countries on a list', () => {
    const records = layer(
      area('a', { kind: 'designation', country: 'AF', place_precision: 'country' }),
    ).records;
    expect(placesOf(records)[0]).toMatchObject({ area: { country: 'AF' }, titles: [] });
  });

  it('leave out what has no place', () => {
    expect(placesOf(layer(feature('a')).records)).toEqual([]);
  });
});
