import { describe, expect, it } from 'vitest';
import { binOf, countInto, fromServer } from '../src/data/bins';
import { latToY, lngToX, metresToUnits, WORLD, xToLng, yToLat } from '../src/data/mercator';
import type { Feature, Summary } from '../src/data/types';
import { areWholeMonths, areWholeYears, formatDay, parseDay } from '../src/state/day';
import { columnsOf, incident } from './fixtures';

describe('Web Mercator', () => {
  it.each([
    [0, 0],
    [69.17, 34.53],
    [-179.99, -60],
    [179.99, 84],
  ])('goes there and back at %f, %f', (lon, lat) => {
    expect(xToLng(lngToX(lon))).toBeCloseTo(lon, 6);
    expect(yToLat(latToY(lat))).toBeCloseTo(lat, 6);
  });

  it('stays in the world', () => {
    expect([lngToX(-999), lngToX(999), latToY(90), latToY(-90)]).toEqual([
      0,
      WORLD - 1,
      0,
      WORLD - 1,
    ]);
  });

  it('draws a length longer toward the poles', () => {
    const ratio = metresToUnits(1000, latToY(60)) / metresToUnits(1000, latToY(0));
    expect(ratio).toBeCloseTo(2, 5); // 1 / cos 60°
  });
});

describe('bins', () => {
  const server = fromServer([
    { start: '2018-06-01', end: '2018-06-30', certain: 0, possible: 0 },
    { start: '2018-07-01', end: '2018-07-31', certain: 0, possible: 0 },
    { start: '2018-08-01', end: '2018-08-31', certain: 0, possible: 0 },
  ]);
  const count = (...incidents: Feature<Summary>[]) => {
    const { certain, possible } = countInto(columnsOf(incidents), server ?? { edges: [] });
    return { certain: [...certain], possible: [...possible] };
  };
  const unknownDay = { date_certain: false, date_precision: 'month' } as const;

  it('hold a known day', () => {
    expect(count(incident('a', { start: '2018-07-31' })).certain).toEqual([0, 1, 0]);
  });

  it('hold an unknown day of one month for certain', () => {
    const { certain } = count(
      incident('a', { ...unknownDay, start: '2018-07-01', end: '2018-07-31' }),
    );
    expect(certain).toEqual([0, 1, 0]);
  });

  it('hold an unknown day of two months as possible in both', () => {
    const spread = incident('a', { ...unknownDay, start: '2018-07-20', end: '2018-08-10' });
    expect(count(spread)).toEqual({ certain: [0, 0, 0], possible: [0, 1, 1] });
  });

  it('hold what lasted in every month of it', () => {
    const lasted = incident('a', { start: '2018-05-20', end: '2018-09-10' });
    expect(count(lasted)).toEqual({ certain: [1, 1, 1], possible: [0, 0, 0] });
  });

  it('hold what has no end as possible from its start to the last', () => {
    const open = incident('a', { ...unknownDay, start: '2018-07-03', end: null });
    expect(count(open)).toEqual({ certain: [0, 0, 0], possible: [0, 1, 1] });
  });

  it('hold nothing from outside', () => {
    expect(
      count(incident('a', { start: '2017-01-01' }), incident('b', { start: '2019-01-01' })),
    ).toEqual({
      certain: [0, 0, 0],
      possible: [0, 0, 0],
    });
  });

  it('are none when the server has none, or when they are not dates', () => {
    expect(fromServer([])).toBeNull();
    expect(fromServer([{ start: 'x', end: 'y', certain: 0, possible: 0 }])).toBeNull();
  });

  it('find a day', () => {
    const edges = [0, 31, 59];
    expect([-1, 0, 30, 31, 58, 59].map((day) => binOf(edges, day))).toEqual([-1, 0, 0, 1, 1, 2]);
  });
});

describe('days', () => {
  it.each([
    '0001-01-01',
    '1582-10-15',
    '1970-01-01',
    '2024-02-29',
    '9999-12-31',
  ])('read %s', (iso) => {
    expect(formatDay(parseDay(iso) as number)).toBe(iso);
  });

  it.each([
    '2023-02-29',
    '2023-13-01',
    '2023-1-1',
    '',
    '2023',
    '2023-01-01T00:00',
  ])('refuse %s', (iso) => {
    expect(parseDay(iso)).toBeNull();
  });

  it('know whole months and years', () => {
    const d = (iso: string) => parseDay(iso) as number;
    expect(areWholeMonths(d('2020-02-01'), d('2020-02-29'))).toBe(true);
    expect(areWholeMonths(d('2020-02-01'), d('2020-02-28'))).toBe(false);
    expect(areWholeYears(d('2015-01-01'), d('2024-12-31'))).toBe(true);
    expect(areWholeYears(d('2015-07-01'), d('2016-06-30'))).toBe(false);
  });
});
