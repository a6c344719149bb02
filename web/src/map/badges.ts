// Badges: incidents that are known to a country, a province or another area only
// are counted on one quiet badge for each, at a free spot inside of it. No area
// is coloured because one incident is known no better. Pure.

import type { Columns } from '../data/columns';
import { WORLD } from '../data/mercator';
import { AreaUnits, type Unit } from './area-units';
import { type Box, Room } from './badge-room';
import { type BadgeWords, type RememberedWords, remembered } from './badge-words';
import type { Count } from './clusters';
import type { AreaName, Outline } from './outlines';
import type { Marks, View } from './scene';

/** Incidents of one area, or of several whose badges would overlap. */
export interface Badge {
  readonly x: number; // of its middle
  readonly y: number;
  readonly width: number;
  readonly text: string;
  readonly rows: readonly number[];
  readonly units: readonly Unit[];
}

/** Where badges were placed. */
export interface PlacedBadges {
  readonly placed: readonly Badge[];
  readonly incidents: number;
  /** The rows whose area is larger than the view, or finds no room in it. */
  readonly coarser: readonly number[];
}

export const BADGE_HEIGHT = 20; // pixels
const GAP = 3; // pixels around badges and marks
// Directions in which spots around the middle are tried: level ones first, then slanting ones.
const TURNS = [0, 4, 2, 6, 1, 3, 5, 7].map((eighth) => ({
  dx: Math.cos((eighth * Math.PI) / 4),
  dy: Math.sin((eighth * Math.PI) / 4),
}));
const PARTS = [0.2, 0.4, 0.6, 0.8, 1]; // of an area's radius
const BESIDE = [1, 1.6, 2.2]; // of the badge's size: so far beside an area that is smaller
const KEPT = 90; // pixels of a badge that may come back
const REACH = 140; // pixels from an area to the badge that it joins

const COARSER = 0xffff_ffff; // in the place of a badge

export class Badges {
  private units: AreaUnits | null = null;
  private rows = new Uint32Array(64); // that are known to areas only
  private length = 0;
  private counts = new Uint32Array(); // rows of each area
  private placeOf = new Uint32Array(); // of each area one more than its badge
  private view: View | null = null;
  // Of areas in this view, and whether their outlines were here when they were found.
  private readonly spots = new Map<string, Spot & { isShaped: boolean }>();
  // Spots inside of areas in this view, with the outlines that they were found by.
  private inside = new WeakMap<Unit, { outline: Outline | null; spots: readonly Spot[] }>();
  private readonly words: RememberedWords;

  constructor(
    private readonly columns: Columns,
    words: BadgeWords,
    private readonly outlineOf: (area: AreaName) => Outline | null,
  ) {
    this.words = remembered(words);
  }

  clear(): void {
    this.length = 0;
  }

  add(row: number): void {
    if (this.length === this.rows.length) {
      const larger = new Uint32Array(2 * this.length);
      larger.set(this.rows);
      this.rows = larger;
    }
    this.rows[this.length++] = row;
  }

  /**
   * Finds a spot for each badge that is free of marks, counts and other badges; those
   * without one join. In one view a badge keeps its spot while time plays.
   */
  place(view: View, marks: Marks | null, counts: readonly Count[]): PlacedBadges {
    if (this.length === 0) return { placed: [], incidents: 0, coarser: [] };
    this.units ??= new AreaUnits(this.columns);
    const { units } = this;
    if (this.counts.length < units.length) {
      this.counts = new Uint32Array(units.length);
      this.placeOf = new Uint32Array(units.length);
    }
    const places: Place[] = [];
    if (!isSameView(view, this.view)) {
      this.spots.clear();
      this.inside = new WeakMap();
    }
    this.view = view;
    const room: Rooms = {
      taken: new Room(),
      kept: roomOf([...this.spots.values()].map(({ x, y }) => boxOf(x, y, KEPT))),
      marks: roomOf(boxesOf(marks, counts)),
      full: new Map(),
    };
    for (const rank of this.count(units)) {
      const number = units.ranked(rank);
      const n = this.counts[number] as number;
      const unit = units.get(number);
      const seen = this.seenIn(unit, view);
      const place = seen === 'in' ? this.put(unit, n, view, places, room) : null;
      place?.members.push(number);
      this.placeOf[number] = place ? place.at + 1 : seen === 'out' ? 0 : COARSER;
      this.counts[number] = 0;
    }
    const placed = places.map((place) => badgeOf(place, units, this.words));
    const coarser: number[] = [];
    let incidents = 0;
    for (let i = 0; i < this.length; i++) {
      const row = this.rows[i] as number;
      const place = this.placeOf[units.of(row)] as number;
      if (place === COARSER) coarser.push(row);
      else if (place > 0) {
        placed[place - 1]?.rows.push(row);
        incidents++;
      }
    }
    return { placed, incidents, coarser };
  }

