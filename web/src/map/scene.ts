// What there is to draw for the visible rows in a view of the map: marks, fans,
// counts and badges, in pixels. Pure; painted by paint.ts and gl-marks.ts, and
// searched by hit.ts.

import type { Columns } from '../data/columns';
import { WORLD } from '../data/mercator';
import type { ServerCluster } from '../data/server-clusters';
import type { Density, Measure } from '../state/look';
import type { BadgeWords } from './badge-words';
import { type Badge, Badges } from './badges';
import { Clusters, type Count, countsOfServer, MARGIN } from './clusters';
import { type Fan, Fans, type Leg, layFan } from './fan';
import { gather } from './gather';
import type { Box } from './labels';
import type { AreaName, Outline } from './outlines';
import { isArea } from './precision';
import { Spots } from './spots';
import { countAround, countOf, type Place, type Stack } from './stacks';

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
  /** What panels of the page lie on, in pixels of the canvas. */
  readonly covered?: readonly Box[];
}

/** What is asked of a scene. */
export interface Wish {
  readonly density: Density;
  /** What the numbers on the map count. */
  readonly measure: Measure;
  /** The index of the coarsest precision that is drawn. */
  readonly coarsest: number;
}

/** Single incidents; the first `count` entries of each array. */
export interface Marks {
  count: number;
  readonly row: Uint32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

export interface Scene {
  readonly marks: Marks;
  readonly legs: readonly Leg[];
  /** Stacks and clusters: their number always means the same. */
  readonly counts: readonly Count[];
  readonly badges: readonly Badge[];
  /** Radius of a mark in pixels. */
  readonly size: number;
  /** Whether incidents have marks, or could have. */
  readonly hasMarks: boolean;
  readonly isClustered: boolean;
  /** Where the incidents in view are, for the density layers and for picking in a crowd. */
  readonly points: Points;
  /** How many incidents are drawn: as marks, in counts or on badges. */
  readonly incidents: number;
  /** How many are not, because their area is larger than the view, or because they are to be hidden. */
  readonly coarser: number;
  readonly coarserRows: Uint32Array;
  readonly hidden: number;
}

/** Places in view, in pixels; the first `count` entries. A row may have several. */
export interface Points {
  count: number;
  /** How many incidents they are of. */
  incidents: number;
  readonly row: Uint32Array;
  readonly point: Uint32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

const MAX_FAN = 7; // more incidents at one place are counted
const MAX_GUESTS = 2; // and more than so many of other places on a fan of them
const MANY = 2_000; // places in view from which they are clustered
const FEWER = 1_000; // and below which they are marks again
const CROWD = 5_000; // marks from which coinciding ones are drawn once
const FEW = 3; // marks on each other from which they are counted

/** Builds scenes; keeps its arrays from frame to frame. */
export class SceneBuilder {
  private readonly spots: Spots;
  private readonly perSpot: Uint32Array;
  private readonly spotAt = new Uint32Array(CROWD); // of the places in view
  private readonly single = new Uint32Array(CROWD); // those that have their spot to themselves
  private readonly points: Points;
  private readonly marks: Marks;
  private readonly badges: Badges;
  private readonly clusters: Clusters;
  private isMany = false;
  private taken = new Uint8Array();

  constructor(
    private readonly columns: Columns,
    words: BadgeWords,
    outlineOf: (area: AreaName) => Outline | null = () => null,
  ) {
    const n = columns.x.length;
    this.spots = new Spots(columns);
    this.perSpot = new Uint32Array(columns.positions);
    this.points = {
      count: 0,
      incidents: 0,
      row: new Uint32Array(n),
      point: new Uint32Array(n),
      x: new Float32Array(n),
      y: new Float32Array(n),
    };
    this.marks = {
      count: 0,
      row: new Uint32Array(n),
      x: new Float32Array(n),
      y: new Float32Array(n),
    };
    this.badges = new Badges(columns, words, outlineOf);
    this.clusters = new Clusters(columns);
  }

