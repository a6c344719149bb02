import { describe, expect, it } from 'vitest';
import { ColumnsBuilder } from '../src/data/columns';
import { WORLD } from '../src/data/mercator';
import type { Feature, Position, Summary } from '../src/data/types';
import { detailOf, sourceOf } from '../src/map/depth';
import { extentOf } from '../src/map/extent';
import { reliefAt } from '../src/map/ground-paint';
import { findRow, hitTest } from '../src/map/hit';
import { type Candidate, placeLabels } from '../src/map/labels';
import type { AreaName, Outline } from '../src/map/outlines';
import { marksOf } from '../src/map/palette';
import { fan, SceneBuilder, type View } from '../src/map/scene';
import { findSites } from '../src/map/sites';
import { incident } from './fixtures';

// The whole world on 1,024 pixels: 0,0 is at 512,512.
const WORLD_VIEW: View = { left: 0, top: 0, scale: 1024 / WORLD, width: 1024, height: 1024 };
const at = (lon: number, lat: number) => ({
  geometry: { type: 'Point' as const, coordinates: [lon, lat] as Position },
});

function sceneOf(
  features: Feature<Summary>[],
  view = WORLD_VIEW,
  outlineOf?: (area: AreaName) => Outline | null,
) {
  const builder = new ColumnsBuilder(['attack', 'operation']);
  builder.add(features);
  const columns = builder.build();
  const rows = Uint32Array.from(features, (_, i) => i);
  return new SceneBuilder(columns, findSites(columns), outlineOf).build(rows, view);
}

