// Finds where the badges of one picture stand: first all that have a spot of their own, free
// of everything else; what is left joins those, and lies on marks only where there are none.
// Pure.

import type { Unit } from './area-units';
import { Room } from './badge-room';
import { any, BADGE_HEIGHT, type BadgeSpots, type Spot, type Test } from './badge-spots';
import type { RememberedWords } from './badge-words';
import type { Count } from './clusters';
import type { Marks, View } from './scene';

/** A badge that has its spot. */
export interface Place {
  readonly at: number; // among the badges
  readonly x: number; // of its middle
  readonly y: number;
  width: number;
  readonly text: string; // while it has one area
  n: number; // incidents
  readonly members: number[]; // its areas, by number
}

/** Incidents of one area that want a badge. */
export interface Wanted {
  readonly unit: Unit;
  readonly n: number;
  /** The same for areas that have about the same middle and size. */
  readonly like: number;
}

/** Where badges of areas stood the last time, with whether their outlines were here then. */
export type Spots = Map<string, Spot & { isShaped: boolean }>;

const GAP = 3; // pixels around badges and marks
const PADDING = 16; // pixels of a badge beside its text
const MARK = 8; // pixels of a mark that a badge makes way for
const KEPT = 90; // pixels of a badge that may come back
const REACH = 240; // pixels from an area to the badge that it joins

export class Placing {
  readonly places: Place[] = [];
  private readonly taken = new Room(); // by badges
  private readonly kept = new Room(); // by badges that were shown in this view before
  private readonly marks: Room;
  private readonly panels: Room;
  // Of areas that are alike, the badge that they join where all is full, once that is known.
  private readonly full = new Map<number, Place | null>();
  // Of the badge that a spot is looked for.
  private width = 0;
  private second: Spot | null = null;

  constructor(
    readonly free: BadgeSpots,
    private readonly words: RememberedWords,
    private readonly spots: Spots,
    drawn: { marks: Marks | null; counts: readonly Count[] },
  ) {
    this.marks = roomOf(drawn.marks, drawn.counts);
    this.panels = roomOfPanels(free.view);
    for (const { x, y } of spots.values()) takeFor(this.kept, x, y, KEPT);
  }

  /** Whether an area that is alike found no room: then no other does. */
  isFull(like: number): boolean {
    return this.full.has(like);
  }

  /** A badge for an area where nothing else is; null where there is no such spot. */
  clear(wanted: Wanted): Place | null {
    const { unit } = wanted;
    const width = this.widthOf(wanted);
    this.width = width;
    this.second = null;
    const before = this.spots.get(unit.key);
    if (before?.isShaped === this.free.isShaped(unit) && this.isOpen(before.x, before.y)) {
      return this.put(before, wanted);
    }
    const spot =
      this.free.inside(unit, width, this.isNew) ??
      this.free.beside(unit, width, this.isNew) ??
      this.second;
    if (spot) return this.put(spot, wanted);
    this.full.set(wanted.like, null);
    return null;
  }

  /** Has so many of an area join what one that is alike has joined; null where none has. */
  joinLike(like: number, n: number): Place | null {
    const full = this.full.get(like);
    return full ? this.join(full, n) : null;
  }

  /**
   * A badge for an area without such a spot, once the others have theirs: the nearest one,
   * or one on marks; null where the area has no spot in sight.
   */
  settle(wanted: Wanted): Place | null {
    const { unit, n, like } = wanted;
    const width = this.widthOf(wanted);
    const first = this.free.inside(unit, width, any) ?? this.free.beside(unit, width, any);
    const near = first && this.nearest(first);
    if (near) {
      this.full.set(like, near);
      return this.join(near, n);
    }
    this.width = width;
    const best =
      this.free.beside(unit, width, this.isClear, 'farther') ??
      this.free.inside(unit, width, this.isOpen) ??
      this.free.inside(unit, width, this.isFree);
    return best && this.put(best, wanted);
  }

  // Spots without another badge, for one of the width that is asked for.
  private readonly isFree: Test = (x, y) => isFreeFor(this.taken, x, y, this.width);

  // And without a panel.
  private readonly isOpen: Test = (x, y) =>
    this.isFree(x, y) && isFreeFor(this.panels, x, y, this.width);

  // And without marks and counts.
  private readonly isClear: Test = (x, y) =>
    this.isOpen(x, y) && isFreeFor(this.marks, x, y, this.width);

  // And where no badge stood before, which may come back; the first one that has is kept in mind.
  private readonly isNew: Test = (x, y) => {
    if (!this.isClear(x, y)) return false;
    if (isFreeFor(this.kept, x, y, this.width)) return true;
    this.second ??= { x, y };
    return false;
  };

  private widthOf({ unit, n }: Wanted): number {
    return this.words.textWidth(n, unit.area) + PADDING;
  }

  private put({ x, y }: Spot, { unit, n }: Wanted): Place {
    const { width } = this;
    const text = this.words.text(n, unit.area);
    const place = { x, y, at: this.places.length, width, text, n, members: [] };
    this.places.push(place);
    this.spots.set(unit.key, { x, y, isShaped: this.free.isShaped(unit) });
    takeFor(this.taken, x, y, width);
    return place;
  }

  private join(to: Place, n: number): Place {
    to.n += n;
    const width = this.words.joinedWidth(to.n) + PADDING;
    if (width > to.width) takeFor(this.taken, to.x, to.y, width);
    to.width = width;
    return to;
  }

  // The nearest badge within reach of a spot.
  private nearest(spot: Spot): Place | null {
    let best: Place | null = null;
    let least = REACH ** 2;
    for (const place of this.places) {
      const far = (place.x - spot.x) ** 2 + (place.y - spot.y) ** 2;
      if (far >= least) continue;
      best = place;
      least = far;
    }
    return best;
  }
}

function roomOfPanels({ covered = [] }: View): Room {
  const room = new Room();
  for (const { left, right, top, bottom } of covered) {
    room.take((left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2);
  }
  return room;
}

function roomOf(marks: Marks | null, counts: readonly Count[]): Room {
  const room = new Room();
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
