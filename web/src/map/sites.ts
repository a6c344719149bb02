// Points that are one place: the same position, drawn in the same way. They
// are found once for the columns, so that every frame only counts.

import type { Columns } from '../data/columns';
import { PRECISIONS, type Precision } from '../data/types';

const AREAS: readonly Precision[] = ['admin2', 'admin1', 'area', 'offshore', 'country'];
const IS_AREA = PRECISIONS.map((precision) => AREAS.includes(precision));

/** True when only an area is known, so that no mark may stand for the place. */
export function isArea(precisionIndex: number): boolean {
  return IS_AREA[precisionIndex] ?? true;
}

export interface Sites {
  /** The site of every point of the columns. */
  readonly of: Uint32Array;
  readonly count: number;
}

export function findSites(columns: Columns): Sites {
  const known = new Map<string, number>();
  const of = new Uint32Array(columns.x.length);
  for (let row = 0; row < columns.length; row++) {
    const radius = isArea(columns.precision[row] as number) ? columns.radius[row] : -1;
    const last = columns.pointAt[row + 1] as number;
    for (let point = columns.pointAt[row] as number; point < last; point++) {
      const key = `${columns.x[point]},${columns.y[point]},${radius}`;
      let site = known.get(key);
      if (site === undefined) {
        site = known.size;
        known.set(key, site);
      }
      of[point] = site;
    }
  }
  return { of, count: known.size };
}
