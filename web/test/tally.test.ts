import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Figure, Group } from '../src/data/columns';
import { Counter, isSplit } from '../src/data/tally';
import type { Sum } from '../src/data/types';
import { columnsOf, incident } from './fixtures';

interface Told {
  kind: string;
  country: string;
  killed: Figure;
  group: number; // 0 for none
  placed: boolean;
}

const UNKNOWN: Figure = [Number.NaN, Number.NaN, Number.NaN];
const figure: fc.Arbitrary<Figure> = fc.oneof(
  fc.constant(UNKNOWN),
  fc
    .tuple(fc.nat(9), fc.nat(9), fc.nat(9), fc.boolean())
    .map(
      ([low, more, most, isOpen]): Figure => [
        low,
        low + more,
        isOpen ? Number.NaN : low + more + most,
      ],
    ),
);
const told = fc.array(
  fc.record<Told>({
    kind: fc.constantFrom('attack', 'operation', 'other'),
    country: fc.constantFrom('AF', 'PK', ''),
    killed: figure,
    group: fc.nat(2),
    placed: fc.boolean(),
  }),
  { maxLength: 25 },
);
const groups: fc.Arbitrary<Group[]> = fc
  .tuple(figure, figure)
  .map(([a, b]) => [UNKNOWN, a, b].map((killed, i) => ({ id: `g${i}`, killed, injured: UNKNOWN })));

function counterOf(all: readonly Told[], known: readonly Group[]) {
  const columns = columnsOf(
    all.map((t, i) =>
      incident(`i${i}`, {
        kind: t.kind,
        country: t.country || null,
        ...(t.placed ? {} : { geometry: null }),
      }),
    ),
  );
  return new Counter(
    {
      ...columns,
      killed: { figures: all.map((t) => t.killed), codes: Uint16Array.from(all, (_, i) => i) },
      group: Uint8Array.from(all, (t) => t.group),
      groups: known,
    },
    ['kind', 'country'],
  );
}

// The same as the server's Summer, one incident after the other.
function naive(all: readonly Told[], known: readonly Group[]): Sum {
  const isKnown = (f: Figure) => !f.every(Number.isNaN);
  const seen = new Set<number>();
  const figures: Figure[] = [];
  let unreported = 0;
  for (const { killed, group } of all) {
    if (isKnown(killed)) figures.push(killed);
    const shared = known[group]?.killed ?? UNKNOWN;
    const isShared = group > 0 && isKnown(shared);
    if (isShared && !seen.has(group)) figures.push(shared);
    if (isShared) seen.add(group);
    if (!isShared && !isKnown(killed)) unreported++;
  }
  const sum = (i: number) => figures.reduce((n, f) => n + (f[i] as number), 0);
  const openEnded = figures.filter(([, , high]) => Number.isNaN(high)).length;
  const [low, best, high] = figures.length > 0 ? [sum(0), sum(1), sum(2)] : [null, null, null];
  const reported = figures.length;
  return { low, best, high: openEnded > 0 ? null : high, reported, unreported, openEnded };
}

describe('counts of what is held', () => {
  it('are those that the server works out', () => {
    fc.assert(
      fc.property(told, groups, fc.nat(3), (all, known, skip) => {
        const rows = Uint32Array.from(all.keys()).filter((i) => i % 4 !== skip);
        const shown = [...rows].map((row) => all[row] as Told);
        const tally = counterOf(all, known).count(rows);
        expect(tally.numberMatched).toBe(shown.length);
        expect(tally.withoutPlace).toBe(shown.filter(({ placed }) => !placed).length);
        expect(tally.sums.fatalities).toEqual(naive(shown, known));
        for (const name of ['kind', 'country'] as const) {
          const counts = tally.facets[name] ?? [];
          const values = new Set(shown.map((t) => t[name]).filter(Boolean));
          expect(new Set(counts.map(({ value }) => value))).toEqual(values);
          for (const { value, count } of counts) {
            expect(count).toBe(shown.filter((t) => t[name] === value).length);
          }
          expect(counts.map(({ count }) => count)).toEqual(
            counts.map(({ count }) => count).sort((a, b) => b - a),
          );
        }
        for (const { kind, sums } of tally.kinds) {
          const only = shown.filter((t) => t.kind === kind.value);
          expect(sums.fatalities).toEqual(naive(only, known));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('of several actors are one for each', () => {
    const columns = columnsOf([incident('a'), incident('b')]);
    const values = [[], ['A', 'B'], ['B']];
    const actor = { name: 'actor', title: 'Actor', own: false, values, codes: Uint8Array.of(1, 2) };
    const { facets } = new Counter({ ...columns, coded: new Map([['actor', actor]]) }, [
      'actor',
    ]).count(Uint32Array.of(0, 1));
    expect(facets['actor']).toEqual([
      { value: 'B', count: 2 },
      { value: 'A', count: 1 },
    ]);
  });

  it('are told of each kind apart where there are a few', () => {
    expect([0, 1, 2, 4, 5].map((n) => isSplit(Array(n)))).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
  });
});
