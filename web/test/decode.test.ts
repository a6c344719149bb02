import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bytes } from '../src/data/bytes';
import { idOf, rowOf } from '../src/data/columns';
import { ColumnsDecoder } from '../src/data/decode';
import { latToY, lngToX, xToLng, yToLat } from '../src/data/mercator';

// A small encoder of the format, as the server's package tells it.
const text = (s: string) => [...new TextEncoder().encode(s)];
function uvarint(n: number): number[] {
  const out: number[] = [];
  for (; n > 127; n = Math.floor(n / 128)) out.push((n % 128) + 128);
  return [...out, n];
}
const zigzag = (n: number) => uvarint(n < 0 ? -2 * n - 1 : 2 * n);
const block = (bytes: number[]) => [...uvarint(bytes.length), ...bytes];
function numbers(values: readonly number[], unit = 1): number[] {
  const base = Math.min(...values, values[0] ?? 0);
  const stored = values.map((v) => (v - base) / unit);
  const most = Math.max(0, ...stored);
  const width = most === 0 ? 0 : most < 256 ? 1 : most < 65_536 ? 2 : 4;
  const planes = Array.from({ length: width }, (_, plane) =>
    stored.map((v) => Math.floor(v / 256 ** plane) % 256),
  );
  return [...zigzag(base), ...uvarint(unit), width, ...planes.flat()];
}

interface Row {
  id: string;
  start: number;
  days: number;
  certain: boolean;
  kind: string;
  actors: string[];
  occurrence: string;
  killed: [number, number, number] | null;
  points: [number, number][];
}

const NAMES = [
  'start',
  'days',
  'flags',
  'kind',
  'actor',
  'occurrence',
  'place_precision',
  'radius',
];
const HEAD = [
  ...NAMES.map((name) => ({ name, type: /start|days|flags|radius/.test(name) ? 'int' : 'code' })),
  { name: 'later', type: 'of another version' },
  { name: 'killed', type: 'figure' },
  { name: 'injured', type: 'figure' },
  { name: 'group', type: 'group' },
  { name: 'places', type: 'places' },
  { name: 'id', type: 'id' },
];

// Words are numbered over the whole stream, and sent with the chunk that has them first.
class Coder {
  private readonly known: string[] = [];
  code(values: readonly string[], entry: (word: string) => number[]): number[] {
    const fresh = [...new Set(values)].filter((v) => v !== '' && !this.known.includes(v));
    this.known.push(...fresh);
    const codes = values.map((v) => this.known.indexOf(v) + 1);
    return [...uvarint(fresh.length), ...fresh.flatMap(entry), ...numbers(codes)];
  }
}

function encode(
  rows: readonly Row[],
  perChunk: number,
  told = rows.length,
): Uint8Array<ArrayBuffer> {
  const head = { dataVersion: 'v7', rows: told, columns: HEAD };
  const out = [...text('IMCOL'), 2, ...block(text(JSON.stringify(head)))];
  const coders = HEAD.map(() => new Coder());
  const sites: string[] = [];
  const word = (s: string) => block(text(s));
  const figure = (s: string) =>
    (JSON.parse(s) as number[]).flatMap((n) => uvarint(n < 0 ? 0 : n + 1));
  for (let at = 0; at < rows.length; at += perChunk) {
    const chunk = rows.slice(at, at + perChunk);
    out.push(...uvarint(chunk.length));
    const of = <T>(get: (row: Row) => T) => chunk.map(get);
    const code = (i: number, get: (row: Row) => string, entry = word) =>
      (coders[i] as Coder).code(of(get), entry);
    const columns = [
      numbers(of((r) => r.start)),
      numbers(of((r) => r.days)),
      numbers(of((r) => (r.certain ? 1 : 0))),
      code(3, (r) => r.kind),
      code(4, (r) => r.actors.join('\0')),
      code(5, (r) => r.occurrence),
      code(6, () => 'locality'),
      numbers(of(() => 5_000)),
      [1, 2, 3],
      code(9, (r) => (r.killed ? JSON.stringify(r.killed) : ''), figure),
      code(10, () => '', figure),
      code(11, () => ''),
      places(
        of((r) => r.points),
        sites,
      ),
      ids(of((r) => r.id)),
    ];
    out.push(...columns.flatMap(block));
  }
  return Uint8Array.from([...out, 0]);
}