describe('a scene', () => {
  it('has a mark where an incident is known to a place', () => {
    const scene = sceneOf([incident('a', at(0, 0))]);
    expect(scene.marks.count).toBe(1);
    expect([scene.marks.x[0], scene.marks.y[0]]).toEqual([512, 512]);
    expect(scene.incidents).toBe(1);
  });

  it('has no mark but an outline and a count where only an area is known', () => {
    const area = { ...at(0, 0), place_precision: 'admin1', place_radius_m: 500_000 } as const;
    const scene = sceneOf([incident('a', area), incident('b', { ...area, kind: 'operation' })]);
    expect(scene.marks.count).toBe(0);
    expect(scene.areas).toHaveLength(1);
    expect(scene.areas[0]?.rows).toEqual([0, 1]);
    // 500 km of 40,075 km on 1,024 pixels, but never smaller than its count.
    expect(scene.areas[0]?.radius).toBeCloseTo(13, 0);
  });

  it('draws an area as wide as its radius on the ground', () => {
    const near = {
      left: 2 ** 31 - 2 ** 24,
      top: 2 ** 31 - 2 ** 24,
      scale: 1000 / 2 ** 25,
      width: 1000,
      height: 1000,
    };
    const scene = sceneOf(
      [incident('a', { ...at(0, 0), place_precision: 'admin2', place_radius_m: 20_000 })],
      near,
    );
    expect(scene.areas[0]?.radius).toBeCloseTo((20_000 / 40_075_016.686) * WORLD * near.scale, 1);
  });

  it('pools what is known to a country only in the shape of the country', () => {
    const outline = { path: {} as Path2D, left: 0.6, right: 0.7, top: 0.3, bottom: 0.42 };
    const country = { place_precision: 'country', place_radius_m: 900_000 } as const;
    const features = [
      incident('a', { ...at(66, 33), ...country }),
      incident('b', { ...at(67, 34), ...country }),
      incident('c', { ...at(67, 34), ...country, country: null }),
      incident('d', { ...at(67, 34), place_precision: 'admin1', place_radius_m: 100_000 }),
    ];
    const scene = sceneOf(features, WORLD_VIEW, ({ country, admin1 }) =>
      country === 'AF' && !admin1 ? outline : null,
    );
    const inShape = scene.areas.filter((area) => area.outline === outline);
    expect(inShape.map((area) => area.rows)).toEqual([[0, 1]]);
    expect(scene.areas).toHaveLength(3);
    const west = { ...WORLD_VIEW, width: 500 };
    expect(sceneOf(features.slice(0, 1), west, () => outline).areas).toEqual([]);
  });

  it('draws a province and a district in their own shapes, each incident in its own', () => {
    const outline = { path: {} as Path2D, left: 0.6, right: 0.75, top: 0.3, bottom: 0.42 };
    const asked: AreaName[] = [];
    const scene = sceneOf(
      [
        incident('a', { ...at(67, 34), place_precision: 'admin1', admin1: 'Nangarhar' }),
        incident('b', { ...at(66, 33), place_precision: 'admin1', admin1: 'Nangarhar' }),
        incident('c', {
          ...at(71, 34),
          place_precision: 'admin2',
          country: 'PK',
          admin1: 'Khyber Pakhtunkhwa',
          admin2: 'Khyber',
        }),
        incident('d', { ...at(67, 34), place_precision: 'admin2', admin1: 'Nangarhar' }),
      ],
      WORLD_VIEW,
      (area) => {
        asked.push(area);
        return outline;
      },
    );
    const shaped = scene.areas.filter((area) => area.outline).map((area) => area.rows);
    expect(shaped).toHaveLength(2);
    expect(shaped).toContainEqual([0, 1]);
    expect(shaped).toContainEqual([2]);
    expect(asked).toContainEqual({
      country: 'PK',
      admin1: 'Khyber Pakhtunkhwa',
      admin2: 'Khyber',
    });
  });

  it('keeps the circle where the shape of that name is somewhere else', () => {
    const outline = { path: {} as Path2D, left: 0.1, right: 0.2, top: 0.3, bottom: 0.42 };
    const features = [
      incident('a', { ...at(67, 34), place_precision: 'admin1', admin1: 'Punjab' }),
    ];
    const scene = sceneOf(features, WORLD_VIEW, () => outline);
    expect(scene.areas.map((area) => area.outline)).toEqual([undefined]);
  });

  it('has nothing for an unknown place', () => {
    const scene = sceneOf([incident('a', { geometry: null, place_precision: 'unknown' })]);
    expect([scene.marks.count, scene.areas.length, scene.incidents]).toEqual([0, 0, 0]);
  });

  it('fans out a few incidents at one point, always in the same way', () => {
    const few = ['a', 'b', 'c'].map((id) => incident(id, at(0, 0)));
    const scene = sceneOf(few);
    expect(scene.legs).toHaveLength(3);
    const spots = [0, 1, 2].map((i) => [scene.marks.x[i], scene.marks.y[i]]);
    expect(new Set(spots.map(String)).size).toBe(3);
    const again = sceneOf(few);
    expect([0, 1, 2].map((i) => [again.marks.x[i], again.marks.y[i]])).toEqual(spots);
    expect(spots[0]?.[1]).toBeCloseTo(fan(512, 512, 0, 3)[1], 3);
  });

  it('counts many incidents at one point', () => {
    const scene = sceneOf(Array.from({ length: 9 }, (_, i) => incident(String(i), at(0, 0))));
    expect(scene.marks.count).toBe(0);
    expect(scene.stacks[0]?.rows).toHaveLength(9);
    expect(scene.incidents).toBe(9);
  });

  it('counts an incident at several places once', () => {
    const scene = sceneOf([
      incident('a', {
        geometry: {
          type: 'MultiPoint',
          coordinates: [
            [0, 0],
            [40, 40],
          ],
        },
      }),
    ]);
    expect([scene.marks.count, scene.incidents]).toEqual([2, 1]);
  });

  it('leaves out what is far from the view', () => {
    const view = { ...WORLD_VIEW, width: 200, height: 200 };
    expect(sceneOf([incident('a', at(170, -60))], view).incidents).toBe(0);
  });
});

