// Counts and sums of the incidents in a window, as the server works them out
// (internal/incident, Tally and Facets), over columns and in one frame.

import type { Coded, Columns, Figure, Figures } from './columns';
import { hasPoint } from './columns';
import type { Facets, FacetValue, KindSums, Sum } from './types';

/** What the server says of a set of incidents in facets and sums. */
export interface Tally extends Facets {
  /** Sums of each kind, the most frequent first. */
  readonly kinds: readonly KindSums[];
}

/** Counts windows of columns; the tables that it needs are made once. */
export class Counter {
  private readonly facets: readonly Coded[];
  private readonly killed: Adder;
  private readonly injured: Adder;
  private readonly allPlaced: boolean;

  /** `names` are the properties whose values are counted. */
  constructor(
    private readonly columns: Columns,
    names: readonly string[],
  ) {
    this.facets = names.flatMap((name) => columns.coded.get(name) ?? []);
    this.killed = new Adder(columns, columns.killed, (group) => group.killed);
    this.injured = new Adder(columns, columns.injured, (group) => group.injured);
    this.allPlaced = columns.pointAt.every(
      (at, row) => row === 0 || at > (columns.pointAt[row - 1] as number),
    );
  }

  count(rows: Uint32Array): Tally {
    const facets: Record<string, FacetValue[]> = {};
    for (const coded of this.facets) facets[coded.name] = valuesOf(coded, rows);
    const fatalities = this.killed.add(rows);
    const injuries = this.injured.add(rows);
    const kinds = (facets['kind'] ?? []).map((kind) => {
      const at = this.columns.kinds.indexOf(kind.value);
      return { kind, sums: { fatalities: fatalities.of(at), injuries: injuries.of(at) } };
    });
    return {
      numberMatched: rows.length,
      withoutPlace: this.unplaced(rows),
      facets,
      sums: { fatalities: fatalities.all(), injuries: injuries.all() },
      kinds: isSplit(kinds) ? kinds : [],
    };
  }

  private unplaced(rows: Uint32Array): number {
    let n = 0;
    if (this.allPlaced) return n;
    for (let i = 0; i < rows.length; i++) if (!hasPoint(this.columns, rows[i] as number)) n++;
    return n;
  }
}

/** More kinds than this are not summed one by one. */
const MAX_KINDS = 4;

/** True when sums are told of each kind apart: those of an attack and of an operation are no one number. */
export function isSplit(kinds: readonly unknown[]): boolean {
  return kinds.length > 1 && kinds.length <= MAX_KINDS;
}

// How many rows have each value, the most frequent first.
function valuesOf({ values, codes }: Coded, rows: Uint32Array): FacetValue[] {
  const byCode = new Uint32Array(values.length);
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i] as number] as number;
    byCode[code] = (byCode[code] as number) + 1;
  }
  const counts = new Map<string, number>();
  byCode.forEach((n, code) => {
    if (n === 0) return;
    for (const value of values[code] ?? []) counts.set(value, (counts.get(value) ?? 0) + n);
  });
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

// A sum under way: low, best, high, figures added, incidents without one, figures without an upper bound.
const [LOW, BEST, HIGH, REPORTED, UNREPORTED, OPEN, PARTS] = [0, 1, 2, 3, 4, 5, 6];

/** Adds up a measure, of each kind and of all. */
class Adder {
  // What a figure's code adds to each part of a sum.
  private readonly parts: Float64Array;
  private readonly groups: readonly (Float64Array | null)[];

  constructor(
    private readonly columns: Columns,
    private readonly measure: Figures,
    ofGroup: (group: { killed: Figure; injured: Figure }) => Figure,
  ) {
    this.parts = new Float64Array(measure.figures.length * PARTS);
    measure.figures.forEach((figure, code) => {
      this.parts.set(partsOf(figure) ?? [0, 0, 0, 0, 1, 0], code * PARTS);
    });
    this.groups = columns.groups.map((group) => partsOf(ofGroup(group)));
  }

  add(rows: Uint32Array): Sums {
    const { kind, kinds, group, groups } = this.columns;
    const { codes } = this.measure;
    const { parts } = this;
    const sums = new Float64Array((kinds.length + 1) * PARTS); // one more for kinds beyond the table;
    const hasGroups = groups.length > 1;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      if (hasGroups && group[row] !== 0) continue;
      const from = (codes[row] as number) * PARTS;
      const to = (kind[row] as number) * PARTS;
      for (let part = 0; part < PARTS; part++) {
        sums[to + part] = (sums[to + part] as number) + (parts[from + part] as number);
      }
    }
    const shared = hasGroups ? this.addGrouped(rows, sums) : null;
    return new Sums(sums, kinds.length + 1, shared);
  }

  // A group's figure counts once for each kind that a member has, and once in all:
  // what is counted too often in the sum over kinds is returned.
  private addGrouped(rows: Uint32Array, sums: Float64Array): Float64Array {
    const { kind, group } = this.columns;
    const twice = new Float64Array(PARTS);
    const seen = new Set<number>();
    const seenOfKind = new Set<number>();
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      const code = group[row] as number;
      if (code === 0) continue;
      const to = (kind[row] as number) * PARTS;
      const own = this.parts
        .subarray((this.measure.codes[row] as number) * PARTS)
        .subarray(0, PARTS);
      const shared = this.groups[code] ?? null;
      if (own[REPORTED] === 1 || !shared) addTo(sums, to, own);
      const key = code * 256 + (kind[row] as number);
      if (!shared || seenOfKind.has(key)) continue;
      seenOfKind.add(key);
      addTo(sums, to, shared);
      if (seen.has(code)) addTo(twice, 0, shared);
      seen.add(code);
    }
    return twice;
  }
}

function addTo(sums: Float64Array, at: number, parts: Float64Array): void {
  for (let part = 0; part < PARTS; part++) {
    sums[at + part] = (sums[at + part] as number) + (parts[part] as number);
  }
}

// What a known figure adds: one without a best counts with its low, one without
// a high with its best; null for an unknown one.
function partsOf([low, best, high]: Figure): Float64Array | null {
  if ([low, best, high].every(Number.isNaN)) return null;
  const known = (...figures: number[]) => figures.find((n) => !Number.isNaN(n)) ?? 0;
  const least = known(low, best, high);
  const middle = Math.max(least, known(best, low, high));
  const most = Math.max(middle, known(high, best, low));
  return Float64Array.of(least, middle, most, 1, 0, Number.isNaN(high) ? 1 : 0);
}

class Sums {
  constructor(
    private readonly byKind: Float64Array,
    private readonly kinds: number,
    private readonly twice: Float64Array | null,
  ) {}

  of(kind: number): Sum {
    return sumOf(this.byKind.subarray(kind * PARTS, (kind + 1) * PARTS));
  }

  all(): Sum {
    const all = new Float64Array(PARTS);
    for (let kind = 0; kind < this.kinds; kind++) {
      addTo(all, 0, this.byKind.subarray(kind * PARTS, (kind + 1) * PARTS));
    }
    this.twice?.forEach((n, part) => {
      all[part] = (all[part] as number) - n;
    });
    return sumOf(all);
  }
}

function sumOf(parts: Float64Array): Sum {
  const [reported, openEnded] = [parts[REPORTED] as number, parts[OPEN] as number];
  const known = reported > 0;
  return {
    low: known ? (parts[LOW] as number) : null,
    best: known ? (parts[BEST] as number) : null,
    high: known && openEnded === 0 ? (parts[HIGH] as number) : null,
    reported,
    unreported: parts[UNREPORTED] as number,
    openEnded,
  };
}
