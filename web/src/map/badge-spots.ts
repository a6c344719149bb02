// Where the badge of an area may stand in a view: spots inside of the area and, of one
// that is smaller than its badge, close beside it. Pure.

import { WORLD } from '../data/mercator';
import type { Unit } from './area-units';
import type { AreaName, Outline } from './outlines';
import type { View } from './scene';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Whether a spot will do. */
export type Test = (x: number, y: number) => boolean;

export const BADGE_HEIGHT = 20; // pixels
// Directions in which spots around the middle are tried: level ones first, then slanting ones.
const TURNS = [0, 4, 2, 6, 1, 3, 5, 7].map((eighth) => ({
  dx: Math.cos((eighth * Math.PI) / 4),
  dy: Math.sin((eighth * Math.PI) / 4),
}));
const PARTS = [0.2, 0.4, 0.6, 0.8, 1]; // of an area's radius
// Pixels from the middle of an area that is smaller to its badge, and where that has no choice.
const BESIDE = { close: [14, 29, 44], farther: [64, 90] };
const STRAIGHT = [60, 76]; // the same below and above it only: a badge is wider than high
// The canvas has a margin around what is seen.
const UNSEEN = 0.13;
const SAMPLES = 5; // along each side of what is seen

/** What is known of an area with an outline in a view; the other ones take no time to ask. */
interface Shaped {
  readonly outline: Outline;
  readonly spots: readonly Spot[];
  readonly seen: Seen;
}

/** Whether an area is in a view, outside of it, or all around it. */
export type Seen = 'in' | 'out' | 'covers';

export class BadgeSpots {
  private shaped = new WeakMap<Unit, Shaped>();
  private samples: readonly Spot[] = [];
  // How far the middle of a badge is from the canvas's sides, beside half of its width.
  private readonly edge: Spot;

  constructor(
    readonly view: View,
    private readonly outlineOf: (area: AreaName) => Outline | null,
  ) {
    const part = UNSEEN * 0.9;
    this.edge = { x: view.width * part, y: view.height * part + BADGE_HEIGHT / 2 };
  }

  /** True when the outline of an area is known. */
  isShaped({ area }: Unit): boolean {
    return area !== null && this.outlineOf(area) !== null;
  }

  seenIn(unit: Unit): Seen {
    const shaped = this.shapedOf(unit);
    if (shaped) return shaped.seen;
    const { width, height } = this.view;
    const { x, y } = middleOf(unit, this.view);
    const radius = unit.radius * this.view.scale;
    if (Math.hypot(beyond(x, width), beyond(y, height)) > radius) return 'out';
    const corner = Math.hypot(Math.max(x, width - x), Math.max(y, height - y));
    if (radius > corner || radius > Math.max(width, height)) return 'covers';
    return this.isSeen(x, y, 0) || this.inside(unit, 0, any) ? 'in' : 'out';
  }

  /** The first spot inside of an area, as far as that is known, that is in sight and will do. */
  inside(unit: Unit, width: number, test: Test): Spot | null {
    const seen: Test = (x, y) => this.isSeen(x, y, width) && test(x, y);
    const shaped = this.shapedOf(unit);
    if (shaped) return shaped.spots.find(({ x, y }) => seen(x, y)) ?? null;
    return within(middleOf(unit, this.view), unit.radius * this.view.scale, seen);
  }

  /** The same beside an area that is smaller than its badge. */
  beside(unit: Unit, width: number, test: Test, how: keyof typeof BESIDE = 'close'): Spot | null {
    if (unit.radius * this.view.scale >= width) return null;
    const middle = middleOf(unit, this.view);
    const seen: Test = (x, y) => this.isSeen(x, y, width) && test(x, y);
    for (const gap of BESIDE[how]) {
      const spot = around(middle, width / 2 + gap, BADGE_HEIGHT / 2 + gap, seen);
      if (spot) return spot;
    }
    const { x } = middle;
    for (const gap of STRAIGHT) {
      const far = BADGE_HEIGHT / 2 + gap;
      if (seen(x, middle.y + far)) return { x, y: middle.y + far };
      if (seen(x, middle.y - far)) return { x, y: middle.y - far };
    }
    return null;
  }

  private shapedOf(unit: Unit): Shaped | null {
    const outline = unit.area && this.outlineOf(unit.area);
    if (!outline) return null;
    let known = this.shaped.get(unit);
    if (known?.outline !== outline) {
      known = this.shape(unit, outline);
      this.shaped.set(unit, known);
    }
    return known;
  }

  private shape(unit: Unit, outline: Outline): Shaped {
    const { view } = this;
    if (this.samples.length === 0) this.samples = samplesOf(view);
    const middle = middleOf(unit, view);
    const spots: Spot[] = [];
    within(middle, unit.radius * view.scale, (x, y) => {
      if (holds(outline, x, y, view)) spots.push({ x, y });
      return false;
    });
    const samples = this.samples.filter(({ x, y }) => holds(outline, x, y, view));
    const isIn = samples.length > 0 || this.isSeen(middle.x, middle.y, 0);
    const seen = samples.length === this.samples.length ? 'covers' : isIn ? 'in' : 'out';
    return { outline, spots: [...spots, ...samples], seen };
  }

  private isSeen(x: number, y: number, badge: number): boolean {
    const { view, edge } = this;
    const mx = edge.x + badge / 2;
    return x >= mx && y >= edge.y && x <= view.width - mx && y <= view.height - edge.y;
  }
}

// How far a position is from what is seen of a side of the canvas.
function beyond(at: number, length: number): number {
  const margin = length * UNSEEN * 0.9;
  return Math.max(0, margin - at, at - (length - margin));
}

/** Every spot will do. */
export const any: Test = () => true;

/** The middle of an area in a view: of the copies of the world that which is nearest to it. */
export function middleOf(unit: Unit, view: View): Spot {
  const side = WORLD * view.scale;
  const x = (unit.x - view.left) * view.scale;
  return {
    x: x - side * Math.round((x - view.width / 2) / side),
    y: (unit.y - view.top) * view.scale,
  };
}

// The first spot within a circle that will do, from its middle outwards.
function within(middle: Spot, radius: number, test: Test): Spot | null {
  if (test(middle.x, middle.y)) return middle;
  for (const part of PARTS) {
    const spot = around(middle, part * radius, part * radius, test);
    if (spot) return spot;
  }
  return null;
}

// The first spot that will do around a middle, so far beside and above it.
function around(middle: Spot, w: number, h: number, test: Test): Spot | null {
  // Thousands are tried in a frame, of which most will not do.
  for (let i = 0; i < TURNS.length; i++) {
    const { dx, dy } = TURNS[i] as (typeof TURNS)[number];
    const x = middle.x + dx * w;
    const y = middle.y + dy * h;
    if (test(x, y)) return { x, y };
  }
  return null;
}

// Spots all over what is seen.
function samplesOf({ width, height }: View): Spot[] {
  const part = (i: number) => UNSEEN + ((1 - 2 * UNSEEN) * i) / (SAMPLES - 1);
  return Array.from({ length: SAMPLES ** 2 }, (_, i) => ({
    x: width * part(i % SAMPLES),
    y: height * part(Math.floor(i / SAMPLES)),
  }));
}

function holds(
  { left, right, top, bottom, contains }: Outline,
  x: number,
  y: number,
  view: View,
): boolean {
  const side = WORLD * view.scale;
  const [px, py] = [x / side + view.left / WORLD, y / side + view.top / WORLD];
  const wx = px - Math.floor(px);
  return wx >= left && wx <= right && py >= top && py <= bottom && contains(wx, py);
}