  /** The scene of the rows; the arrays in it are reused by the next build. */
  build(rows: Uint32Array, view: View, wish: Wish, asked?: readonly ServerCluster[]): Scene {
    const { points, marks } = this;
    const coarse = this.collect(rows, view, wish);
    marks.count = 0;
    const legs: Leg[] = [];
    const counts: Count[] = [];
    const isClustered = asked === undefined && this.isToBeClustered(wish.density);
    let drawn = 0;
    if (asked) {
      counts.push(...countsOfServer(asked, this.columns.kinds, view, wish.measure));
      drawn = this.mark(legs, counts, view, wish) + asked.reduce((n, cluster) => n + cluster.n, 0);
    } else if (isClustered) drawn = this.cluster(view, wish.measure, counts);
    else if (wish.density === 'auto' || wish.density === 'marks')
      drawn = this.mark(legs, counts, view, wish);
    else drawn = points.incidents;
    // Coloured areas count what is known to an area as well.
    if (wish.density === 'areas') this.badges.clear();
    const badges = this.badges.place(view, this.obstacles(), counts);
    return {
      marks,
      legs,
      counts,
      badges: badges.placed,
      size: sizeFor(points.count),
      hasMarks: wish.density !== 'heat' && wish.density !== 'areas',
      isClustered,
      points,
      incidents: drawn + badges.incidents,
      coarser: badges.coarser.length,
      coarserRows: badges.coarser,
      hidden: coarse.hidden,
    };
  }

  // Finds the places in view, and gathers what is known to an area only.
  private collect(rows: Uint32Array, view: View, { coarsest }: Wish): { hidden: number } {
    const { columns, points, badges } = this;
    const { pointAt, precision, x: xs, y: ys } = columns;
    const { left, top, scale, width, height } = view;
    const side = WORLD * scale;
    const [right, bottom] = [width + MARGIN, height + MARGIN];
    let n = 0;
    let incidents = 0;
    let hidden = 0;
    badges.clear();
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      const known = precision[row] as number;
      const last = pointAt[row + 1] as number;
      let point = pointAt[row] as number;
      if (known > coarsest) {
        if (point < last) hidden++;
        continue;
      }
      if (isArea(known)) {
        if (point < last) badges.add(row);
        continue;
      }
      const before = n;
      for (; point < last; point++) {
        const y = ((ys[point] as number) - top) * scale;
        if (y < -MARGIN || y > bottom) continue;
        // Around the world, the copy that is in the view, if one is.
        let x = ((xs[point] as number) - left) * scale;
        if (x < -MARGIN || x > right) x -= Math.floor((x + MARGIN) / side) * side;
        if (x > right || n === points.row.length) continue;
        points.row[n] = row;
        points.point[n] = point;
        points.x[n] = x;
        points.y[n] = y;
        n++;
      }
      if (n > before) incidents++;
    }
    points.count = n;
    points.incidents = incidents;
    return { hidden };
  }

  private isToBeClustered(density: Density): boolean {
    const { count } = this.points;
    this.isMany = count > (this.isMany ? FEWER : MANY);
    return density === 'clusters' || (density === 'auto' && this.isMany);
  }

  private cluster(view: View, measure: Measure, counts: Count[]): number {
    const { points } = this;
    this.clusters.build(points, view, measure, {
      single: (i) =>
        this.addMark(points.row[i] as number, points.x[i] as number, points.y[i] as number),
      several: (count) => counts.push(count),
    });
    return points.incidents;
  }

  private mark(legs: Leg[], counts: Count[], view: View, { density }: Wish): number {
    const { points } = this;
    if (points.count > CROWD) return this.crowd(view);
    this.countSpots();
    const stacks = new Map<number, Stack>();
    const fans = new Fans();
    const { single, spotAt, perSpot } = this;
    const { row: rows, x: xs, y: ys } = points;
    let singles = 0;
    for (let i = 0; i < points.count; i++) {
      const spot = spotAt[i] as number;
      const n = perSpot[spot] as number;
      if (n === 1) {
        single[singles++] = i;
        continue;
      }
      const [row, x, y] = [rows[i] as number, xs[i] as number, ys[i] as number];
      if (n <= MAX_FAN) fans.add(spot, row, x, y);
      else this.stack(stacks, spot, { x, y }, row);
    }
    const alone = this.besideFans(singles, fans);
    for (const fan of fans.all()) this.markFan(fan, legs, counts);
    for (let i = 0; i < points.count; i++) perSpot[spotAt[i] as number] = 0;
    for (const stack of stacks.values())
      if (stack.rows.length > 0) counts.push(countOf(this.columns, stack));
    // Who asks for marks gets each of them.
    if (density === 'marks') this.markEach(alone);
    else for (const group of gather(points, alone)) this.markGroup(group, counts);
    return points.incidents;
  }