describe('what is under the pointer', () => {
  const scene = sceneOf([
    incident('mark', { ...at(0, 0), start: '2020-01-01' }),
    incident('area', {
      ...at(60, 0),
      start: '2020-01-02',
      place_precision: 'country',
      place_radius_m: 2_000_000,
    }),
  ]);
  const area = scene.areas[0] ?? { x: 0, y: 0, radius: 0 };

  it.each([
    ['a mark', 512, 512, [0]],
    ['near a mark', 518, 512, [0]],
    ['nothing beside it', 530, 512, null],
    ['the count of an area', area.x + 5, area.y, [1]],
    ['the outline of an area', area.x, area.y + area.radius + 2, [1]],
    ['nothing within an area', area.x, area.y + area.radius - 12, null],
  ])('is %s', (_, x, y, rows) => {
    expect(hitTest(scene, x, y)?.rows ?? null).toEqual(rows);
  });

  it('is the nearest of several marks', () => {
    const close = sceneOf([incident('a', at(0, 0)), incident('b', at(2, 0))]);
    expect(hitTest(close, 512, 512)?.rows).toEqual([0]);
    expect(hitTest(close, 518, 512)?.rows).toEqual([1]);
  });

  it('can be found by its row', () => {
    expect(findRow(scene, 0)).toMatchObject({ x: 512, y: 512, area: false });
    expect(findRow(scene, 1)).toMatchObject({ area: true });
    expect(findRow(scene, 7)).toBeNull();
  });
});

describe('the first view', () => {
  const extent = (what: 'main' | 'all', ...points: Position[]) => {
    const builder = new ColumnsBuilder([]);
    builder.add(points.map(([lon, lat], i) => incident(String(i), at(lon, lat))));
    return extentOf(
      builder.build(),
      Uint32Array.from(points, (_, i) => i),
      what,
    );
  };
  const near: Position[] = [
    [69, 34],
    [70, 34],
    [66, 36],
    [67, 37],
    [71, 34],
    [69, 35],
  ];

  it('leaves out the few that are far off, until all are asked for', () => {
    expect(extent('main', ...near, [-118, 34])?.west).toBeCloseTo(66, 4);
    expect(extent('all', ...near, [-118, 34])?.west).toBeCloseTo(-118, 4);
  });

  it('is nothing without a place', () => {
    expect(extent('main')).toBeNull();
  });

  it('holds a single place', () => {
    expect(extent('main', [69, 34])?.east).toBeCloseTo(69, 4);
  });
});

describe('names on the basemap', () => {
  const label = (text: string, x: number, y: number, more: Partial<Candidate> = {}): Candidate => ({
    text,
    x,
    y,
    width: 40,
    height: 12,
    rank: 5,
    dot: false,
    ...more,
  });
  const texts = (...candidates: Candidate[]) =>
    placeLabels(candidates).map(({ candidate }) => candidate.text);

  it('never touch each other; the more important one stays', () => {
    expect(
      texts(
        label('Town', 0, 0),
        label('Above', 0, -22),
        label('Below', 0, 22),
        label('Capital', 20, 4, { rank: 0 }),
      ),
    ).toEqual(['Capital', 'Above', 'Below']);
    expect(texts(label('A', 0, 0), label('B', 51, 0))).toEqual(['A', 'B']);
  });

  it('go to another side of their dot when one is taken', () => {
    const placed = placeLabels([
      label('Country', 30, 0, { rank: 0 }),
      label('City', 0, 0, { dot: true }),
    ]);
    expect(placed.map(({ candidate }) => candidate.text)).toEqual(['Country', 'City']);
    expect(placed[1]?.x).toBeLessThan(0);
  });

  it('make way for the incidents', () => {
    const mark = { left: -8, right: 8, top: -8, bottom: 8 };
    const [city] = placeLabels([label('City', 0, 0, { dot: true })], 9, [mark]);
    expect((city?.x ?? 0) - 20).toBeGreaterThan(8);
    const [country] = placeLabels([label('Country', 0, 0)], 9, [mark]);
    expect(Math.abs(country?.y ?? 0)).toBeGreaterThan(8 + 6);
  });

  it('of cities go around the incidents that are fanned out there; those of towns are left out', () => {
    const marks = Array.from({ length: 8 }, (_, k) => {
      const [x, y] = fan(0, 0, k, 8);
      return { left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 };
    });
    const [city] = placeLabels([label('City', 0, 0, { dot: true, rank: 21 })], 9, marks);
    expect(Math.hypot(city?.x ?? 0, city?.y ?? 0)).toBeGreaterThan(30);
    expect(placeLabels([label('Town', 0, 0, { dot: true, rank: 82 })], 9, marks)).toEqual([]);
  });

  it('are set once when two tiles have them', () => {
    expect(texts(label('Kabul', 0, 0, { dot: true }), label('Kabul', 1, 0, { dot: true }))).toEqual(
      ['Kabul'],
    );
  });

  it('are the same whatever order the tiles came in', () => {
    const all = [label('A', 0, 0), label('B', 20, 0), label('C', 40, 0), label('D', 300, 0)];
    expect(texts(...all)).toEqual(texts(...[...all].reverse()));
  });
});

