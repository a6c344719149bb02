// Where the records of context layers are drawn. Pure.

import type { ContextRecord } from '../data/context';
import { latToY, metresToUnits } from '../data/mercator';
import { type AreaName, areaKey } from './outlines';

/** Records of one place, drawn as one area. */
export interface ContextPlace {
  readonly area: AreaName | null;
  readonly lon: number;
  readonly lat: number;
  readonly radius: number;
  /** What to name it by; a country on a list is not named. */
  readonly titles: string[];
}

/** Puts records of one place together, the largest area first. */
export function placesOf(records: readonly ContextRecord[]): ContextPlace[] {
  const places = new Map<string, ContextPlace>();
  for (const { kind, properties: p, points } of records) {
    const titles = kind === 'area' ? [p.title] : [];
    for (const [lon, lat] of points) {
      const area = areaOf(p);
      const key = area ? areaKey(area) : `${lon} ${lat}`;
      const known = places.get(key);
      if (known) known.titles.push(...titles);
      else {
        const radius = metresToUnits(p.place_radius_m ?? 0, latToY(lat));
        places.set(key, { area, lon, lat, radius, titles });
      }
    }
  }
  return [...places.values()].sort((a, b) => b.radius - a.radius);
}

function areaOf({
  country,
  admin1,
  admin2,
  place_precision: precision,
}: ContextRecord['properties']): AreaName | null {
  if (!country) return null;
  if (precision === 'country') return { country };
  if (precision === 'admin1' && admin1) return { country, admin1 };
  if (precision === 'admin2' && admin1 && admin2) return { country, admin1, admin2 };
  return null;
}
