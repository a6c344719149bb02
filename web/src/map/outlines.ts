// The outlines of countries, fetched when an incident is known to no more than
// its country, and kept.

import { latToY, lngToX, WORLD } from '../data/mercator';
import type { CountryOutline } from '../types';

export type FetchOutline = (code: string) => Promise<CountryOutline | null>;

/** A country as something to draw. */
export interface Outline {
  /** In 0..1 from west to east and north to south of the Web Mercator world. */
  readonly path: Path2D;
  /** The box around it, in the same measure. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export class OutlineStore {
  // null: on its way, or not to be had.
  private readonly outlines = new Map<string, Outline | null>();

  constructor(
    private readonly ask: FetchOutline,
    private readonly onLoad: () => void,
  ) {}

  /** The outline, or null as long as there is none. */
  get(code: string): Outline | null {
    const known = this.outlines.get(code);
    if (known !== undefined) return known;
    this.outlines.set(code, null);
    void this.load(code);
    return null;
  }

  private async load(code: string): Promise<void> {
    try {
      const outline = await this.ask(code);
      if (!outline) return;
      this.outlines.set(code, trace(outline));
      this.onLoad();
    } catch {
      this.outlines.delete(code); // the next time it is wanted it is asked for again
    }
  }
}

function trace({ coordinates }: CountryOutline): Outline {
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
  return { path, left, right, top, bottom };
}
