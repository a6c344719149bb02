// Clusters on a grid that is fixed to the world, found anew in every frame: an
// incident stays in its cell while the map is dragged and while time plays. Pure.

import type { Columns } from '../data/columns';
import { WORLD } from '../data/mercator';
import type { ServerCluster } from '../data/server-clusters';
import type { Measure } from '../state/look';
import type { Points, View } from './scene';

/** Several incidents drawn as one thing with a number: a stack or a cluster. */
export interface Count {
  readonly x: number;
  readonly y: number;
  /** Pixels. */
  readonly radius: number;
  /** Incidents. */
  readonly n: number;
  /** People killed, as far as it is known; null where nothing is. */
  readonly killed: number | null;
  /** Incidents of each kind. */
  readonly split: Uint32Array;
  /** The rows, found when somebody asks. */
  rows(): readonly number[];
  /** Of a few incidents that are not held, which they are. */
  readonly ids?: readonly string[];
  /** What it stands for lies in this box, in pixels. */
  readonly bounds: { left: number; right: number; top: number; bottom: number };
}

const CELL = 64; // pixels of a cell at whole zooms
/** Pixels around the view in which marks are still drawn: part of one may be in view. */
export const MARGIN = 40;

export interface ClusterSink {
  /** A place that is alone in its cell. */
  single(i: number): void;
  several(count: Count): void;
}

/** A grid over the view; arrays are by cell. */
interface Grid {
  readonly shift: number; // a cell is 2^shift units wide
  readonly left: number; // of the grid, in cells
  readonly top: number;
  readonly across: number;
  readonly n: Uint32Array;
  readonly last: Uint32Array; // one of the points in it
  readonly x: Float64Array; // sums, in pixels
  readonly y: Float64Array;
  readonly killed: Float64Array;
  readonly known: Uint32Array;
  readonly split: Uint32Array; // by cell and kind
}

export function newSplit({ kinds }: Columns): Uint32Array {
  return new Uint32Array(Math.max(1, kinds.length + 1));
}

export class Clusters {
  private best: Float64Array | null = null;
  private readonly kinds: number;

  constructor(private readonly columns: Columns) {
    this.kinds = Math.max(1, columns.kinds.length + 1);
  }

  /** Gathers points by cells; those that are alone go to the sink as they are. */
  build(points: Points, view: View, measure: Measure, sink: ClusterSink): void {
    const grid = gridOver(view, this.kinds);
    this.fill(grid, points, view);
    for (let cell = 0; cell < grid.n.length; cell++) {
      const n = grid.n[cell] as number;
      if (n === 1) sink.single(grid.last[cell] as number);
      else if (n > 1) sink.several(this.countOf(grid, cell, points, view, measure));
    }
  }

  private fill(grid: Grid, points: Points, view: View): void {
    const { kind, killed } = this.columns;
    this.best ??= Float64Array.from(killed.figures, ([, best]) => best);
    for (let i = 0; i < points.count; i++) {
      const cell = cellOf(grid, points.x[i] as number, points.y[i] as number, view);
      const row = points.row[i] as number;
      grid.n[cell] = (grid.n[cell] as number) + 1;
      grid.last[cell] = i;
      grid.x[cell] = (grid.x[cell] as number) + (points.x[i] as number);
      grid.y[cell] = (grid.y[cell] as number) + (points.y[i] as number);
      const at = cell * this.kinds + (kind[row] as number);
      grid.split[at] = (grid.split[at] as number) + 1;
      const best = this.best[killed.codes[row] as number] as number;
      if (best >= 0) {
        grid.killed[cell] = (grid.killed[cell] as number) + best;
        grid.known[cell] = (grid.known[cell] as number) + 1;
      }
    }
  }

  private countOf(grid: Grid, cell: number, points: Points, view: View, measure: Measure): Count {
    const n = grid.n[cell] as number;
    const killed = (grid.known[cell] as number) > 0 ? (grid.killed[cell] as number) : null;
    const [x, y] = [(grid.x[cell] as number) / n, (grid.y[cell] as number) / n];
    const side = 2 ** grid.shift * view.scale;
    const left = (grid.left + (cell % grid.across)) * side - view.left * view.scale;
    const top = (grid.top + Math.floor(cell / grid.across)) * side - view.top * view.scale;
    const radius = radiusOf(measure === 'killed' ? (killed ?? 1) : n);
    const used = (by: number) => (grid.n[cell + by] ?? 0) > 0;
    return {
      x: within(x, radius, left, side, used(-1), used(1)),
      y: within(y, radius, top, side, used(-grid.across), used(grid.across)),
      radius,
      n,
      killed,
      split: grid.split.slice(cell * this.kinds, (cell + 1) * this.kinds),
      rows: () => rowsOf(grid, cell, points, view),
      bounds: { left, right: left + side, top, bottom: top + side },
    };
  }
}