  // Counts the rows of each area; the areas that have any, in their order.
  private count(units: AreaUnits): Float64Array {
    const { counts } = this;
    const ranks: number[] = [];
    for (let i = 0; i < this.length; i++) {
      const unit = units.of(this.rows[i] as number);
      if (counts[unit] === 0) ranks.push(units.rank(unit));
      counts[unit] = (counts[unit] as number) + 1;
    }
    return Float64Array.from(ranks).sort();
  }

  private put(unit: Unit, n: number, view: View, places: Place[], room: Rooms): Place | null {
    // Where one found no room, others like it find none, and join the same badge.
    const like = likeness(unit, view);
    const full = room.full.get(like);
    if (full) return this.join(full, n, room);
    const text = this.words.text(n, unit.area);
    const width = this.words.width(text) + 16;
    const isFree = ({ x, y }: Spot) => room.taken.isFree(boxOf(x, y, width));
    const isShaped = unit.area !== null && this.outlineOf(unit.area) !== null;
    const before = this.spots.get(unit.key);
    const put = ({ x, y }: Spot): Place => {
      const place = { x, y, at: places.length, width, text, n, members: [] };
      places.push(place);
      this.spots.set(unit.key, { x, y, isShaped });
      room.taken.take(boxOf(x, y, width));
      return place;
    };
    if (before?.isShaped === isShaped && isFree(before)) return put(before);
    const { inside, beside } = this.spotsOf(unit, view, width);
    const isClear = (spot: Spot) => isFree(spot) && room.marks.isFree(boxOf(spot.x, spot.y, width));
    const isNew = (spot: Spot) => isClear(spot) && room.kept.isFree(boxOf(spot.x, spot.y, width));
    const clear = inside.find(isNew) ?? beside.find(isNew) ?? inside.find(isClear);
    // A badge lies on marks only where there is none beside that it could join.
    const near = clear ? undefined : nearest(places, inside[0] ?? beside[0], REACH);
    if (near) {
      room.full.set(like, near);
      return this.join(near, n, room);
    }
    const best = clear ?? inside.find(isFree);
    return best ? put(best) : null;
  }

  private join(to: Place, n: number, room: Rooms): Place {
    to.n += n;
    const width = this.words.joinedWidth(to.n) + 16;
    if (width > to.width) room.taken.take(boxOf(to.x, to.y, width));
    to.width = width;
    return to;
  }

  // Spots in the view: inside of the area, as far as that is known, and close beside
  // one that is smaller than its badge.
  private spotsOf(unit: Unit, view: View, width: number): { inside: Spot[]; beside: Spot[] } {
    const middle = middleOf(unit, view);
    const inside = this.insideOf(unit, middle, view);
    const [wide, high] = [width / 2 + 12, BADGE_HEIGHT + 4];
    const isSmall = unit.radius * view.scale < width;
    const beside = isSmall ? BESIDE.flatMap((n) => around(middle, n * wide, n * high)) : [];
    const isIn = (spot: Spot) => isSeen(spot, view, width);
    return { inside: inside.filter(isIn), beside: beside.filter(isIn) };
  }

  private insideOf(unit: Unit, middle: Spot, view: View): readonly Spot[] {
    const outline = (unit.area && this.outlineOf(unit.area)) ?? null;
    const known = this.inside.get(unit);
    if (known?.outline === outline) return known.spots;
    const radius = unit.radius * view.scale;
    const within = [
      middle,
      ...PARTS.flatMap((part) => around(middle, part * radius, part * radius)),
    ];
    const spots = outline
      ? [...within, ...samplesOf(view)].filter((spot) => holds(outline, spot, view))
      : within;
    this.inside.set(unit, { outline, spots });
    return spots;
  }

