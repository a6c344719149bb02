// What there is to draw for the visible rows in a view of the map: marks,
// fans, counted stacks and areas, in pixels. Pure; painted by paint.ts and
// searched by hit.ts.

import type { Columns } from '../data/columns';
import { metresToUnits, WORLD } from '../data/mercator';
import { PRECISIONS } from '../data/types';
import { type AreaName, areaKey, type Outline } from './outlines';
import { isArea, type Sites } from './sites';

/** A rectangle of the world on a canvas. */
export interface View {
  /** Mercator units of the canvas's top left corner. */
  readonly left: number;
  readonly top: number;
  /** Pixels per Mercator unit. */
  readonly scale: number;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Single incidents; the first `count` entries of each array. */
export interface Marks {
  count: number;
  readonly row: Uint32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Several incidents at one position: `legs` from it to the fanned marks. */
export interface Leg {
  readonly x: number;
  readonly y: number;
  readonly toX: number;
  readonly toY: number;
}

/** Incidents drawn as one thing with a count. */
export interface Pool {
  readonly x: number;
  readonly y: number;
  /** Pixels; for an area the circle of its radius, for a stack its badge. */
  readonly radius: number;
  readonly rows: number[];
  /** The outline to draw instead of the circle. */
  readonly outline?: Outline | undefined;
}

export interface Scene {
  readonly marks: Marks;
  readonly legs: Leg[];
  readonly stacks: Pool[];
  readonly areas: Pool[];
  /** Radius of a mark in pixels. */
  readonly size: number;
  /** How many incidents are drawn: as marks, in stacks or in areas. */
  readonly incidents: number;
}

const MAX_FAN = 7; // more incidents at one position are counted
const MARGIN = 40; // pixels around the view in which marks are still drawn
const MIN_AREA = 13; // pixels: an area is never smaller than its count
const COUNTRY = PRECISIONS.indexOf('country');
const ADMIN1 = PRECISIONS.indexOf('admin1');
const ADMIN2 = PRECISIONS.indexOf('admin2');
const CROWD = 5_000; // marks from which coinciding ones are drawn once

/** Builds scenes; keeps its arrays from frame to frame. */
export class SceneBuilder {
  private readonly perSite: Uint32Array;
  private readonly seen: Uint32Array;
  private readonly marks: Marks;

  constructor(
    private readonly columns: Columns,
    private readonly sites: Sites,
    private readonly outlineOf: (area: AreaName) => Outline | null = () => null,
  ) {
    this.perSite = new Uint32Array(sites.count);
    this.seen = new Uint32Array(sites.count);
    const points = columns.x.length;
    this.marks = {
      count: 0,
      row: new Uint32Array(points),
      x: new Float32Array(points),
      y: new Float32Array(points),
    };
  }

  /** The scene of the rows; the arrays in it are reused by the next build. */
  build(rows: Uint32Array, view: View): Scene {
    this.countSites(rows);
    this.marks.count = 0;
    const legs: Leg[] = [];
    const stacks = new Map<number | string, Pool>();
    const areas = new Map<number | string, Pool>();
    const { columns, sites } = this;
    let incidents = 0;
    for (const row of rows) {
      const before = this.marks.count;
      let pooled = false;
      const area = isArea(columns.precision[row] as number);
      const last = columns.pointAt[row + 1] as number;
      for (let point = columns.pointAt[row] as number; point < last; point++) {
        const site = sites.of[point] as number;
        const x = ((columns.x[point] as number) - view.left) * view.scale;
        const y = ((columns.y[point] as number) - view.top) * view.scale;
        if (area) pooled = this.addArea(areas, site, row, point, x, y, view) || pooled;
        else if (!isWithin(x, y, MARGIN, view)) continue;
        else if ((this.perSite[site] as number) > MAX_FAN)
          pooled = addTo(stacks, site, row, x, y, 13);
        else this.addMark(row, site, x, y, legs);
      }
      if (pooled || this.marks.count > before) incidents++;
    }
    return {
      marks: this.marks,
      legs,
      stacks: [...stacks.values()],
      areas: [...areas.values()].sort((a, b) => b.radius - a.radius),
      size: sizeFor(this.marks.count),
      incidents,
    };
  }

