import { describe, expect, it } from 'vitest';
import { WORLD } from '../src/data/mercator';
import type { Feature, Position, Summary } from '../src/data/types';
import type { BadgeWords } from '../src/map/badge-words';
import { fan } from '../src/map/fan';
import { findRow, findRows, hitTest } from '../src/map/hit';
import type { AreaName, Outline } from '../src/map/outlines';
import { SceneBuilder, type View, type Wish } from '../src/map/scene';
import { columnsOf, incident } from './fixtures';

// The whole world on 1,024 pixels: 0,0 is at 512,512.
const WORLD_VIEW: View = { left: 0, top: 0, scale: 1024 / WORLD, width: 1024, height: 1024 };
const AUTO: Wish = { density: 'auto', measure: 'count', coarsest: Infinity };
const WORDS: BadgeWords = {
  text: (n, area) => `${n} in ${area?.admin2 ?? area?.admin1 ?? area?.country ?? 'an area'}`,
  joined: (n) => `${n} in areas`,
  width: (text) => 7 * text.length,
};
const at = (lon: number, lat: number) => ({
  geometry: { type: 'Point' as const, coordinates: [lon, lat] as Position },
});

function builderOf(
  features: readonly Feature<Summary>[],
  outlineOf?: (area: AreaName) => Outline | null,
) {
  const columns = columnsOf(features, ['attack', 'operation']);
  const rows = Uint32Array.from(features, (_, i) => i);
  return { builder: new SceneBuilder(columns, WORDS, outlineOf), rows };
}

function sceneOf(
  features: readonly Feature<Summary>[],
  view = WORLD_VIEW,
  wish: Partial<Wish> = {},
) {
  const { builder, rows } = builderOf(features);
  return builder.build(rows, view, { ...AUTO, ...wish });
}

const many = (n: number, of: (i: number) => Parameters<typeof incident>[1]) =>
  Array.from({ length: n }, (_, i) => incident(String(i), of(i)));

