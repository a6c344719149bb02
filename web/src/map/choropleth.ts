// Counts by country or by province, for areas coloured by their number.

import type { Columns } from '../data/columns';
import type { Measure } from '../state/look';
import type { AreaName } from './outlines';

/** A unit and what was counted of it. */
export interface UnitCount {
  readonly area: AreaName;
  readonly n: number;
  /** People killed, as far as it is known; null where nothing is. */
  readonly killed: number | null;
}

/** Counts of the units of a level. */
export interface UnitCounts {
  readonly units: readonly UnitCount[];
  /** Incidents whose unit is not known. */
  readonly without: number;
}

export type Level = 'country' | 'admin1';

/** The level that suits a zoom: countries from afar, provinces from nearby. */
export function levelAt(zoom: number): Level {
  return zoom < 5 ? 'country' : 'admin1';
}

/** Counts rows by unit; which unit a row is of is worked out once for each level. */
export class UnitCounter {
  private readonly levels = new Map<Level, { of: Uint32Array; areas: AreaName[] }>();

  constructor(private readonly columns: Columns) {}

  count(rows: Uint32Array, level: Level): UnitCounts {
    const { of, areas } = this.level(level);
    const { codes, figures } = this.columns.killed;
    const n = new Uint32Array(areas.length + 1);
    const killed = new Float64Array(areas.length + 1);
    const known = new Uint32Array(areas.length + 1);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      const unit = of[row] as number;
      n[unit] = (n[unit] as number) + 1;
      const best = figures[codes[row] as number]?.[1] ?? Number.NaN;
      if (!(best >= 0)) continue;
      killed[unit] = (killed[unit] as number) + best;
      known[unit] = (known[unit] as number) + 1;
    }
    const units = areas.flatMap((area, i) => {
      const at = i + 1;
      if (n[at] === 0) return [];
      return [{ area, n: n[at] as number, killed: known[at] ? (killed[at] as number) : null }];
    });
    return { units, without: n[0] as number };
  }

  // The unit of each row, from 1; 0 for none.
  private level(level: Level): { of: Uint32Array; areas: AreaName[] } {
    const made = this.levels.get(level);
    if (made) return made;
    const { columns } = this;
    const country = columns.coded.get('country');
    const admin1 = level === 'admin1' ? columns.coded.get('admin1') : null;
    const of = new Uint32Array(columns.length);
    const areas: AreaName[] = [];
    const known = new Map<number, number>();
    for (let row = 0; row < columns.length; row++) {
      const [c, a] = [country?.codes[row] ?? 0, admin1?.codes[row] ?? 0];
      if (c === 0 || (admin1 && a === 0) || admin1 === undefined) continue;
      const key = a * 65_536 + c;
      let unit = known.get(key);
      if (unit === undefined) {
        const name = country?.values[c]?.[0] ?? '';
        const province = admin1?.values[a]?.[0];
        unit = areas.push(
          province === undefined ? { country: name } : { country: name, admin1: province },
        );
        known.set(key, unit);
      }
      of[row] = unit;
    }
    const result = { of, areas };
    this.levels.set(level, result);
    return result;
  }
}

/** Where the classes of colours begin: each holds ten times the number of the one before. */
export const CLASSES = [1, 10, 100, 1_000, 10_000] as const;

/** The class of a number, from 0; -1 for none. */
export function classOf({ n, killed }: UnitCount, measure: Measure): number {
  const number = measure === 'killed' ? (killed ?? 0) : n;
  return CLASSES.filter((least) => number >= least).length - 1;
}