function places(points: readonly [number, number][][], sites: string[]): number[] {
  const fresh: [number, number][] = [];
  const references = points.flat().map((at) => {
    const known = sites.indexOf(String(at));
    if (known >= 0) return known + 1;
    sites.push(String(at));
    fresh.push(at);
    return 0;
  });
  return [
    ...numbers(points.map((p) => p.length)),
    ...uvarint(fresh.length),
    ...numbers(
      fresh.map(([lon]) => lon),
      100,
    ),
    ...numbers(
      fresh.map(([, lat]) => lat),
      100,
    ),
    ...numbers(references),
  ];
}

function ids(all: readonly string[]): number[] {
  const shared = all.map((id, i) => {
    const before = i === 0 ? '' : (all[i - 1] as string);
    let n = 0;
    while (n < id.length && id[n] === before[n]) n++;
    return n;
  });
  const rest = all.map((id, i) => text(id.slice(shared[i])));
  return [...numbers(shared), ...numbers(rest.map((r) => r.length)), ...rest.flat()];
}

const degree = fc.integer({ min: -800_000, max: 800_000 }).map((n) => n * 1_000);
const row: fc.Arbitrary<Row> = fc.record({
  id: fc.stringMatching(/^[a-c]{1,3}-[0-9]{1,9}$/),
  start: fc.integer({ min: -100_000, max: 30_000 }),
  days: fc.oneof(fc.constant(0), fc.nat(400)),
  certain: fc.boolean(),
  kind: fc.constantFrom('attack', 'operation', 'flood', ''),
  actors: fc.subarray(['A', 'B', 'C']),
  occurrence: fc.constantFrom('reported', 'disputed', 'denied', ''),
  killed: fc.option(fc.tuple(fc.nat(9), fc.nat(400), fc.integer({ min: -1, max: 70_000 }))),
  points: fc.array(fc.tuple(degree, degree), { maxLength: 3 }),
});
const sorted = fc
  .array(row, { maxLength: 40 })
  .map((rows) => rows.sort((a, b) => a.start - b.start));

function decode(bytes: Uint8Array, step = bytes.length) {
  const decoder = new ColumnsDecoder(['attack', 'operation']);
  for (let at = 0; at < bytes.length; at += step) decoder.push(bytes.slice(at, at + step));
  return decoder.finish();
}

// What the server's encoder writes, and the rows that it was given: see
// internal/encode/columns/golden_test.go.
interface Golden {
  id: string;
  start: number;
  end: number;
  certain: boolean;
  radius: number;
  killed: (number | null)[] | null;
  injured: (number | null)[] | null;
  group: { id: string; killed: unknown; injured: unknown } | null;
  points: [number, number][];
  [word: string]: unknown;
}
const testdata = (name: string) => readFileSync(new URL(`testdata/${name}`, import.meta.url));
const golden = JSON.parse(testdata('columns-v2.json').toString()) as Golden[];

describe('columns of the server itself', () => {
  const c = decode(new Uint8Array(testdata('columns-v2.bin')), 777);
  const told = (figure: readonly number[] | undefined) =>
    figure?.every(Number.isNaN) ? null : figure?.map((n) => (Number.isNaN(n) ? null : n));

  it('are the rows that it was given', () => {
    expect(c.length).toBe(golden.length);
    golden.forEach((row, i) => {
      expect(idOf(c, i)).toBe(row.id);
      expect(rowOf(c, row.id)).toBe(i);
      expect([c.start[i], c.end[i], c.certain[i] === 1]).toEqual([row.start, row.end, row.certain]);
      expect(c.radius[i]).toBe(row.radius);
      expect(told(c.killed.figures[c.killed.codes[i] as number])).toEqual(row.killed);
      expect(told(c.injured.figures[c.injured.codes[i] as number])).toEqual(row.injured);
      const group = c.group[i] ? c.groups[c.group[i]] : undefined;
      expect(group?.id ?? null).toBe(row.group?.id ?? null);
      expect(told(group?.killed) ?? null).toEqual(row.group?.killed ?? null);
      expect(told(group?.injured) ?? null).toEqual(row.group?.injured ?? null);
      expect(c.kinds[c.kind[i] as number] || null).toBe(row['kind']);
      const first = c.pointAt[i] as number;
      expect((c.pointAt[i + 1] as number) - first).toBe(row.points.length);
      row.points.forEach(([lon, lat], k) => {
        expect(c.x[first + k]).toBe(lngToX(lon / 1e7));
        expect(c.y[first + k]).toBe(latToY(lat / 1e7));
      });
    });
  });

  it('have every word of every property', () => {
    expect(c.coded.size).toBeGreaterThan(10);
    for (const { name, values, codes } of c.coded.values()) {
      golden.forEach((row, i) => {
        const word = codes[i] ? values[codes[i]]?.join('\0') : null;
        expect(word, `${name} of ${row.id}`).toBe(row[name] ?? null);
      });
    }
  });

  it('tell which columns are the dataset’s own', () => {
    const own = [...c.coded.values()].filter((coded) => coded.own).map(({ name }) => name);
    expect(own.length).toBeGreaterThan(0);
  });
});