  private countSites(rows: Uint32Array): void {
    this.perSite.fill(0);
    this.seen.fill(0);
    const { pointAt } = this.columns;
    for (const row of rows) {
      const last = pointAt[row + 1] as number;
      for (let point = pointAt[row] as number; point < last; point++) {
        const site = this.sites.of[point] as number;
        this.perSite[site] = (this.perSite[site] as number) + 1;
      }
    }
  }

  private addArea(
    areas: Map<number | string, Pool>,
    site: number,
    row: number,
    point: number,
    x: number,
    y: number,
    view: View,
  ): boolean {
    const metres = this.columns.radius[row] as number;
    const units = metresToUnits(metres, this.columns.y[point] as number);
    const radius = Math.max(MIN_AREA, units * view.scale);
    const area = this.areaOf(row);
    const outline = area && this.outlineOf(area);
    if (area && outline && holds(outline, x, y, view)) {
      return touches(outline, view) && addTo(areas, areaKey(area), row, x, y, radius, outline);
    }
    return isWithin(x, y, radius, view) && addTo(areas, site, row, x, y, radius);
  }

  /** The country, province or district, for an incident that is known to no more. */
  private areaOf(row: number): AreaName | null {
    const { country, admin1, admin2 } = this.columns.rows[row]?.summary ?? {};
    if (!country) return null;
    switch (this.columns.precision[row]) {
      case COUNTRY:
        return { country };
      case ADMIN1:
        return admin1 ? { country, admin1 } : null;
      case ADMIN2:
        return admin1 && admin2 ? { country, admin1, admin2 } : null;
      default:
        return null;
    }
  }

  private addMark(row: number, site: number, x: number, y: number, legs: Leg[]): void {
    const n = this.perSite[site] as number;
    let [toX, toY] = [x, y];
    if (n > 1) {
      // Fanned out in day order, always to the same places: nothing is random.
      const k = this.seen[site] as number;
      this.seen[site] = k + 1;
      [toX, toY] = fan(x, y, k, n);
      legs.push({ x, y, toX, toY });
    }
    const at = this.marks.count++;
    this.marks.row[at] = row;
    this.marks.x[at] = toX;
    this.marks.y[at] = toY;
  }
}

/** Where the k-th of n incidents at one position is drawn. */
export function fan(x: number, y: number, k: number, n: number): [number, number] {
  const angle = (k / n) * 2 * Math.PI - Math.PI / 2;
  const radius = 8 + n * 1.6;
  return [x + Math.cos(angle) * radius, y + Math.sin(angle) * radius];
}

/** Marks shrink in a crowd, so that its shape stays legible. */
export function sizeFor(count: number): number {
  if (count <= 1_000) return 6;
  return count <= CROWD ? 5 : 3.5;
}

/** True when coinciding marks are to be drawn once. */
export function isCrowd(count: number): boolean {
  return count > CROWD;
}

function addTo(
  pools: Map<number | string, Pool>,
  site: number | string,
  row: number,
  x: number,
  y: number,
  radius: number,
  outline?: Outline,
): true {
  const pool = pools.get(site);
  if (!pool) pools.set(site, { x, y, radius, rows: [row], outline });
  else if (pool.rows.at(-1) !== row) pool.rows.push(row);
  return true;
}

function isWithin(x: number, y: number, margin: number, view: View): boolean {
  return x >= -margin && y >= -margin && x <= view.width + margin && y <= view.height + margin;
}

// True when the point lies in the outline's box: a name may mean another place.
function holds({ left, right, top, bottom }: Outline, x: number, y: number, view: View): boolean {
  const side = WORLD * view.scale;
  const [px, py] = [x / side + view.left / WORLD, y / side + view.top / WORLD];
  return px >= left && px <= right && py >= top && py <= bottom;
}

function touches({ left, right, top, bottom }: Outline, view: View): boolean {
  const side = WORLD * view.scale;
  const [x, y] = [view.left * view.scale, view.top * view.scale];
  return (
    right * side >= x &&
    left * side <= x + view.width &&
    bottom * side >= y &&
    top * side <= y + view.height
  );
}
