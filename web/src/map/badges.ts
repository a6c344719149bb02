// Badges: incidents that are known to a country, a province or another area only
// are counted on one quiet badge for each, at a free spot inside of it. No area
// is coloured because one incident is known no better. Pure.

import type { Columns } from '../data/columns';
import { wordOf } from '../data/columns';
import { metresToUnits, WORLD } from '../data/mercator';
import { PRECISIONS } from '../data/types';
import { type AreaName, areaKey, type Outline } from './outlines';
import type { Marks, View } from './scene';

/** The words of badges, and how wide they are in pixels. */
export interface BadgeWords {
  /** "3 in Nangarhar"; `area` is null where the place is no unit with a name. */
  text(n: number, area: AreaName | null): string;
  width(text: string): number;
}

/** Incidents of one area, or of several whose badges would overlap. */
export interface Badge {
  readonly x: number; // of its middle
  readonly y: number;
  readonly width: number;
  readonly text: string;
  readonly rows: readonly number[];
  readonly units: readonly Unit[];
}

/** An area that incidents are known to. */
export interface Unit {
  readonly key: string;
  readonly area: AreaName | null;
  readonly rows: number[];
  /** Mercator units of its middle, and the radius of the circle that holds it. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Where badges were placed. */
export interface PlacedBadges {
  readonly placed: readonly Badge[];
  readonly incidents: number;
  /** Incidents whose area is larger than the view. */
  readonly coarser: number;
}

export const BADGE_HEIGHT = 20; // pixels
const GAP = 3; // pixels around badges and marks
const COUNTRY = PRECISIONS.indexOf('country');
const ADMIN1 = PRECISIONS.indexOf('admin1');
const ADMIN2 = PRECISIONS.indexOf('admin2');
// Directions in which spots around the middle are tried: level ones first, then slanting ones.
const TURNS = [0, 4, 2, 6, 1, 3, 5, 7].map((eighth) => ({
  dx: Math.cos((eighth * Math.PI) / 4),
  dy: Math.sin((eighth * Math.PI) / 4),
}));
const PARTS = [0.25, 0.5, 0.75, 1, 1.3]; // of an area's radius
const BESIDE = [1, 1.5, 2, 2.6]; // of the badge's size

export class Badges {
  private units = new Map<string, Unit>();

  constructor(
    private readonly columns: Columns,
    private readonly words: BadgeWords,
    private readonly outlineOf: (area: AreaName) => Outline | null,
  ) {}

  clear(): void {
    this.units = new Map();
  }

  add(row: number): void {
    const { columns, units } = this;
    const point = columns.pointAt[row] as number;
    const area = areaOf(columns, row);
    const key = area ? areaKey(area) : `${columns.position[point]}:${columns.radius[row]}`;
    const unit = units.get(key);
    if (unit) unit.rows.push(row);
    else {
      const [x, y] = [columns.x[point] as number, columns.y[point] as number];
      const radius = metresToUnits(columns.radius[row] as number, y);
      units.set(key, { key, area, rows: [row], x, y, radius });
    }
  }

  /** Finds a spot for each badge that is free of marks and of other badges; those without one join. */
  place(view: View, marks: Marks | null): PlacedBadges {
    const placed: Place[] = [];
    let coarser = 0;
    const boxes = marks ? boxesOf(marks) : [];
    // Small areas have the least choice of spots.
    const units = [...this.units.values()].sort(
      (a, b) => a.radius - b.radius || (a.key < b.key ? -1 : 1),
    );
    for (const unit of units) {
      const seen = this.seenIn(unit, view);
      if (seen === 'covers') coarser += unit.rows.length;
      else if (seen === 'in') this.put(unit, view, placed, boxes);
    }
    const badges = placed.map(({ units: joined, x, y, width, text }) => ({
      x,
      y,
      width,
      text,
      units: joined,
      rows: joined.flatMap(({ rows }) => rows),
    }));
    const rows = new Set(badges.flatMap((badge) => badge.rows));
    return { placed: badges, incidents: rows.size, coarser };
  }

  private put(unit: Unit, view: View, placed: Place[], marks: readonly Box[]): void {
    const text = this.words.text(unit.rows.length, unit.area);
    const width = this.words.width(text) + 16;
    const spots = this.spotsIn(unit, view, width);
    const isFree = ({ x, y }: Spot) => {
      const box = boxOf(x, y, width);
      return !placed.some((other) => overlaps(box, boxOf(other.x, other.y, other.width)));
    };
    const isClear = ({ x, y }: Spot) => !marks.some((mark) => overlaps(mark, boxOf(x, y, width)));
    const best = spots.find((spot) => isFree(spot) && isClear(spot)) ?? spots.find(isFree);
    if (best) {
      placed.push({ ...best, width, text, units: [unit] });
      return;
    }
    const [middle] = spots;
    if (middle) this.join(unit, nearest(placed, middle));
  }