  private countSpots(): void {
    const { points, spots, spotAt, perSpot } = this;
    for (let i = 0; i < points.count; i++) {
      const spot = spots.of(points.point[i] as number);
      spotAt[i] = spot;
      perSpot[spot] = (perSpot[spot] as number) + 1;
    }
  }

  // Those of the single places that lie on no fan; the others stand in it.
  private besideFans(singles: number, fans: Fans): Uint32Array {
    const { single } = this;
    const { row, x, y } = this.points;
    let n = 0;
    for (let k = 0; k < singles; k++) {
      const i = single[k] as number;
      if (!fans.takeIn(row[i] as number, x[i] as number, y[i] as number)) single[n++] = i;
    }
    return single.subarray(0, n);
  }

  // Marks of neighbours that hide each other are counted until a closer look parts them.
  private markGroup(group: readonly number[], counts: Count[]): void {
    const { points } = this;
    const at = (i: number) => ({ x: points.x[i] as number, y: points.y[i] as number });
    // Most groups are of one.
    const rows = group.length < FEW ? [] : [...new Set(group.map((i) => points.row[i] as number))];
    if (rows.length < FEW) {
      this.markEach(group);
      return;
    }
    counts.push(countAround(this.columns, group.map(at), rows));
  }

  // A fan that too many lie on is a count, as a place of so many is.
  private markFan(fan: Fan, legs: Leg[], counts: Count[]): void {
    const { rows, guests } = fan;
    if (rows.length + guests.length > MAX_FAN + MAX_GUESTS) {
      const all = [...rows, ...guests.map(({ row }) => row)];
      counts.push(countAround(this.columns, [fan, ...guests], [...new Set(all)]));
      return;
    }
    layFan(fan, (row, leg) => {
      legs.push(leg);
      this.addMark(row, leg.toX, leg.toY);
    });
  }

  private markEach(places: ArrayLike<number>): void {
    const { row, x, y } = this.points;
    for (let k = 0; k < places.length; k++) {
      const i = places[k] as number;
      this.addMark(row[i] as number, x[i] as number, y[i] as number);
    }
  }

  // A stack's count stands on the first of its points.
  private stack(stacks: Map<number, Stack>, spot: number, at: Place, row: number): void {
    const stack = stacks.get(spot);
    if (!stack) stacks.set(spot, { ...at, rows: [row] });
    else if (stack.rows.at(-1) !== row) stack.rows.push(row);
  }

  // Of marks that coincide within two pixels one is drawn.
  private crowd(view: View): number {
    const { points, columns } = this;
    const columnsOf = Math.ceil((view.width + 2 * MARGIN) / 2) + 1;
    const rowsOf = Math.ceil((view.height + 2 * MARGIN) / 2) + 1;
    const size = columnsOf * rowsOf * KINDS;
    if (this.taken.length < size) this.taken = new Uint8Array(size);
    this.taken.fill(0);
    for (let i = 0; i < points.count; i++) {
      const [x, y] = [points.x[i] as number, points.y[i] as number];
      const row = points.row[i] as number;
      const cell = Math.round((y + MARGIN) / 2) * columnsOf + Math.round((x + MARGIN) / 2);
      const at = cell * KINDS + ((columns.kind[row] as number) % KINDS);
      if (this.taken[at]) continue;
      this.taken[at] = 1;
      this.addMark(row, x, y);
    }
    return points.incidents;
  }

  private addMark(row: number, x: number, y: number): void {
    const { marks } = this;
    const at = marks.count++;
    marks.row[at] = row;
    marks.x[at] = x;
    marks.y[at] = y;
  }

  // What badges make way for; in a crowd they stand on it.
  private obstacles(): Marks | null {
    return this.marks.count <= FEWER ? this.marks : null;
  }
}

const KINDS = 8; // told apart where marks coincide

/** Marks shrink in a crowd, so that its shape stays legible. */
export function sizeFor(count: number): number {
  if (count <= 1_000) return 6;
  return count <= CROWD ? 5 : 3.5;
}
