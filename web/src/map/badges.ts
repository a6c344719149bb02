// Badges: incidents that are known to a country, a province or another area only
// are counted on one quiet badge for each, at a free spot inside of it. No area
// is coloured because one incident is known no better. Pure.

import type { Columns } from '../data/columns';
import { AreaUnits, grown, type Unit } from './area-units';
import { Room } from './badge-room';
import { any, BADGE_HEIGHT, BadgeSpots, middleOf, type Spot } from './badge-spots';
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
  readonly rows: Uint32Array;
  readonly units: readonly Unit[];
}

/** Where badges were placed. */
export interface PlacedBadges {
  readonly placed: readonly Badge[];
  readonly incidents: number;
  /** The rows whose area is larger than the view, or finds no room in it. */
  readonly coarser: Uint32Array;
}

const GAP = 3; // pixels around badges and marks
const MARK = 8; // pixels of a mark that a badge makes way for
const KEPT = 90; // pixels of a badge that may come back
const REACH = 140; // pixels from an area to the badge that it joins

// In the place of a badge, which is one more than its index.
const COARSER = 0;
const OUT = 0xffff_ffff;
const NONE = new Uint32Array();

const UNKNOWN = 0;
const SEEN = { in: 1, out: 2, covers: 3 } as const;

export class Badges {
  private units: AreaUnits | null = null;
  private rows = new Uint32Array(64); // that are known to areas only
  private length = 0;
  private counts = new Uint32Array(); // rows of each area
  private placeOf = new Uint32Array(); // of each area its badge
  private ranks = new Float64Array(64); // of the areas in sight
  private view: View | null = null;
  // In this view, where badges may stand, and where those of areas stood the last time, with
  // whether the outlines were here then.
  private free: BadgeSpots | null = null;
  private readonly spots = new Map<string, Spot & { isShaped: boolean }>();
  // In this view, of each area whether it is seen, and a number for what it is like.
  private sights = new Uint8Array();
  private likes = new Int32Array();
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
    if (this.length === 0) return { placed: [], incidents: 0, coarser: NONE };
    this.units ??= new AreaUnits(this.columns);
    const { units } = this;
    if (this.counts.length < units.length) {
      this.counts = new Uint32Array(units.length);
      this.placeOf = new Uint32Array(units.length);
      this.sights = new Uint8Array(units.length);
      this.likes = new Int32Array(units.length);
    }
    const places: Place[] = [];
    if (!this.free || !isSameView(view, this.view)) {
      this.spots.clear();
      this.sights.fill(UNKNOWN);
      this.free = new BadgeSpots(view, this.outlineOf);
    }
    this.view = view;
    const { free } = this;
    const room: Rooms = {
      taken: new Room(),
      kept: new Room(),
      marks: roomOf(marks, counts, view),
      full: new Map(),
    };
    for (const { x, y } of this.spots.values()) takeFor(room.kept, x, y, KEPT);
    const ranks = this.count(units);
    let coarser = 0;
    for (let i = 0; i < ranks.length; i++) {
      const number = units.ranked(ranks[i] as number);
      const n = this.counts[number] as number;
      this.counts[number] = 0;
      const sight = this.sightOf(number, units, free);
      const place = sight === SEEN.in ? this.put(number, n, units, free, places, room) : null;
      place?.members.push(number);
      if (!place && sight !== SEEN.out) coarser += n;
      this.placeOf[number] = place ? place.at + 1 : sight === SEEN.out ? OUT : COARSER;
    }
    const [none, ...rows] = this.sorted(units, [coarser, ...places.map(({ n }) => n)]);
    const placed = places.map((place, i) => badgeOf(place, rows[i] ?? NONE, units, this.words));
    return { placed, incidents: places.reduce((sum, { n }) => sum + n, 0), coarser: none ?? NONE };
  }

  // Counts the rows of each area; the areas that have any, in their order.
  private count(units: AreaUnits): Float64Array {
    const { counts } = this;
    let n = 0;
    for (let i = 0; i < this.length; i++) {
      const unit = units.of(this.rows[i] as number);
      if (counts[unit] === 0) {
        if (n === this.ranks.length) this.ranks = grown(this.ranks, new Float64Array(2 * n));
        this.ranks[n++] = units.rank(unit);
      }
      counts[unit] = (counts[unit] as number) + 1;
    }
    return this.ranks.subarray(0, n).sort();
  }

  // The rows of each badge, of which the sizes are known; first those that have none.
  private sorted(units: AreaUnits, sizes: readonly number[]): Uint32Array[] {
    const all = new Uint32Array(sizes.reduce((sum, n) => sum + n, 0));
    const next = new Uint32Array(sizes.length);
    let from = 0;
    const parts = sizes.map((n, i) => {
      next[i] = from;
      from += n;
      return all.subarray(from - n, from);
    });
    for (let i = 0; i < this.length; i++) {
      const row = this.rows[i] as number;
      const place = this.placeOf[units.of(row)] as number;
      if (place === OUT) continue;
      const at = next[place] as number;
      all[at] = row;
      next[place] = at + 1;
    }
    return parts;
  }

  // Whether an area is seen. Of one without a name that is so for as long as the view is:
  // of the others the outline may be still to come.
  private sightOf(number: number, units: AreaUnits, free: BadgeSpots): number {
    const known = this.sights[number] as number;
    if (known !== UNKNOWN) return known;
    const unit = units.get(number);
    const sight = SEEN[free.seenIn(unit)];
    this.likes[number] = likeness(unit, free.view);
    if (!unit.area) this.sights[number] = sight;
    return sight;
  }

  private put(
    number: number,
    n: number,
    units: AreaUnits,
    free: BadgeSpots,
    places: Place[],
    room: Rooms,
  ): Place | null {
    // Where one found no room, others like it find none, and join the same badge.
    const like = this.likes[number] as number;
    const full = room.full.get(like);
    if (full) return this.join(full, n, room);
    const unit = units.get(number);
    const text = this.words.text(n, unit.area);
    const width = this.words.width(text) + 16;
    const isFree = (x: number, y: number) => isFreeFor(room.taken, x, y, width);
    const isShaped = free.isShaped(unit);
    const before = this.spots.get(unit.key);
    const put = ({ x, y }: Spot): Place => {
      const place = { x, y, at: places.length, width, text, n, members: [] };
      places.push(place);
      this.spots.set(unit.key, { x, y, isShaped });
      takeFor(room.taken, x, y, width);
      return place;
    };
    if (before?.isShaped === isShaped && isFree(before.x, before.y)) return put(before);
    const isClear = (x: number, y: number) => isFree(x, y) && isFreeFor(room.marks, x, y, width);
    const isNew = (x: number, y: number) => isClear(x, y) && isFreeFor(room.kept, x, y, width);
    const clear =
      free.inside(unit, width, isNew) ??
      free.beside(unit, width, isNew) ??
      free.inside(unit, width, isClear);
    if (clear) return put(clear);
    // A badge lies on marks only where there is none beside that it could join.
    const first = free.inside(unit, width, any) ?? free.beside(unit, width, any);
    const near = first && nearest(places, first, REACH);
    if (near) {
      room.full.set(like, near);
      return this.join(near, n, room);
    }
    const best = free.inside(unit, width, isFree);
    return best ? put(best) : null;
  }

  private join(to: Place, n: number, room: Rooms): Place {
    to.n += n;
    const width = this.words.joinedWidth(to.n) + 16;
    if (width > to.width) takeFor(room.taken, to.x, to.y, width);
    to.width = width;
    return to;
  }
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

