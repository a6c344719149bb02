import type { Coded, Columns, Figure, Figures } from '../src/data/columns';
import { latToY, lngToX } from '../src/data/mercator';
import { type Feature, type Geometry, PRECISIONS, type Summary } from '../src/data/types';
import { OPEN_END, parseDay } from '../src/state/day';

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

/** Columns as the server would send them, of incidents in any order. */
export function columnsOf(
  features: readonly Feature<Summary>[],
  known: readonly string[] = [],
): Columns {
  const sorted = [...features].sort(
    (a, b) => dayOf(a.properties.start) - dayOf(b.properties.start),
  );
  const kinds = [...known];
  const points = sorted.map(({ geometry: g }) =>
    !g ? [] : g.type === 'Point' ? [g.coordinates] : g.coordinates,
  );
  const positions = new Map<string, number>();
  const position = points.flat().map((at) => {
    const key = at.join();
    if (!positions.has(key)) positions.set(key, positions.size);
    return positions.get(key) as number;
  });
  const ends = sorted.map(({ properties: p }) => (p.end === null ? OPEN_END : dayOf(p.end)));
  const ids = sorted.map(({ id }) => new TextEncoder().encode(id));
  const coded = (name: keyof Summary): [string, Coded] => {
    const words = [
      ...new Set(sorted.flatMap(({ properties: p }) => (p[name] ? [String(p[name])] : []))),
    ];
    const codes = Uint16Array.from(
      sorted,
      ({ properties: p }) => words.indexOf(String(p[name])) + 1,
    );
    return [name, { name, title: name, own: false, values: [[], ...words.map((w) => [w])], codes }];
  };
  const measure = (low: keyof Summary, high: keyof Summary): Figures => {
    const number = (n: unknown) => (typeof n === 'number' ? n : Number.NaN);
    const figures: Figure[] = sorted.map(({ properties: p }) => [
      number(p[low]),
      number(p[low]),
      number(p[high]),
    ]);
    return { figures, codes: Uint16Array.from(figures, (_, i) => i) };
  };
  return {
    version: 'v',
    length: sorted.length,
    start: Int32Array.from(sorted, ({ properties: p }) => dayOf(p.start)),
    end: Int32Array.from(ends),
    endSoFar: Int32Array.from(running(ends, Math.max, -Infinity)),
    certain: Uint8Array.from(sorted, ({ properties: p }) => (p.date_certain ? 1 : 0)),
    kind: Uint8Array.from(sorted, ({ properties: { kind } }) => {
      const at = kinds.indexOf(kind ?? '');
      return at >= 0 ? at : kinds.push(kind ?? '') - 1;
    }),
    kinds,
    precision: Uint8Array.from(sorted, ({ properties: p }) =>
      PRECISIONS.indexOf(p.place_precision),
    ),
    radius: Float32Array.from(sorted, ({ properties: p }) => p.place_radius_m ?? 0),
    doubted: new Uint8Array(sorted.length),
    coded: new Map((['kind', 'event_type', 'country', 'admin1', 'admin2'] as const).map(coded)),
    killed: measure('fatalities_low', 'fatalities_high'),
    injured: measure('injuries_low', 'injuries_high'),
    groups: [
      {
        id: '',
        killed: [Number.NaN, Number.NaN, Number.NaN],
        injured: [Number.NaN, Number.NaN, Number.NaN],
      },
    ],
    group: new Uint8Array(sorted.length),
    pointAt: Uint32Array.from([
      0,
      ...running(
        points.map((p) => p.length),
        add,
        0,
      ),
    ]),
    x: Uint32Array.from(points.flat(), ([lon]) => lngToX(lon)),
    y: Uint32Array.from(points.flat(), ([, lat]) => latToY(lat)),
    position: Uint32Array.from(position),
    positions: positions.size,
    idBytes: Uint8Array.from(ids.flatMap((id) => [...id])),
    idAt: Uint32Array.from([
      0,
      ...running(
        ids.map((id) => id.length),
        add,
        0,
      ),
    ]),
  };
}

const dayOf = (iso: string) => parseDay(iso) ?? 0;

const add = (a: number, b: number) => a + b;

// What a function of two makes of the first, the first two, the first three and so on.
function running(
  numbers: readonly number[],
  of: (a: number, b: number) => number,
  first: number,
): number[] {
  let value = first;
  return numbers.map((n) => {
    value = of(value, n);
    return value;
  });
}