describe('kinds', () => {
  it('have their own colour and shape, and the same one in every dataset', () => {
    const marks = marksOf(['protest', 'operation', 'attack', 'strike']);
    expect(marks[2]).toEqual({ color: '#D55E00', shape: 'circle' });
    expect(marks[1]).toEqual({ color: '#0072B2', shape: 'diamond' });
    expect(new Set(marks.map(({ color, shape }) => color + shape)).size).toBe(4);
  });
});

describe('tiles', () => {
  const depth = { maxzoom: 6, region: { bbox: [44, 22, 80, 46], maxzoom: 8 } } as const;
  const region = { ...depth.region, bbox: [44, 22, 80, 46] as [number, number, number, number] };

  it.each([
    ['within the basemap', [3, 5, 2], [3, 5, 2]],
    ['beyond it', [9, 100, 201], [6, 12, 25]],
    ['in the region that goes deeper', [8, 177, 102], [8, 177, 102]],
    ['beyond the region', [10, 708, 408], [8, 177, 102]],
  ])('%s come from their nearest ancestor', (_, [z, x, y], [sz, sx, sy]) => {
    const source = sourceOf(z ?? 0, x ?? 0, y ?? 0, { maxzoom: depth.maxzoom, region });
    expect(source).toEqual({ z: sz, x: sx, y: sy });
  });

  it('come from the basemap where there is no region', () => {
    expect(sourceOf(8, 177, 102, { maxzoom: 6 })).toEqual({ z: 6, x: 44, y: 25 });
  });
});

describe('a detailed background', () => {
  const shipped = { maxzoom: 6, region: { bbox: [44, 22, 80, 46], maxzoom: 8 } } as const;
  const depth = { ...shipped, region: { ...shipped.region, bbox: [44, 22, 80, 46] } } as Parameters<
    typeof detailOf
  >[4];
  const kabul = (z: number) =>
    [z, Math.floor((249.2 / 360) * 2 ** z), Math.floor(0.3977 * 2 ** z)] as const;
  const world = [-180, -85, 180, 85] as const;

  it.each([
    ['within its zooms is used', { minzoom: 0, maxzoom: 14, bbox: world }, 10, 10],
    ['below its zooms is not', { minzoom: 6, maxzoom: 14, bbox: world }, 5, null],
    ['beyond its zooms is enlarged', { minzoom: 0, maxzoom: 9, bbox: world }, 12, 9],
    ['gives way where the shipped one is deeper', { minzoom: 0, maxzoom: 4, bbox: world }, 8, null],
    ['outside of its box is not', { minzoom: 0, maxzoom: 14, bbox: [0, 0, 9, 9] }, 10, null],
  ] as const)('%s', (_, reach, zoom, source) => {
    const [z, x, y] = kabul(zoom);
    expect(detailOf(z, x, y, reach, depth)?.z ?? null).toBe(source);
  });
});

describe('the relief', () => {
  it('fades out where its source ends, and never comes back', () => {
    const strength = Array.from({ length: 18 }, (_, zoom) => reliefAt(zoom));
    expect(strength.slice(0, 8)).toEqual(Array(8).fill(1));
    for (let z = 1; z < 18; z++) expect(strength[z]).toBeLessThanOrEqual(strength[z - 1] ?? 0);
    expect(strength.slice(12)).toEqual(Array(6).fill(0));
  });
});