function badgeOf(place: Place, rows: Uint32Array, units: AreaUnits, words: BadgeWords): Badge {
  const { x, y, width, n, text, members } = place;
  return {
    x,
    y,
    width,
    text: members.length > 1 ? words.joined(n) : text,
    rows,
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
  const { x, y } = middleOf(unit, view);
  const column = Math.floor((x + LIKE) / LIKE);
  const row = Math.floor((y + LIKE) / LIKE);
  const size = Math.max(0, Math.round(2 * Math.log2(unit.radius * view.scale + 1)));
  return (row * 4_096 + column) * 128 + size;
}

// The room of marks, of counts, and of panels over the map.
function roomOf(marks: Marks | null, counts: readonly Count[], { covered = [] }: View): Room {
  const room = new Room();
  for (const { left, right, top, bottom } of covered) {
    room.take((left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2);
  }
  for (const { x, y, radius } of counts) room.take(x, y, radius, radius);
  for (let i = 0; marks && i < marks.count; i++) {
    takeFor(room, marks.x[i] as number, marks.y[i] as number, MARK);
  }
  return room;
}

// The box of a badge of that width.
function takeFor(room: Room, x: number, y: number, width: number): void {
  room.take(x, y, width / 2 + GAP, BADGE_HEIGHT / 2 + GAP);
}

function isFreeFor(room: Room, x: number, y: number, width: number): boolean {
  return room.isFree(x, y, width / 2 + GAP, BADGE_HEIGHT / 2 + GAP);
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

// The nearest badge to a spot, no further off than that.
function nearest(places: readonly Place[], { x, y }: Spot, reach: number): Place | null {
  let best: Place | null = null;
  let least = reach;
  for (const place of places) {
    const distance = Math.hypot(place.x - x, place.y - y);
    if (distance < least) [best, least] = [place, distance];
  }
  return best;
}