  private seenIn(unit: Unit, view: View): 'in' | 'out' | 'covers' {
    const { x, y } = middleOf(unit, view);
    const radius = unit.radius * view.scale;
    const { width, height } = view;
    const outline = unit.area && this.outlineOf(unit.area);
    if (outline) {
      const inside = samplesOf(view).filter((spot) => holds(outline, spot, view)).length;
      if (inside > 0) return inside < SAMPLES ** 2 ? 'in' : 'covers';
      return isSeen({ x, y }, view, 0) ? 'in' : 'out';
    }
    if (x + radius < 0 || y + radius < 0 || x - radius > width || y - radius > height) return 'out';
    const corner = Math.hypot(Math.max(x, width - x), Math.max(y, height - y));
    if (radius > corner || radius > Math.max(width, height)) return 'covers';
    const isIn = isSeen({ x, y }, view, 0) || this.spotsOf(unit, view, 0).inside.length > 0;
    return isIn ? 'in' : 'out';
  }
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

// Of the copies of the world the one that is nearest to the view.
function middleOf(unit: Unit, view: View): Spot {
  const x = wrapped((unit.x - view.left) * view.scale, view);
  return { x, y: (unit.y - view.top) * view.scale };
}

// Spots around a middle, so far beside and above it.
function around({ x, y }: Spot, w: number, h: number): Spot[] {
  return TURNS.map(({ dx, dy }) => ({ x: x + dx * w, y: y + dy * h }));
}

interface Place {
  readonly at: number; // among the badges
  readonly x: number;
  readonly y: number;
  width: number;
  readonly text: string; // while it has one area
  n: number;
  readonly members: number[]; // its areas
}

function badgeOf({ x, y, width, n, text, members }: Place, units: AreaUnits, words: BadgeWords) {
  return {
    x,
    y,
    width,
    text: members.length > 1 ? words.joined(n) : text,
    rows: [] as number[],
    get units() {
      return members.map((unit) => units.get(unit));
    },
  };
}

/** What is taken by badges and by marks, and the badges that are joined where all is full. */
interface Rooms {
  readonly taken: Room;
  /** Spots of badges that were shown in this view before. */
  readonly kept: Room;
  readonly marks: Room;
  readonly full: Map<number, Place>;
}

const LIKE = 32; // pixels: areas whose middles are so near find the same spots

// A number for areas that have about the same middle and size in the view.
function likeness(unit: Unit, view: View): number {
  const column = Math.floor((wrapped((unit.x - view.left) * view.scale, view) + LIKE) / LIKE);
  const row = Math.floor(((unit.y - view.top) * view.scale + LIKE) / LIKE);
  const size = Math.max(0, Math.round(2 * Math.log2(unit.radius * view.scale + 1)));
  return (row * 4_096 + column) * 128 + size;
}

function roomOf(boxes: readonly Box[]): Room {
  const room = new Room();
  for (const box of boxes) room.take(box);
  return room;
}

function boxesOf(marks: Marks | null, counts: readonly Count[]): Box[] {
  const boxes = counts.map(({ x, y, radius: r }) => ({
    left: x - r,
    right: x + r,
    top: y - r,
    bottom: y + r,
  }));
  for (let i = 0; marks && i < marks.count; i++) {
    boxes.push(boxOf(marks.x[i] as number, marks.y[i] as number, 8));
  }
  return boxes;
}

function isSameView(a: View, b: View | null): boolean {
  return (
    b !== null &&
    a.left === b.left &&
    a.top === b.top &&
    a.scale === b.scale &&
    a.width === b.width &&
    a.height === b.height
  );
}

function boxOf(x: number, y: number, width: number): Box {
  const [w, h] = [width / 2 + GAP, BADGE_HEIGHT / 2 + GAP];
  return { left: x - w, right: x + w, top: y - h, bottom: y + h };
}

// The nearest badge to a spot, no further off than that.
function nearest(
  places: readonly Place[],
  spot: Spot | undefined,
  reach: number,
): Place | undefined {
  let best: Place | undefined;
  let least = reach;
  for (const place of spot ? places : []) {
    const distance = Math.hypot(place.x - (spot?.x ?? 0), place.y - (spot?.y ?? 0));
    if (distance < least) [best, least] = [place, distance];
  }
  return best;
}

// The canvas has a margin around what is seen.
const UNSEEN = 0.13;

function isSeen({ x, y }: Spot, { width, height }: View, badge: number): boolean {
  const [mx, my] = [width * UNSEEN * 0.9 + badge / 2, height * UNSEEN * 0.9 + BADGE_HEIGHT / 2];
  return x >= mx && y >= my && x <= width - mx && y <= height - my;
}

const SAMPLES = 5; // along each side of what is seen

// Spots all over what is seen.
function samplesOf({ width, height }: View): Spot[] {
  const part = (i: number) => UNSEEN + ((1 - 2 * UNSEEN) * i) / (SAMPLES - 1);
  return Array.from({ length: SAMPLES ** 2 }, (_, i) => ({
    x: width * part(i % SAMPLES),
    y: height * part(Math.floor(i / SAMPLES)),
  }));
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
