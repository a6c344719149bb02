// The orders of the list, over columns that are in day order.

import type { Order } from '../state/screen';
import type { Coded, Columns } from './columns';

/** The same order as the API's `sortby`; empty for its own, the oldest first. */
export const SORT_BY: Readonly<Record<Order, string>> = {
  oldest: '',
  newest: '-start,-id',
  killed: '-fatalities_best,start,id',
  place: 'country,admin1,admin2,start,id',
};

const ranks = new WeakMap<Columns, Map<Order, Uint32Array>>();

/** The first n of rows in an order; rows are ascending. */
export function firstRows(columns: Columns, rows: Uint32Array, order: Order, n: number): number[] {
  const length = Math.min(n, rows.length);
  if (order === 'oldest') return Array.from(rows.subarray(0, length));
  if (order === 'newest') return Array.from(rows.subarray(rows.length - length)).reverse();
  return least(rows, rankOf(columns, order), length);
}

// The n rows of the least rank, by counting: of a million rows some dozens are shown.
function least(rows: Uint32Array, rank: Uint32Array, n: number): number[] {
  const counts = new Map<number, number>();
  for (const row of rows)
    counts.set(rank[row] as number, (counts.get(rank[row] as number) ?? 0) + 1);
  let last = -1;
  let held = 0;
  for (const value of [...counts.keys()].sort((a, b) => a - b)) {
    if (held >= n) break;
    held += counts.get(value) as number;
    last = value;
  }
  const among = Array.from(rows.filter((row) => (rank[row] as number) <= last));
  return among.sort((a, b) => (rank[a] as number) - (rank[b] as number) || a - b).slice(0, n);
}

// A number for each row that is less the earlier it comes; made once for columns.
function rankOf(columns: Columns, order: 'killed' | 'place'): Uint32Array {
  let made = ranks.get(columns);
  if (!made) {
    made = new Map();
    ranks.set(columns, made);
  }
  let rank = made.get(order);
  if (!rank) {
    rank = order === 'killed' ? byKilled(columns) : byPlace(columns);
    made.set(order, rank);
  }
  return rank;
}

function byKilled({ killed: { figures, codes } }: Columns): Uint32Array {
  // Unknown figures come last.
  const best = figures.map(([, figure]) => (Number.isNaN(figure) ? -1 : figure));
  const distinct = [...new Set(best)].sort((a, b) => b - a);
  const rankOfCode = best.map((figure) => distinct.indexOf(figure));
  return Uint32Array.from(codes, (code) => rankOfCode[code] as number);
}

function byPlace({ coded, length }: Columns): Uint32Array {
  const parts = ['country', 'admin1', 'admin2'].flatMap((name) => coded.get(name) ?? []);
  const orders = parts.map(rankOfValues);
  const keys = new Float64Array(length);
  parts.forEach(({ codes, values }, i) => {
    const order = orders[i] as Uint32Array;
    for (let row = 0; row < length; row++) {
      keys[row] = (keys[row] as number) * values.length + (order[codes[row] as number] as number);
    }
  });
  const distinct = Float64Array.from(new Set(keys)).sort();
  const rank = new Map(Array.from(distinct, (key, i) => [key, i]));
  return Uint32Array.from(keys, (key) => rank.get(key) as number);
}

// Where each code's first value is among the values; none comes last.
function rankOfValues({ values }: Coded): Uint32Array {
  const first = values.map(([value]) => value);
  const sorted = [...new Set(first)].sort((a, b) => {
    if (a === undefined || b === undefined)
      return Number(a === undefined) - Number(b === undefined);
    return a < b ? -1 : Number(a > b);
  });
  const at = new Map(sorted.map((value, i) => [value, i]));
  return Uint32Array.from(first, (value) => at.get(value) as number);
}
