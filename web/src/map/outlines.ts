// The outlines of countries, provinces and districts, fetched when an incident
// is known to no more than one of them, and kept.

import { latToY, lngToX, WORLD } from '../data/mercator';
import type { AreaOutline, UnitIndex } from '../data/types';

/** Asks the server; null for what it does not have. */
export interface FetchOutlines {
  country(code: string): Promise<AreaOutline | null>;
  units(code: string): Promise<UnitIndex | null>;
  unit(id: string): Promise<AreaOutline | null>;
}

/** A country by its code, a province by its name in it, or a district by its name in that. */
export interface AreaName {
  readonly country: string;
  readonly admin1?: string | undefined;
  readonly admin2?: string | undefined;
}

/** An area as something to draw. */
export interface Outline {
  /** In 0..1 from west to east and north to south of the Web Mercator world. */
  readonly path: Path2D;
  /** True for a point inside, in the same measure. */
  contains(x: number, y: number): boolean;
  /** The box around it, in the same measure. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What tells areas apart. */
export function areaKey({ country, admin1 = '', admin2 = '' }: AreaName): string {
  return [country, admin1, admin2].join('|');
}

export class OutlineStore {
  // null: on its way, or not to be had.
  private readonly outlines = new Map<string, Outline | null>();
  private readonly indexes = new Map<string, Promise<UnitIndex | null>>();

  constructor(
    private readonly ask: FetchOutlines,
    private readonly onLoad: () => void,
  ) {}

  /** The outline, or null as long as there is none. */
  get(area: AreaName): Outline | null {
    const key = areaKey(area);
    const known = this.outlines.get(key);
    if (known !== undefined) return known;
    this.outlines.set(key, null);
    void this.load(key, area);
    return null;
  }

  /** The outline if it is here; it is not asked for. */
  peek(area: AreaName): Outline | null {
    return this.outlines.get(areaKey(area)) ?? null;
  }

  private async load(key: string, area: AreaName): Promise<void> {
    try {
      const outline = await this.find(area);
      if (!outline) return;
      this.outlines.set(key, trace(outline));
      this.onLoad();
    } catch {
      this.outlines.delete(key); // the next time it is wanted it is asked for again
      this.indexes.delete(area.country);
    }
  }

  private async find({ country, admin1, admin2 }: AreaName): Promise<AreaOutline | null> {
    if (admin1 === undefined) return this.ask.country(country);
    let index = this.indexes.get(country);
    if (!index) {
      index = this.ask.units(country);
      this.indexes.set(country, index);
    }
    const found = await index;
    const id =
      admin2 === undefined ? own(found?.admin1, admin1) : own(own(found?.admin2, admin1), admin2);
    return id ? this.ask.unit(id) : null;
  }
}

// Names come from outside: one such as "constructor" is no name of a unit.
function own<T>(table: Record<string, T> | undefined, name: string): T | undefined {
  return table && Object.hasOwn(table, name) ? table[name] : undefined;
}

// Tells whether points lie in a path; nothing is drawn on it.
let tester: CanvasRenderingContext2D | null = null;

function trace({ coordinates }: AreaOutline): Outline {
  const path = new Path2D();
  let [left, right, top, bottom] = [1, 0, 1, 0];
  for (const ring of coordinates.flat()) {
    ring.forEach(([lon, lat], i) => {
      const x = lngToX(lon) / WORLD;
      const y = latToY(lat) / WORLD;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      if (i === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    });
    path.closePath();
  }
  const contains = (x: number, y: number) => {
    tester ??= document.createElement('canvas').getContext('2d');
    return tester?.isPointInPath(path, x, y, 'evenodd') ?? true;
  };
  return { path, contains, left, right, top, bottom };
}