/** Clusters of the server as they are drawn in a view. */
export function countsOfServer(
  clusters: readonly ServerCluster[],
  kinds: readonly string[],
  view: View,
  measure: Measure,
): Count[] {
  const cells = new Set(clusters.map(({ left, top }) => `${left}:${top}`));
  return clusters.map((cluster) => {
    const { n, killed, ids, side } = cluster;
    const left = wrapped((cluster.left - view.left) * view.scale, view);
    const top = (cluster.top - view.top) * view.scale;
    const x = left + (cluster.x - cluster.left) * view.scale;
    const y = top + (cluster.y - cluster.top) * view.scale;
    const size = side * view.scale;
    const radius = radiusOf(measure === 'killed' ? (killed ?? 1) : n);
    const split = new Uint32Array(Math.max(1, kinds.length + 1));
    for (const [kind, part] of cluster.kinds) {
      const at = kinds.indexOf(kind);
      split[at < 0 ? kinds.length : at] = part;
    }
    const used = (dx: number, dy: number) =>
      cells.has(`${cluster.left + dx * side}:${cluster.top + dy * side}`);
    const bounds = { left, right: left + size, top, bottom: top + size };
    return {
      x: within(x, radius, left, size, used(-1, 0), used(1, 0)),
      y: within(y, radius, top, size, used(0, -1), used(0, 1)),
      radius,
      n,
      killed,
      split,
      rows: () => [],
      ids,
      bounds,
    };
  });
}

// A circle stays inside of its cell where there is a neighbour, so that they do not
// lie on each other.
function within(
  at: number,
  radius: number,
  from: number,
  side: number,
  before: boolean,
  after: boolean,
): number {
  const least = before ? from + radius : -Infinity;
  const most = after ? from + side - radius : Infinity;
  return Math.max(least, Math.min(most, at));
}

// A box may lie in another copy of the world than the one that is seen.
function wrapped(x: number, view: View): number {
  const side = WORLD * view.scale;
  return x < -CELL || x > view.width ? x - Math.floor((x + CELL) / side) * side : x;
}

/** A circle's radius grows with the digits of its number. */
export function radiusOf(n: number): number {
  return Math.min(CELL / 2 - 2, 11 + 4 * Math.log10(Math.max(1, n)));
}

function gridOver(view: View, kinds: number): Grid {
  const shift = Math.max(0, Math.round(Math.log2(CELL / view.scale)));
  const unit = 2 ** shift;
  const margin = MARGIN / view.scale;
  const left = Math.floor((view.left - margin) / unit);
  const top = Math.floor((view.top - margin) / unit);
  const across = Math.floor((view.left + view.width / view.scale + margin) / unit) - left + 2;
  const down = Math.floor((view.top + view.height / view.scale + margin) / unit) - top + 2;
  const cells = across * down;
  return {
    shift,
    left,
    top,
    across,
    n: new Uint32Array(cells),
    last: new Uint32Array(cells),
    x: new Float64Array(cells),
    y: new Float64Array(cells),
    killed: new Float64Array(cells),
    known: new Uint32Array(cells),
    split: new Uint32Array(cells * kinds),
  };
}

function cellOf(grid: Grid, x: number, y: number, view: View): number {
  const unit = 2 ** grid.shift;
  const column = Math.floor((view.left + x / view.scale) / unit) - grid.left;
  const row = Math.floor((view.top + y / view.scale) / unit) - grid.top;
  return row * grid.across + column;
}

function rowsOf(grid: Grid, cell: number, points: Points, view: View): number[] {
  const rows: number[] = [];
  for (let i = 0; i < points.count; i++) {
    if (cellOf(grid, points.x[i] as number, points.y[i] as number, view) !== cell) continue;
    if (rows.at(-1) !== points.row[i]) rows.push(points.row[i] as number);
  }
  return rows;
}
