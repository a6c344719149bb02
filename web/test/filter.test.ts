import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRECISIONS } from '../src/data/types';
import { formatDay, parseDay } from '../src/state/day';
import {
  type Bbox,
  FACETS,
  type Filter,
  isFiltered,
  NO_FILTER,
  sameSet,
  toggleValue,
  toParams,
  withoutWindow,
  withParam,
} from '../src/state/filter';
import { formatHash, type PageState, parseHash } from '../src/state/link';
import { COARSEST, DENSITIES, MEASURES } from '../src/state/look';
import { SPEEDS, STEPS } from '../src/state/play';
import { FOLDS, ORDERS, TABS } from '../src/state/screen';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const day = fc.integer({ min: -700_000, max: 2_900_000 }).map(formatDay);
const word = text.filter((value) => !value.includes(','));
const shared = fc.dictionary(
  fc.constantFrom(...FACETS),
  fc.uniqueArray(word, { minLength: 1, maxLength: 4 }),
  { noNullPrototype: true },
);
// Columns may have the names of the page's own keys, and values anything in them.
const own = fc.dictionary(
  fc.constantFrom('weapon', 'id', 'c', 'map', 'own.x', 'Ziel & Zweck', 'color'),
  fc.uniqueArray(text, { minLength: 1, maxLength: 4 }),
  { noNullPrototype: true },
);
const facets = fc.tuple(shared, own).map(([a, b]) => ({ ...a, ...b }));
const params = fc.dictionary(
  fc.constantFrom('bbox', 'within', 'filter', 'fatalities_min', 'rounds_max'),
  text,
  { noNullPrototype: true },
);
const window = fc
  .tuple(fc.option(day), fc.option(day))
  .map(([a, b]) => (a !== null && b !== null && a > b ? { from: b, to: a } : { from: a, to: b }));
const degrees = (limit: number) =>
  fc.integer({ min: -limit * 1e5, max: limit * 1e5 }).map((n) => n / 1e5);
const state: fc.Arbitrary<PageState> = fc.record({
  collection: fc.option(text),
  filter: fc
    .record({
      facets,
      params,
      q: fc.oneof(fc.constant(''), text),
      mode: fc.constantFrom('overlap', 'inside'),
    })
    .chain((f) => window.map((w) => ({ ...f, ...w }) as Filter)),
  map: fc.option(
    fc.record({
      lat: degrees(85),
      lon: degrees(180),
      zoom: fc.integer({ min: 0, max: 1_700 }).map((n) => n / 100),
    }),
  ),
  look: fc.record({
    density: fc.constantFrom(...DENSITIES),
    measure: fc.constantFrom(...MEASURES),
    coarsest: fc.option(fc.constantFrom(...COARSEST)),
    color: fc.option(text),
  }),
  screen: fc.record({
    tab: fc.constantFrom(...TABS),
    sort: fc.constantFrom(...ORDERS),
    inView: fc.boolean(),
    folded: fc.subarray([...FOLDS]),
    layers: fc.option(fc.uniqueArray(fc.constantFrom('basemap', 'relief', 'labels'))),
    context: fc.uniqueArray(fc.constantFrom('areas', 'terms')),
    found: fc.option(
      fc.record({
        lat: degrees(90),
        lon: degrees(180),
        radiusM: fc.integer({ min: 0, max: 500_000 }),
        precision: fc.constantFrom(...PRECISIONS),
        name: fc.constantFrom('Kabul', 'A, B', 'كابل'),
        within: fc.constantFrom('', 'Kabul, Afghanistan'),
      }),
    ),
    stack: fc.uniqueArray(fc.constantFrom('a', 'b-2', 'c~1')),
  }),
  play: fc.record({
    step: fc.constantFrom(...STEPS),
    speed: fc.constantFrom(...SPEEDS),
    loop: fc.boolean(),
    skip: fc.boolean(),
  }),
  selected: fc.option(text),
});

// -0 and 0 are one place.
const plain = (s: PageState) => JSON.parse(JSON.stringify(s)) as PageState;

