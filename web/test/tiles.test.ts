import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type AreaName, OutlineStore } from '../src/map/outlines';
import { decodeProtomaps } from '../src/map/protomaps';
import { TileStore } from '../src/map/tile-store';
import { decodeTile } from '../src/map/tiles';
import { type TestFeature, writeTile } from './mvt';

// Node has no canvas; what is traced is not looked at here.
class NoPath {
  moveTo(): void {}
  lineTo(): void {}
  closePath(): void {}
}
beforeAll(() => {
  vi.stubGlobal('Path2D', NoPath);
});

const square: TestFeature['points'] = [
  [0, 0],
  [4096, 0],
  [4096, 4096],
  [0, 4096],
];
const area = (properties: TestFeature['properties'] = {}): TestFeature => ({
  type: 3,
  points: square,
  properties,
});
const line = (properties: TestFeature['properties'] = {}): TestFeature => ({
  type: 2,
  points: square.slice(0, 2),
  properties,
});
const point = (properties: TestFeature['properties']): TestFeature => ({
  type: 1,
  points: [[1024, 2048]],
  properties,
});

describe('a tile of the basemap', () => {
  it('has its layers, classes and names', () => {
    const tile = decodeTile(
      writeTile({
        land: [area()],
        urban: [area()],
        boundary: [line({ class: 'disputed' }), line({ class: 'admin2' })],
        place: [
          point({
            name: 'Peshawar',
            name_ar: 'بيشاور',
            name_local: 'پشاور',
            class: 'city',
            rank: 3,
            minzoom: 5,
          }),
          point({ class: 'town' }),
        ],
      }),
    );
    expect([tile.land.length, tile.urban.length, tile.water.length]).toEqual([1, 1, 0]);
    expect(tile.boundary.map((shape) => shape.class)).toEqual(['disputed', 'admin2']);
    expect(tile.places).toEqual([
      {
        x: 0.25,
        y: 0.5,
        name: 'Peshawar',
        nameAr: 'بيشاور',
        local: 'پشاور',
        class: 'city',
        rank: 3,
        minZoom: 5,
      },
    ]);
  });
});

describe('a tile of Protomaps', () => {
  const tile = () =>
    decodeProtomaps(
      writeTile({
        earth: [area({ kind: 'earth' }), line({ kind: 'cliff' })],
        water: [area({ kind: 'lake' }), line({ kind: 'river' })],
        landuse: [area({ kind: 'residential' }), area({ kind: 'park' }), area({ kind: 'glacier' })],
        roads: [line({ kind: 'highway' }), line({ kind: 'medium_road' }), line({ kind: 'ferry' })],
        boundaries: [
          line({ kind: 'country' }),
          line({ kind: 'country', disputed: true }),
          line({ kind: 'region' }),
          line({ kind: 'county' }),
          line({ kind: 'overlay_limit' }),
        ],
        places: [
          point({
            kind: 'locality',
            name: 'پشاور',
            'name:en': 'Peshawar',
            population_rank: 12,
            min_zoom: 4,
          }),
          point({ kind: 'country', name: 'پاکستان', 'name:en': 'Pakistan', 'name:ar': 'باكستان' }),
          point({ kind: 'locality', name: '' }),
        ],
        pois: [point({ kind: 'aerodrome', name: 'Airport' }), point({ kind: 'cafe', name: 'Cup' })],
      }),
    );

  it('is drawn as ours is', () => {
    const { land, water, river, urban, ice } = tile();
    expect([land.length, water.length, river.length, urban.length, ice.length]).toEqual([
      1, 1, 1, 1, 1,
    ]);
  });

  it('has roads and borders by class', () => {
    expect(tile().road.map((shape) => shape.class)).toEqual(['highway', 'major']);
    expect(tile().boundary.map((shape) => shape.class)).toEqual([
      'country',
      'disputed',
      'admin1',
      'admin2',
    ]);
  });

  it('has names in English, in Arabic and as they are there', () => {
    const [city, country, airport, ...rest] = tile().places;
    expect(city).toMatchObject({ name: 'Peshawar', local: 'پشاور', class: 'city', minZoom: 4 });
    expect(country).toMatchObject({ name: 'Pakistan', nameAr: 'باكستان', class: 'country' });
    expect(airport).toMatchObject({ name: 'Airport', class: 'airport' });
    expect(rest).toEqual([]);
    expect(country?.rank).toBeLessThan(city?.rank ?? 0);
  });
});

describe('the store of tiles', () => {
  const at = { z: 1, x: 0, y: 1 };

  it('asks once for what it has, and again for what failed', async () => {
    const ask = vi.fn().mockRejectedValueOnce(new Error('gone')).mockResolvedValue('tile');
    const store = new TileStore<string>(ask);
    expect(await store.get(at)).toBeNull();
    expect(store.peek(at)).toBeNull();
    expect(await store.get(at)).toBe('tile');
    expect(await store.get(at)).toBe('tile');
    expect(store.peek(at)).toBe('tile');
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('forgets the oldest', async () => {
    const ask = vi.fn().mockResolvedValue('tile');
    const store = new TileStore<string>(ask);
    for (let x = 0; x < 400; x++) await store.get({ z: 9, x, y: 0 });
    expect(store.peek({ z: 9, x: 0, y: 0 })).toBeNull();
    expect(store.peek({ z: 9, x: 399, y: 0 })).toBe('tile');
  });
});

describe('the outlines', () => {
  const outline = {
    coordinates: [
      [
        [
          [69, 34],
          [71, 34],
          [71, 35],
          [69, 34],
        ],
      ],
    ] as [number, number][][][],
  };
  const store = () => {
    const unit = vi.fn(async () => outline);
    const units = vi.fn(async () => ({
      admin1: { Nangarhar: 'AFG-1764' },
      admin2: { Punjab: { Attock: 'PKD-attock' } },
    }));
    const country = vi.fn(async () => outline);
    return { unit, units, country };
  };
  const find = async (ask: ReturnType<typeof store>, area: AreaName) => {
    const outlines = new OutlineStore(ask, () => {});
    outlines.get(area);
    await new Promise((resolve) => setTimeout(resolve));
    return outlines.get(area);
  };

  it.each([
    ['a country', { country: 'AF' }, []],
    ['a province', { country: 'AF', admin1: 'Nangarhar' }, ['AFG-1764']],
    ['a district', { country: 'PK', admin1: 'Punjab', admin2: 'Attock' }, ['PKD-attock']],
  ])('%s is found by its name', async (_, area, asked) => {
    const ask = store();
    expect((await find(ask, area))?.left).toBeCloseTo(249 / 360, 6);
    expect(ask.unit.mock.calls.flat()).toEqual(asked);
  });

  it.each([
    ['an unknown province', { country: 'AF', admin1: 'Nowhere' }],
    ['a word of the language', { country: 'AF', admin1: 'constructor' }],
    ['a district of another province', { country: 'PK', admin1: 'Sindh', admin2: 'Attock' }],
  ])('%s has none', async (_, area) => {
    const ask = store();
    expect(await find(ask, area)).toBeNull();
    expect(ask.unit).not.toHaveBeenCalled();
  });
});
