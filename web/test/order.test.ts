import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Columns, NO_COLUMNS } from '../src/data/columns';
import { firstRows } from '../src/data/order';
import { ORDERS } from '../src/state/screen';

const COUNTRIES = [undefined, 'PK', 'AF', 'US'];

// Rows with a number of killed, -1 for unknown, and a country by its index.
function columnsOf(rows: readonly { killed: number; country: number }[]): Columns {
  const best = [-1, 3, 12, 0];
  const figures = best.map(
    (n) => (n < 0 ? [NaN, NaN, NaN] : [n, n, n]) as [number, number, number],
  );
  const values = COUNTRIES.map((country) => (country ? [country] : []));
  const codes = Uint8Array.from(rows, ({ country }) => country);
  return {
    ...NO_COLUMNS,
    length: rows.length,
    killed: { figures, codes: Uint8Array.from(rows, ({ killed }) => killed) },
    coded: new Map([['country', { name: 'country', title: '', own: false, values, codes }]]),
  };
}

describe('the order of the list', () => {
  it('is that of a plain sort, of all rows and of the first', () => {
    const row = fc.record({
      killed: fc.integer({ min: 0, max: 3 }),
      country: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(row), fc.nat(30), fc.constantFrom(...ORDERS), (all, n, order) => {
        const columns = columnsOf(all);
        const rows = Uint32Array.from(all, (_, i) => i).filter((i) => i % 3 !== 1);
        const best = (i: number) => [-1, 3, 12, 0][all[i]?.killed ?? 0] as number;
        const place = (i: number) => COUNTRIES[all[i]?.country ?? 0] ?? '~';
        const plain = Array.from(rows).sort((a, b) => {
          if (order === 'newest') return b - a;
          if (order === 'killed') return best(b) - best(a) || a - b;
          if (order === 'place')
            return place(a) < place(b) ? -1 : Number(place(a) > place(b)) || a - b;
          return a - b;
        });
        expect(firstRows(columns, rows, order, n)).toEqual(plain.slice(0, n));
      }),
    );
  });
});
