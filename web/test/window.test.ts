import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idOf } from '../src/data/columns';
import { haveSameRows, inWindow, lowerBound, selectRows, type Window } from '../src/data/window';
import { formatDay, OPEN_END, parseDay } from '../src/state/day';
import { columnsOf, incident } from './fixtures';

interface Case {
  name: string;
  start: string;
  end: string | null;
  from: string | null;
  to: string | null;
  mode: Window['mode'];
  match: boolean;
}

// The same table is run by the server's tests.
const path = new URL('../../internal/incident/testdata/window-cases.json', import.meta.url);
const cases = JSON.parse(readFileSync(path, 'utf8')) as Case[];

function windowOf(c: Pick<Case, 'from' | 'to' | 'mode'>): Window {
  return {
    from: c.from === null ? -Infinity : (parseDay(c.from) as number),
    to: c.to === null ? Infinity : (parseDay(c.to) as number),
    mode: c.mode,
  };
}

describe('the window test', () => {
  it.each(cases)('$name', (c) => {
    const start = parseDay(c.start) as number;
    const end = c.end === null ? OPEN_END : (parseDay(c.end) as number);
    expect(inWindow(start, end, windowOf(c))).toBe(c.match);
  });

  it.each(cases)('$name, by columns', (c) => {
    const columns = columnsOf([incident('a', { start: c.start, end: c.end })]);
    const rows = selectRows(columns, windowOf(c), new Uint32Array(1));
    expect(rows.length === 1).toBe(c.match);
  });
});

describe('rows in a window', () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 90 }));
  const side = fc.option(fc.integer({ min: -10, max: 500 }));

  it('are those that the test admits, in day order', () => {
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 60 }),
        side,
        side,
        fc.constantFrom('overlap', 'inside') as fc.Arbitrary<Window['mode']>,
        (spans, from, to, mode) => {
          const columns = columnsOf(
            spans.map(([start, length], i) =>
              incident(String(i), { start: formatDay(start), end: formatDay(start + length) }),
            ),
          );
          const window = { from: from ?? -Infinity, to: to ?? Infinity, mode };
          const rows = selectRows(columns, window, new Uint32Array(columns.length));
          const naive = spans.flatMap(([s, l], i) =>
            inWindow(s, s + l, window) ? [String(i)] : [],
          );
          expect([...rows].map((row) => idOf(columns, row)).sort()).toEqual(naive.sort());
          const starts = [...rows].map((row) => columns.start[row] as number);
          expect(starts).toEqual([...starts].sort((a, b) => a - b));
        },
      ),
    );
  });

  it('are the same in two windows when the rows of both are', () => {
    const days = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(
        fc.array(days, { maxLength: 6 }),
        days,
        days,
        fc.constantFrom('overlap', 'inside') as fc.Arbitrary<Window['mode']>,
        (spans, a, b, mode) => {
          const columns = columnsOf(
            spans.map(([start, length], i) =>
              incident(String(i), { start: formatDay(start), end: formatDay(start + length) }),
            ),
          );
          const windows = [a, b].map(([from, length]) => ({ from, to: from + length, mode }));
          const [inA, inB] = windows.map((window) =>
            selectRows(columns, window, new Uint32Array(columns.length)).join(),
          );
          const [first, second] = windows as [Window, Window];
          expect(haveSameRows(columns, first, second)).toBe(inA === inB);
        },
      ),
    );
  });

  it('are found by binary search', () => {
    expect([0, 1, 2, 3, 4].map((v) => lowerBound([1, 1, 3], v))).toEqual([0, 0, 2, 2, 3]);
  });
});
