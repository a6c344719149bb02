import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignTo, type BinCounts, countInto, sameByBins } from '../src/data/bins';
import { idOf } from '../src/data/columns';
import { ALL_TIME, answers, type Holding, isComplete, isWhole, rowsIn } from '../src/data/holding';
import { inWindow, type Window, windowOf } from '../src/data/window';
import { formatDay } from '../src/state/day';
import { columnsOf, incident } from './fixtures';

type Span = readonly [start: number, length: number];

const spans = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 30 })),
  { maxLength: 40 },
);
const day = fc.integer({ min: -5, max: 140 });
const window: fc.Arbitrary<Window> = fc
  .tuple(fc.option(day), fc.option(day), fc.constantFrom('overlap', 'inside'))
  .map(([a, b, mode]) => {
    const [from, to] = a !== null && b !== null && a > b ? [b, a] : [a, b];
    return { from: from ?? -Infinity, to: to ?? Infinity, mode: mode as Window['mode'] };
  });

// What the server would send of the incidents, for a window and up to a limit.
function ask(all: readonly Span[], asked: Window, limit = Infinity): Holding {
  const found = all
    .map(([start, length], i) => ({ id: String(i), start, end: start + length }))
    .filter(({ start, end }) => inWindow(start, end, asked))
    .sort((a, b) => a.start - b.start);
  const held = found
    .slice(0, limit)
    .map(({ id, start, end }) => incident(id, { start: formatDay(start), end: formatDay(end) }));
  return { columns: columnsOf(held), matched: found.length, window: asked };
}

const ids = (holding: Holding, asked: Window) => {
  const rows = rowsIn(holding, asked, new Uint32Array(holding.columns.length));
  return [...rows].map((row) => idOf(holding.columns, row)).sort();
};

describe('what is held', () => {
  it('never answers a window with other incidents than the server would', () => {
    fc.assert(
      fc.property(spans, window, window, fc.nat(20), (all, first, then, limit) => {
        const holding = ask(all, first, limit);
        const fresh = ask(all, then);
        if (!answers(holding, then)) return;
        if (isComplete(holding)) expect(ids(holding, then)).toEqual(ids(fresh, then));
        else expect(holding.matched).toBe(fresh.matched);
      }),
      { numRuns: 500 },
    );
  });

  it('answers every window when it is the whole set', () => {
    fc.assert(
      fc.property(spans, window, (all, then) => {
        const holding = ask(all, ALL_TIME);
        expect(isWhole(holding)).toBe(true);
        expect(answers(holding, then)).toBe(true);
      }),
    );
  });

  const january = { from: 0, to: 30, mode: 'overlap' } as const;
  const many: Span[] = Array.from({ length: 31 }, (_, i) => [i, 0]);
  it.each<[boolean, string, Window, number, Window]>([
    [true, 'the window that it was asked for', january, 5, january],
    [false, 'a part of a window that is too large', january, 5, { ...january, to: 3 }],
    [true, 'a part of a window that is held', january, 99, { ...january, to: 3 }],
    [false, 'days beyond its window', january, 99, { ...january, to: 31 }],
    [true, 'certain dates of possible ones', january, 99, { ...january, mode: 'inside' }],
    [false, 'possible dates of certain ones', { ...january, mode: 'inside' }, 99, january],
    [false, 'anything else of too many', ALL_TIME, 5, january],
    [true, 'all of too many, in either mode', ALL_TIME, 5, { ...ALL_TIME, mode: 'inside' }],
  ])('answers (%s) %s', (has, _, asked, limit, then) => {
    expect(answers(ask(many, asked, limit), then)).toBe(has);
  });

  it('is not whole when the first of too many are held, or a window of all', () => {
    expect(isWhole(ask(many, ALL_TIME, 30))).toBe(false);
    expect(isWhole(ask(many, january))).toBe(false);
  });
});

describe('counts by bins', () => {
  const edges = Array.from({ length: 15 }, (_, i) => i * 10);

  it('tell that two windows have the same incidents only where they have', () => {
    fc.assert(
      fc.property(spans, window, window, (all, a, b) => {
        const counts = countInto(ask(all, ALL_TIME).columns, { edges });
        const modes = ['overlap', 'inside'] as const;
        const clamp = ({ from, to }: Window) => ({
          from: Math.max(from, 0),
          to: Math.min(to, 139),
        });
        const [inA, inB] = [clamp(a), clamp(b)];
        if (!sameByBins({ edges }, counts, inA, inB)) return;
        for (const mode of modes) {
          expect(ids(ask(all, { ...inA, mode }), { ...inA, mode })).toEqual(
            ids(ask(all, { ...inB, mode }), { ...inB, mode }),
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('tell windows apart by a bin that has incidents, and not by an empty one', () => {
    const counts: BinCounts = {
      certain: Uint32Array.of(1, 0, 0),
      possible: Uint32Array.of(0, 0, 2),
    };
    const bins = { edges: [0, 10, 20, 30] };
    const first = { from: 0, to: 9 };
    expect(sameByBins(bins, counts, first, { from: 0, to: 19 })).toBe(true);
    expect(sameByBins(bins, counts, first, { from: 0, to: 20 })).toBe(false);
    expect(sameByBins(bins, counts, first, { from: 1, to: 9 })).toBe(false);
    expect(sameByBins(bins, counts, { from: 10, to: 12 }, { from: 15, to: 19 })).toBe(true);
  });

  it('of the server stand in the bins of their days', () => {
    const bin = (start: string, certain: number, possible: number) => ({
      start,
      end: start,
      certain,
      possible,
    });
    const { certain, possible } = alignTo({ edges: [0, 31, 59] }, [
      bin('1970-02-01', 3, 1),
      bin('1969-12-01', 9, 9),
      bin('1970-03-01', 9, 9),
      bin('soon', 9, 9),
    ]);
    expect([[...certain], [...possible]]).toEqual([
      [0, 3],
      [0, 1],
    ]);
  });
});

describe('the window of a filter', () => {
  it('is open where the filter is', () => {
    expect(windowOf({ from: null, to: '1970-01-02', mode: 'inside' })).toEqual({
      from: -Infinity,
      to: 1,
      mode: 'inside',
    });
  });
});