describe('a scene', () => {
  it('has a mark where an incident is known to a place', () => {
    const scene = sceneOf([incident('a', at(0, 0))]);
    expect(scene.marks.count).toBe(1);
    expect([scene.marks.x[0], scene.marks.y[0]]).toEqual([512, 512]);
    expect(scene.incidents).toBe(1);
  });

  it('has nothing for an unknown place', () => {
    const scene = sceneOf([incident('a', { geometry: null, place_precision: 'unknown' })]);
    expect([scene.marks.count, scene.badges.length, scene.incidents]).toEqual([0, 0, 0]);
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

  it('takes places a few metres from each other for one, and no others', () => {
    const near = many(12, (i) => at(69.18 + i / 1e5, 34.52 + i / 1e5));
    const [stack, more] = sceneOf(near).counts;
    expect([stack?.n, more]).toEqual([12, undefined]);
    const apart = [incident('a', at(69.18, 34.52)), incident('b', at(69.181, 34.52))];
    expect(sceneOf(apart).legs).toEqual([]);
  });

  it('takes in what would lie on a fan, with a leg from its own place', () => {
    const few = ['a', 'b', 'c'].map((id) => incident(id, at(0, 0)));
    const scene = sceneOf([...few, incident('near', at(1, 0)), incident('far', at(20, 0))]);
    expect([scene.marks.count, scene.legs.length, scene.incidents]).toEqual([5, 4, 5]);
    const guest = scene.legs.find(({ x }) => x !== 512);
    expect(guest?.x).toBeCloseTo(512 + 1024 / 360, 1);
    expect(guest?.toX).toBeGreaterThan(520); // on the side that it is on
    const hubs = Array.from(
      { length: 5 },
      (_, i) => scene.marks.x[i] === 512 && scene.marks.y[i] === 512,
    );
    expect(hubs).toEqual([false, false, false, false, false]);
    const crowd = many(7, (i) => at(0.3 * i + 0.5, 0));
    const full = sceneOf([...few, ...crowd]);
    expect([full.legs.length, full.counts.map(({ n }) => n)]).toEqual([0, [10]]);
  });

  it('counts neighbours that would hide each other, until a closer look parts them', () => {
    const row = many(5, (i) => at(i * 1.5, 0)); // 4 pixels from one to the next
    const scene = sceneOf([...row, incident('far', at(90, 0))]);
    expect(scene.counts.map(({ n, x }) => [n, Math.round(x)])).toEqual([[5, 521]]);
    expect(scene.marks.count).toBe(1);
    expect(scene.incidents).toBe(6);
    const closer = { ...WORLD_VIEW, left: WORLD / 4, top: WORLD / 4, scale: WORLD_VIEW.scale * 2 };
    expect(sceneOf(row, closer)).toMatchObject({ counts: [], marks: { count: 5 } });
  });

  it('counts many incidents at one point, parted by kind', () => {
    const scene = sceneOf(many(9, (i) => ({ ...at(0, 0), kind: i < 3 ? 'attack' : 'operation' })));
    expect(scene.marks.count).toBe(0);
    expect(scene.counts).toHaveLength(1);
    expect([...(scene.counts[0]?.split ?? [])].slice(0, 2)).toEqual([3, 6]);
    expect(scene.counts[0]?.rows()).toHaveLength(9);
    expect(scene.incidents).toBe(9);
  });

  it('counts an incident at several places once', () => {
    const geometry = {
      type: 'MultiPoint' as const,
      coordinates: [
        [0, 0],
        [40, 40],
      ] as Position[],
    };
    const scene = sceneOf([incident('a', { geometry })]);
    expect([scene.marks.count, scene.incidents]).toEqual([2, 1]);
  });

  it('leaves out what is far from the view', () => {
    const view = { ...WORLD_VIEW, width: 200, height: 200 };
    expect(sceneOf([incident('a', at(170, -60))], view).incidents).toBe(0);
  });

  it('shows places on both sides of the antimeridian beside each other', () => {
    const view = { ...WORLD_VIEW, left: 0.95 * WORLD, width: 100 };
    const { marks } = sceneOf([incident('e', at(179, 0)), incident('w', at(-179, 0))], view);
    expect(marks.count).toBe(2);
    expect((marks.x[1] as number) - (marks.x[0] as number)).toBeCloseTo((2 / 360) * 1024, 2);
  });
});

describe('many incidents', () => {
  // A field of 50 by 50 places, 2,500 in all.
  const field = many(2_500, (i) => ({
    ...at((i % 50) / 2, Math.floor(i / 50) / 2),
    fatalities_low: i % 2 === 0 ? 1 : null,
  }));

  it('are clusters that add up, and marks where they are asked for', () => {
    const scene = sceneOf(field);
    expect(scene.isClustered).toBe(true);
    const inCounts = scene.counts.reduce((n, count) => n + count.n, 0);
    expect(inCounts + scene.marks.count).toBe(2_500);
    expect(scene.incidents).toBe(2_500);
    expect(scene.counts.reduce((n, { killed }) => n + (killed ?? 0), 0)).toBe(1_250);
    expect(sceneOf(field, WORLD_VIEW, { density: 'marks' })).toMatchObject({
      isClustered: false,
      counts: [],
    });
  });

  it('stay in their cells while time plays, and tell their rows', () => {
    const { builder } = builderOf(field);
    const even = Uint32Array.from({ length: 1_250 }, (_, i) => 2 * i);
    const wish: Wish = { ...AUTO, density: 'clusters' };
    const all = builder.build(
      Uint32Array.from(field, (_, i) => i),
      WORLD_VIEW,
      wish,
    ).counts;
    const half = builder.build(even, WORLD_VIEW, wish).counts;
    expect(half.map(({ bounds }) => bounds)).toEqual(all.map(({ bounds }) => bounds));
    expect(half[0]?.rows().every((row) => row % 2 === 0)).toBe(true);
    expect(half[0]?.rows()).toHaveLength(half[0]?.n ?? 0);
  });

  it('become marks again only where they are clearly fewer', () => {
    const { builder } = builderOf(field);
    const build = (n: number) =>
      builder.build(
        Uint32Array.from({ length: n }, (_, i) => i),
        WORLD_VIEW,
        AUTO,
      ).isClustered;
    expect([1_500, 2_500, 1_500, 900, 1_500].map(build)).toEqual([false, true, true, false, false]);
  });

  it('tell nothing of the killed where nobody knows', () => {
    const unknown = many(10, () => at(0, 0));
    expect(sceneOf(unknown, WORLD_VIEW, { density: 'clusters' }).counts[0]?.killed).toBeNull();
  });
});

describe('an area', () => {
  const province = { ...at(69, 34), place_precision: 'admin1', place_radius_m: 100_000 } as const;
  const features = [
    incident('a', { ...province, admin1: 'Nangarhar' }),
    incident('b', { ...at(69.3, 34.1), place_precision: 'admin1', admin1: 'Nangarhar' }),
    incident('c', { ...at(66, 33), place_precision: 'country', place_radius_m: 700_000 }),
  ];

  it('has one badge for all that are known to it only, and no mark', () => {
    const scene = sceneOf(features);
    expect(scene.marks.count).toBe(0);
    expect(scene.incidents).toBe(3);
    expect(scene.badges.flatMap(({ units }) => units.map(({ key }) => key)).sort()).toEqual([
      'AF|Nangarhar|',
      'AF||',
    ]);
  });

  it('never puts a badge on a mark or on another badge, as long as there is room', () => {
    const mark = incident('m', { ...at(69, 34), start: '2020-01-01' });
    const { badges, marks } = sceneOf([mark, ...features]);
    expect(badges.map(({ text }) => text).sort()).toEqual(['1 in AF', '2 in Nangarhar']);
    const [a, b] = badges;
    if (!a || !b) throw new Error('two badges');
    expect(Math.abs(a.y - b.y) >= 20 || Math.abs(a.x - b.x) >= (a.width + b.width) / 2).toBe(true);
    for (const { x, y, width } of badges) {
      const [dx, dy] = [(marks.x[0] as number) - x, (marks.y[0] as number) - y];
      expect(Math.abs(dx) > width / 2 || Math.abs(dy) > 10).toBe(true);
    }
  });

  it('has no badge under a panel, as long as there is room beside it', () => {
    const [country] = features.slice(2);
    if (!country) throw new Error('a country');
    const [before] = sceneOf([country]).badges;
    if (!before) throw new Error('a badge');
    const { x, y, width } = before;
    const panel = { left: x - 40, right: x + 40, top: y - 30, bottom: y + 30 };
    const [after] = sceneOf([country], { ...WORLD_VIEW, covered: [panel] }).badges;
    if (!after) throw new Error('a badge');
    const [dx, dy] = [Math.abs(after.x - x), Math.abs(after.y - y)];
    expect(dx >= 40 + width / 2 || dy >= 40).toBe(true);
  });

  it('keeps its spot while time plays, as long as the view stays', () => {
    const { builder } = builderOf([...features, ...many(30, (i) => at(69 + i, 34))]);
    const spots = (...rows: number[]) =>
      new Map(
        builder
          .build(Uint32Array.from(rows), WORLD_VIEW, AUTO)
          .badges.map((b) => [b.units[0]?.key, b.x]),
      );
    const before = spots(0, 1, 2, 3, 4, 5);
    const after = spots(0, 2, ...Array.from({ length: 30 }, (_, i) => i + 3));
    for (const [key, x] of before) expect(after.get(key), key).toBe(x);
  });

  it('joins badges that find no room', () => {
    const units = many(60, (i) => ({
      ...at(69 + (i % 8) / 50, 34 + Math.floor(i / 8) / 50),
      place_precision: 'admin1',
      place_radius_m: 10_000,
      admin1: `Unit ${i}`,
    }));
    const { badges } = sceneOf(units);
    expect(badges.length).toBeLessThan(60);
    expect(badges.flatMap(({ rows }) => [...rows])).toHaveLength(60);
    expect(badges.some(({ text }) => text.endsWith('in areas'))).toBe(true);
  });

  it('joins a badge beside a crowd of marks rather than to lie on them', () => {
    const town = (lon: number, lat: number) =>
      ({ ...at(lon, lat), place_precision: 'admin2', place_radius_m: 5_000 }) as const;
    // A block of marks a few pixels apart, with areas in its middle and one at its edge.
    const block = many(38 * 25, (i) => at((i % 38) * 3 - 100, Math.floor(i / 38) * 3 - 36));
    const areas = [town(-30, 0), town(-29, 1), town(-28, -1), town(15, 0)];
    const { badges, marks } = sceneOf([
      ...block,
      ...areas.map((area, i) => incident(`area ${i}`, area)),
    ]);
    expect(badges.map(({ text }) => text)).toEqual(['4 in areas']);
    const [{ x, y, width } = { x: 0, y: 0, width: 0 }] = badges;
    for (let i = 0; i < marks.count; i++) {
      const [dx, dy] = [(marks.x[i] as number) - x, (marks.y[i] as number) - y];
      expect(Math.abs(dx) > width / 2 || Math.abs(dy) > 10).toBe(true);
    }
  });

  it('without a name is told by its place and size, and counted with others where it finds no room', () => {
    const nameless = many(400, (i) => ({
      ...at(69 + (i % 20) / 100, 34 + Math.floor(i / 20) / 100),
      place_precision: 'admin2',
      place_radius_m: 5_000,
    }));
    const { badges, incidents } = sceneOf(nameless);
    expect(incidents).toBe(400);
    const rows = badges.flatMap(({ rows }) => [...rows]);
    expect(new Set(rows).size).toBe(400);
    expect(badges.flatMap(({ units }) => units)).toHaveLength(400);
    expect(badges.map(({ text }) => text)).toEqual(
      badges.map(
        ({ rows, units }) => `${rows.length} in ${units.length > 1 ? 'areas' : 'an area'}`,
      ),
    );
  });

  it('puts its badge inside of its outline, beside marks', () => {
    const outline = {
      path: {} as Path2D,
      contains: (x: number) => x > 0.6925,
      left: 0.69,
      right: 0.695,
      top: 0.39,
      bottom: 0.41,
    };
    const view: View = {
      left: 0.685 * WORLD,
      top: 0.395 * WORLD,
      scale: 2 ** 17 / WORLD,
      width: 1400,
      height: 1400,
    };
    const { builder, rows } = builderOf([features[0] as Feature<Summary>], () => outline);
    const [badge] = builder.build(rows, view, AUTO).badges;
    expect((badge?.x ?? 0) / 2 ** 17 + 0.685).toBeGreaterThan(0.6925);
  });

  it('that is larger than the view is counted in words', () => {
    const inside: View = {
      left: 0.683 * WORLD,
      top: 0.396 * WORLD,
      scale: 2 ** 20 / WORLD,
      width: 500,
      height: 500,
    };
    const scene = sceneOf([features[2] as Feature<Summary>], inside);
    expect([scene.badges.length, scene.coarser, scene.incidents]).toEqual([0, 1, 0]);
  });

  it('that holds the view but has its middle outside is counted in words, too', () => {
    const beside: View = {
      left: 0.69 * WORLD,
      top: 0.4 * WORLD,
      scale: 2 ** 18 / WORLD,
      width: 500,
      height: 500,
    };
    const scene = sceneOf([features[2] as Feature<Summary>], beside);
    expect([scene.badges.length, scene.coarser]).toEqual([0, 1]);
  });

  it('that reaches into the view by its outline has its badge there, and none where it does not', () => {
    const outline = (contains: (x: number, y: number) => boolean): Outline => ({
      path: {} as Path2D,
      contains,
      left: 0,
      right: 1,
      top: 0,
      bottom: 1,
    });
    const view: View = {
      left: 0.69 * WORLD,
      top: 0.4 * WORLD,
      scale: 2 ** 18 / WORLD,
      width: 500,
      height: 500,
    };
    const country = [features[2] as Feature<Summary>];
    const seen = (contains: (x: number, y: number) => boolean) => {
      const { builder, rows } = builderOf(country, () => outline(contains));
      const { badges, coarser } = builder.build(rows, view, AUTO);
      return [badges.length, coarser];
    };
    expect(seen(() => true)).toEqual([0, 1]);
    expect(seen((x) => x < 0.691)).toEqual([1, 0]);
    expect(seen(() => false)).toEqual([0, 0]);
  });

  it('can be hidden', () => {
    const scene = sceneOf([...features, incident('d', at(69, 34))], WORLD_VIEW, { coarsest: 2 });
    expect([scene.badges.length, scene.hidden, scene.incidents]).toEqual([0, 3, 1]);
  });
});

describe('what is under the pointer', () => {
  const scene = sceneOf([
    incident('mark', { ...at(0, 0), start: '2020-01-01' }),
    incident('area', {
      ...at(60, 0),
      start: '2020-01-02',
      place_precision: 'country',
      place_radius_m: 2e6,
    }),
  ]);
  const badge = scene.badges[0] ?? { x: 0, y: 0, width: 0 };

  it.each([
    ['a mark', 512, 512, [0]],
    ['near a mark', 518, 512, [0]],
    ['nothing beside it', 530, 512, null],
    ['a badge', badge.x + badge.width / 2 - 1, badge.y, [1]],
    ['nothing beside a badge', badge.x + badge.width / 2 + 3, badge.y, null],
  ])('is %s', (_, x, y, rows) => {
    expect(hitTest(scene, x, y)?.rows ?? null).toEqual(rows);
  });

  it('is found from further off by a finger', () => {
    expect(hitTest(scene, 512 + 15, 512)).toBeNull();
    expect(hitTest(scene, 512 + 15, 512, true)?.rows).toEqual([0]);
  });

  it('is the nearest of several marks', () => {
    const close = sceneOf([incident('a', at(0, 0)), incident('b', at(2, 0))]);
    expect(hitTest(close, 512, 512)?.rows).toEqual([0]);
    expect(hitTest(close, 518, 512)?.rows).toEqual([1]);
  });

  it('is all that coincide, where a crowd draws one of them', () => {
    const crowd = sceneOf(
      many(6_000, (i) => at(i < 3 ? 0 : (i % 80) * 4 - 160, i < 3 ? 0 : Math.floor(i / 80) - 40)),
      WORLD_VIEW,
      { density: 'marks' },
    );
    expect(hitTest(crowd, 512, 512)?.rows.slice(0, 3)).toEqual([0, 1, 2]);
  });

  it('can be found by its row', () => {
    expect(findRow(scene, 0)).toMatchObject({ x: 512, y: 512 });
    expect(findRow(scene, 1)?.rows).toEqual([1]);
    expect(findRow(scene, 7)).toBeNull();
    const area = { ...at(69, 34), place_precision: 'admin1', place_radius_m: 100_000 } as const;
    const areas = ['A', 'B', 'C'].map((admin1, i) =>
      incident(admin1, { ...area, ...at(69 + 20 * i, 34), admin1 }),
    );
    const apart = sceneOf(areas); // three badges, which were one in another view
    expect(findRows(apart, [0, 2]).map(({ rows }) => [...rows])).toEqual([[0], [2]]);
    expect(findRows(apart, [1])).toHaveLength(1);
    expect(findRows(apart, [9])).toEqual([]);
    const stack = sceneOf(many(9, () => at(0, 0)));
    expect(findRow(stack, 4)?.count?.n).toBe(9);
  });
});