describe('the page address', () => {
  it('restores every state that it wrote', () => {
    fc.assert(
      fc.property(state, (s) => {
        expect(plain(parseHash(`#${formatHash(s)}`))).toEqual(plain(s));
      }),
      { numRuns: 500 },
    );
  });

  it('never fails on an address from outside, and keeps nothing that is invalid', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (hash) => {
        const { filter, map } = parseHash(hash);
        for (const side of [filter.from, filter.to]) {
          if (side !== null) expect(parseDay(side)).not.toBeNull();
        }
        if (map) expect(Math.abs(map.lat)).toBeLessThanOrEqual(90);
      }),
    );
  });

  it.each([
    ['datetime=2020-02-30/..', null, null],
    ['datetime=2020-02-28%2F2020-03-01', '2020-02-28', '2020-03-01'], // as some programs write it
    ['datetime=2021-01-01/2020-01-01', null, null],
    ['datetime=2020-01-01/..', '2020-01-01', null],
    ['datetime=../2020-01-01', null, '2020-01-01'],
    ['datetime=2020-01-01', '2020-01-01', '2020-01-01'],
    ['datetime=2020-01-01T23:30:00-01:00', '2020-01-02', '2020-01-02'],
    ['datetime=2020-01-31/P1M', '2020-01-31', '2020-03-01'],
    ['datetime=2020-01-01/P2W1D', '2020-01-01', '2020-01-15'],
    ['datetime=2020-01-01/P', '2020-01-01', null],
    ['datetime=a/b/c', null, null],
  ])('reads the window of %s', (hash, from, to) => {
    const { filter } = parseHash(hash);
    expect([filter.from, filter.to]).toEqual([from, to]);
  });

  it.each([
    'map=1,2',
    'map=91,0,3',
    'map=a,b,c',
    'map=,,',
    'map=1,2,99',
    'map=NaN,1,2',
  ])('passes over the position %s', (hash) => {
    expect(parseHash(hash).map).toBeNull();
  });
});

describe('the API parameters', () => {
  const filter: Filter = {
    ...NO_FILTER,
    facets: { kind: ['attack'], actor: ['A, B', 'C\\D'] },
    q: 'Kabul',
    from: '2015-01-01',
    mode: 'inside',
  };

  it('carry the whole filter', () => {
    expect(Object.fromEntries(toParams(filter, { bbox: [60, 20, 80, 40] }))).toEqual({
      kind: 'attack',
      actor: 'A\\, B,C\\\\D',
      q: 'Kabul',
      datetime: '2015-01-01/..',
      'datetime-mode': 'inside',
      bbox: '60,20,80,40',
    });
  });

  const AREAS: [string, Bbox, Bbox, string][] = [
    ['apart', [0, 0, 10, 10], [20, 20, 30, 30], '0,0,0,0'],
    ['one in the other', [0, 0, 30, 30], [10, 10, 20, 20], '10,10,20,20'],
    ['overlapping', [0, 0, 20, 20], [10, -10, 40, 15], '10,0,20,15'],
    ['across the antimeridian', [170, -10, -170, 10], [-175, -20, 0, 20], '-175,-10,-170,10'],
    ['all around', [-180, -90, 180, 90], [170, -10, -170, 10], '170,-10,-170,10'],
  ];
  it.each(AREAS)('ask for what two boxes have in common: %s', (_, asked, view, both) => {
    const params = toParams(withParam(NO_FILTER, 'bbox', asked.join(',')), { bbox: view });
    expect(params.get('bbox')).toBe(both);
    const turned = toParams(withParam(NO_FILTER, 'bbox', view.join(',')), { bbox: asked });
    if (_ !== 'apart') expect(turned.get('bbox')).toBe(both);
  });

  it('are read back from a page whose address has them as the API does', () => {
    const { filter: read } = parseHash(
      '#kind=attack%2Coperation&actor=A%5C%2C%20B,C&fatalities_min=100&weapon=rifle&bbox=1,2,3,4',
    );
    expect(Object.fromEntries(toParams(read))).toEqual({
      kind: 'attack,operation',
      actor: 'A\\, B,C',
      fatalities_min: '100',
      weapon: 'rifle',
      bbox: '1,2,3,4',
    });
  });

  it('leave the window out when the page applies it', () => {
    const params = toParams(withoutWindow(filter));
    expect(params.has('datetime')).toBe(false);
    expect(params.has('datetime-mode')).toBe(false);
  });
});

describe('a filter', () => {
  it('has a value after it was switched on, and not after it was switched off', () => {
    const on = toggleValue(NO_FILTER, 'kind', 'attack');
    expect(on.facets).toEqual({ kind: ['attack'] });
    expect(toggleValue(on, 'kind', 'attack')).toEqual(NO_FILTER);
  });

  it('is the same set with another window, and not with another text', () => {
    expect(sameSet(NO_FILTER, { ...NO_FILTER, from: '2020-01-01', mode: 'inside' })).toBe(true);
    expect(sameSet(NO_FILTER, { ...NO_FILTER, q: 'x' })).toBe(false);
  });

  it('counts a window as a filter', () => {
    expect(isFiltered(NO_FILTER)).toBe(false);
    expect(isFiltered({ ...NO_FILTER, to: '2020-01-01' })).toBe(true);
    expect(isFiltered({ ...NO_FILTER, q: 'x' })).toBe(true);
  });
});
