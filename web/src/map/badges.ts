// Badges: incidents that are known to a country, a province or another area only
// are counted on one quiet badge for each, at a free spot inside of it. No area
// is coloured because one incident is known no better. Pure.

import type { Columns } from '../data/columns';
import { AreaUnits, grown, type Unit } from './area-units';
import { type Place, Placing, type Spots, type Wanted } from './badge-placing';
import { BadgeSpots, middleOf } from './badge-spots';
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
  private readonly spots: Spots = new Map();
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
   * Finds a spot for each badge that is free of marks, counts, panels and other badges;
   * those without one join. In one view a badge keeps its spot while time plays.
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
    if (!this.free || !isSameView(view, this.view)) {
      this.spots.clear();
      this.sights.fill(UNKNOWN);
      this.free = new BadgeSpots(view, this.outlineOf);
    }
    this.view = view;
    const placing = new Placing(this.free, this.words, this.spots, { marks, counts });
    const coarser = this.placeAll(this.count(units), units, placing);
    const { places } = placing;
    const [none, ...rows] = this.sorted(units, [coarser, ...places.map(({ n }) => n)]);
    const placed = places.map((place, i) => badgeOf(place, rows[i] ?? NONE, units, this.words));
    return { placed, incidents: places.reduce((sum, { n }) => sum + n, 0), coarser: none ?? NONE };
  }

  // Places the areas of those ranks; how many incidents have no badge, though all around.
  private placeAll(ranks: Float64Array, units: AreaUnits, placing: Placing): number {
    let coarser = 0;
    let waiting = 0; // areas without a free spot: their ranks take the place of those before
    for (let i = 0; i < ranks.length; i++) {
      const number = units.ranked(ranks[i] as number);
      const sight = this.sightOf(number, units, placing.free);
      if (sight === SEEN.in) {
        // Most areas of a crowd join what others like them join: nobody asks which they are.
        const isFull = placing.isFull(this.likes[number] as number);
        const place = isFull ? null : placing.clear(this.areaOf(number, units));
        if (place) this.give(number, place);
        else ranks[waiting++] = ranks[i] as number;
        continue;
      }
      if (sight === SEEN.covers) coarser += this.counts[number] as number;
      this.give(number, sight === SEEN.out ? OUT : COARSER);
    }
    for (let i = 0; i < waiting; i++) {
      const number = units.ranked(ranks[i] as number);
      const n = this.counts[number] as number;
      const place =
        placing.joinLike(this.likes[number] as number, n) ??
        placing.settle(this.areaOf(number, units));
      if (!place) coarser += n;
      this.give(number, place ?? COARSER);
    }
    return coarser;
  }

  private areaOf(number: number, units: AreaUnits): Wanted {
    const like = this.likes[number] as number;
    return { unit: units.get(number), n: this.counts[number] as number, like };
  }

  // An area has had its turn.
  private give(number: number, place: Place | typeof OUT | typeof COARSER): void {
    this.counts[number] = 0;
    if (typeof place !== 'number') place.members.push(number);
    this.placeOf[number] = typeof place === 'number' ? place : place.at + 1;
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
}

function badgeOf(place: Place, rows: Uint32Array, units: AreaUnits, words: RememberedWords): Badge {
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

const LIKE = 32; // pixels: areas whose middles are so near find the same spots

// A number for areas that have about the same middle and size in the view.
function likeness(unit: Unit, view: View): number {
  const { x, y } = middleOf(unit, view);
  const column = Math.floor((x + LIKE) / LIKE);
  const row = Math.floor((y + LIKE) / LIKE);
  const size = Math.max(0, Math.round(2 * Math.log2(unit.radius * view.scale + 1)));
  return (row * 4_096 + column) * 128 + size;
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
