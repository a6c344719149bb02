import { describe, expect, it } from 'vitest';
import type { Position } from '../src/data/types';
import { detailOf, sourceOf } from '../src/map/depth';
import { ARROWS, nearestPlace, nextPlace } from '../src/map/direction';
import { extentOf } from '../src/map/extent';
import { fan } from '../src/map/fan';
import { reliefAt } from '../src/map/ground-paint';
import { type Candidate, placeLabels } from '../src/map/labels';
import { compact } from '../src/map/paint';
import { marksOf } from '../src/map/palette';
import { columnsOf, incident } from './fixtures';

const at = (lon: number, lat: number) => ({
  geometry: { type: 'Point' as const, coordinates: [lon, lat] as Position },
});

describe('the first view', () => {
  const extent = (what: 'main' | 'all', ...points: Position[]) => {
    return extentOf(
      columnsOf(points.map(([lon, lat], i) => incident(String(i), at(lon, lat)))),
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

  it('goes over the antimeridian where that is nearer', () => {
    const box = extent('all', [179.9, -16.8], [-179.9, -16.9], [-175.2, -21.1]);
    expect(box?.west).toBeCloseTo(-180.1, 4);
    expect(box?.east).toBeCloseTo(-175.2, 4);
    const wide = extent('all', [-120, 0], [-60, 0], [0, 0], [60, 0], [120, 0], [170, 0]);
    expect(wide?.west).toBeCloseTo(-120, 4);
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

  it('are not pushed away from their dot, nor set on the dot of another', () => {
    const plate = { left: -60, right: 60, top: -16, bottom: 16 };
    expect(placeLabels([label('Ghazni', 0, 0, { dot: true, rank: 21 })], 9, [plate])).toEqual([]);
    const texts = (...all: Candidate[]) => placeLabels(all).map(({ candidate }) => candidate.text);
    const city = label('City', 0, 0, { dot: true, rank: 1 });
    expect(texts(city, label('Town', 20, 0, { dot: true, rank: 2 }))).toEqual(['City']);
    // The name of the first would lie on the dot of the second, and goes to its other side.
    const [first, second] = placeLabels([
      label('One', 0, 0, { dot: true, rank: 2 }),
      label('Two', 30, 0, { dot: true, rank: 1 }),
    ]);
    expect([first?.candidate.text, second?.candidate.text]).toEqual(['Two', 'One']);
    expect(second?.x).toBeLessThan(0);
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

describe('arrow keys', () => {
  const places = [
    { name: 'middle', x: 50, y: 50 },
    { name: 'east', x: 80, y: 55 },
    { name: 'far east', x: 120, y: 50 },
    { name: 'north', x: 45, y: 10 },
    { name: 'south east', x: 70, y: 90 },
  ];
  const from = (name: string) => places.find((p) => p.name === name) ?? { x: 0, y: 0 };
  it.each([
    ['middle', 'ArrowRight', 'east'],
    ['east', 'ArrowRight', 'far east'],
    ['far east', 'ArrowLeft', 'east'],
    ['middle', 'ArrowUp', 'north'],
    ['middle', 'ArrowDown', 'south east'],
    ['middle', 'ArrowLeft', undefined],
    ['north', 'ArrowUp', undefined],
  ])('go from %s by %s to %s', (start, key, end) => {
    expect(nextPlace(places, from(start), ARROWS[key] ?? { x: 0, y: 0 })?.name).toBe(end);
  });

  it('begin at the mark nearest to the middle', () => {
    expect(nearestPlace(places, { x: 60, y: 60 })?.name).toBe('middle');
    expect(nearestPlace([], { x: 60, y: 60 })).toBeNull();
  });
});

describe('a number on the map', () => {
  it('is short, and never more than there is', () => {
    const short = (lang: string) =>
      [0, 999, 1_299, 17_999, 999_999, 3_500_000].map((n) => compact(n, lang));
    expect(short('en')).toEqual(['0', '999', '1.2k', '17k', '999k', '3M']);
    expect(short('ar')).toEqual([
      '٠',
      '٩٩٩',
      '١٫٢\u00a0ألف',
      '١٧\u00a0ألف',
      '٩٩٩\u00a0ألف',
      '٣\u00a0مليون',
    ]);
  });
});