  private join(unit: Unit, to: Place | undefined): void {
    if (!to) return;
    to.units.push(unit);
    const n = to.units.reduce((sum, { rows }) => sum + rows.length, 0);
    to.text = this.words.text(n, null);
    to.width = this.words.width(to.text) + 16;
  }

  // Spots in the view: first those inside of the area's outline, as far as that is
  // here, then those around.
  private spotsIn(unit: Unit, view: View, width: number): Spot[] {
    const outline = unit.area && this.outlineOf(unit.area);
    const x = wrapped((unit.x - view.left) * view.scale, view);
    const y = (unit.y - view.top) * view.scale;
    const radius = unit.radius * view.scale;
    // Within the area, or close to its middle.
    const [beside, above] = [width / 2 + 12, BADGE_HEIGHT + 4];
    const offsets = [
      ...PARTS.map((part) => [part * radius, part * radius] as const),
      ...BESIDE.map((n) => [n * beside, n * above] as const),
    ];
    const around = offsets.flatMap(([w, h]) =>
      TURNS.map(({ dx, dy }) => ({ x: x + dx * w, y: y + dy * h })),
    );
    const spots = [{ x, y }, ...around].filter((spot) => isSeen(spot, view, width));
    if (!outline) return spots;
    const isInside = (spot: Spot) => holds(outline, spot, view);
    return [...spots.filter(isInside), ...spots.filter((spot) => !isInside(spot))];
  }

  private seenIn(unit: Unit, view: View): 'in' | 'out' | 'covers' {
    const x = wrapped((unit.x - view.left) * view.scale, view);
    const y = (unit.y - view.top) * view.scale;
    const radius = unit.radius * view.scale;
    const { width, height } = view;
    if (x + radius < 0 || y + radius < 0 || x - radius > width || y - radius > height) return 'out';
    const corner = Math.hypot(Math.max(x, width - x), Math.max(y, height - y));
    if (radius > corner || radius > Math.max(width, height)) return 'covers';
    return this.spotsIn(unit, view, 0).length > 0 ? 'in' : 'out';
  }
}

/** The country, province or district, for an incident that is known to no more. */
export function areaOf(columns: Columns, row: number): AreaName | null {
  const country = wordOf(columns, 'country', row);
  if (!country) return null;
  const admin1 = wordOf(columns, 'admin1', row);
  const admin2 = wordOf(columns, 'admin2', row);
  switch (columns.precision[row]) {
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

interface Spot {
  readonly x: number;
  readonly y: number;
}

interface Place {
  readonly x: number;
  readonly y: number;
  width: number;
  text: string;
  readonly units: Unit[];
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function boxOf(x: number, y: number, width: number): Box {
  const [w, h] = [width / 2 + GAP, BADGE_HEIGHT / 2 + GAP];
  return { left: x - w, right: x + w, top: y - h, bottom: y + h };
}

function boxesOf({ x, y, count }: Marks): Box[] {
  return Array.from({ length: count }, (_, i) => boxOf(x[i] as number, y[i] as number, 8));
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function nearest(places: readonly Place[], { x, y }: Spot): Place | undefined {
  const distance = (place: Place) => Math.hypot(place.x - x, place.y - y);
  return [...places].sort((a, b) => distance(a) - distance(b))[0];
}

// The canvas has a margin around what is seen.
const UNSEEN = 0.13;

function isSeen({ x, y }: Spot, { width, height }: View, badge: number): boolean {
  const [mx, my] = [width * UNSEEN * 0.9 + badge / 2, height * UNSEEN * 0.9 + BADGE_HEIGHT / 2];
  return x >= mx && y >= my && x <= width - mx && y <= height - my;
}

// Of the copies of the world the one whose place is nearest to the view's middle.
function wrapped(x: number, view: View): number {
  const side = WORLD * view.scale;
  return x - side * Math.round((x - view.width / 2) / side);
}

function holds(
  { left, right, top, bottom, contains }: Outline,
  { x, y }: Spot,
  view: View,
): boolean {
  const side = WORLD * view.scale;
  const [px, py] = [x / side + view.left / WORLD, y / side + view.top / WORLD];
  const wx = px - Math.floor(px);
  return wx >= left && wx <= right && py >= top && py <= bottom && contains(wx, py);
}