describe('columns from the server', () => {
  it('are what was sent, however they are cut', () => {
    fc.assert(
      fc.property(
        sorted,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 200 }),
        (rows, chunk, step) => {
          const c = decode(encode(rows, chunk), step);
          expect(c.length).toBe(rows.length);
          rows.forEach((r, i) => {
            expect(idOf(c, i)).toBe(r.id);
            expect([c.start[i], c.end[i]]).toEqual([r.start, r.start + r.days]);
            expect([c.certain[i], c.doubted[i]]).toEqual([
              r.certain ? 1 : 0,
              ['disputed', 'denied'].includes(r.occurrence) ? 1 : 0,
            ]);
            expect(c.kinds[c.kind[i] as number]).toBe(r.kind);
            const actor = c.coded.get('actor');
            expect(actor?.values[actor.codes[i] as number] ?? null).toEqual(r.actors);
            const figure = c.killed.figures[c.killed.codes[i] as number];
            const told = r.killed?.map((n) => (n < 0 ? Number.NaN : n));
            expect(figure).toEqual(told ?? [Number.NaN, Number.NaN, Number.NaN]);
            const first = c.pointAt[i] as number;
            expect((c.pointAt[i + 1] as number) - first).toBe(r.points.length);
            r.points.forEach(([lon, lat], k) => {
              expect(xToLng(c.x[first + k] as number)).toBeCloseTo(lon / 1e7, 6);
              expect(yToLat(c.y[first + k] as number)).toBeCloseTo(lat / 1e7, 6);
            });
          });
          const places = new Set(rows.flatMap((r) => r.points.map(String)));
          expect([c.positions, new Set(c.position).size]).toEqual([places.size, places.size]);
        },
      ),
      { numRuns: 150 },
    );
  });

  const some: Row[] = ['a-1', 'a-2', 'b'].map((id, i) => ({
    id,
    start: i,
    days: 0,
    certain: true,
    kind: 'attack',
    actors: [],
    occurrence: '',
    killed: null,
    points: [[10_000_000, 20_000_000]],
  }));

  it('find a row by its ID', () => {
    const c = decode(encode(some, 2));
    expect(['a-1', 'a-2', 'b', 'a-', 'x'].map((id) => rowOf(c, id))).toEqual([0, 1, 2, null, null]);
    expect(idOf(c, 3)).toBe('');
  });

  it('that were cut off are refused', () => {
    const bytes = encode(some, 2);
    for (let n = 0; n < bytes.length; n++) {
      expect(() => decode(bytes.slice(0, n), 50)).toThrow();
    }
  });

  it('that are none are refused', () => {
    expect(() => decode(Uint8Array.from(text('<!doctype html><title>Oh</title>')))).toThrow(
      'no columns',
    );
    const bytes = encode(some, 2);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        isReadOrRefused(bytes.with(at, byte));
      }),
    );
  });

  // Numbers that are all alike take no bytes: a few bytes must not ask for all memory.
  it('do not take more memory than columns of so many rows can', () => {
    const bytes = encode(some, 2);
    for (let at = 0; at < bytes.length; at++) {
      for (const byte of [0, 1, 127, 128, 255]) isReadOrRefused(bytes.with(at, byte));
    }
    const many = encode(some, 2, 1e12);
    expect(() => decode(many)).toThrow('columns of 1000000000000 rows');
    expect(() => new Bytes(Uint8Array.of(0, 1, 0)).numbers(2 ** 24 + 1)).toThrow(
      '16777217 numbers',
    );
    expect(() => new Bytes(Uint8Array.of(0, 1, 0)).numbers(-1)).toThrow('-1 numbers');
  });

  function isReadOrRefused(bytes: Uint8Array): void {
    try {
      expect(decode(bytes).length).toBe(3);
    } catch (error) {
      expect(error).toBeInstanceOf(Error); // refused, and never without an end
    }
  }
});
