// Spots: positions that are one place to the eye even on the deepest zoom,
// because they coincide or lie a few metres from each other.

import type { Columns } from '../data/columns';
import { metresToUnits } from '../data/mercator';

const NEAR = 20; // metres
const UNSEEN = 0xffff_ffff;
const NONE = 0; // in a chain, whose links are one more than a point

/** Finds the spots of points as they come into view; a spot is the position that stands for it. */
export class Spots {
  private readonly spotOf: Uint32Array;
  private readonly near: number; // Mercator units
  // A point of each position that stands for others, in chains by cells twice as wide as
  // they are near: thousands come into view in one frame, and lists of their own would be garbage.
  private heads = new Uint32Array();
  private next = new Uint32Array(); // of each position

  constructor(private readonly columns: Columns) {
    this.spotOf = new Uint32Array(columns.positions).fill(UNSEEN);
    const middle = columns.y[columns.y.length >> 1] ?? 2 ** 31;
    this.near = Math.ceil(metresToUnits(NEAR, middle));
  }

  /** The spot of a point, as a number below the columns' number of positions. */
  of(point: number): number {
    const position = this.columns.position[point] as number;
    const known = this.spotOf[position] as number;
    return known === UNSEEN ? this.find(point, position) : known;
  }

  private find(point: number, position: number): number {
    if (this.heads.length === 0) {
      const { length } = this.spotOf;
      this.heads = new Uint32Array(2 ** Math.ceil(Math.log2(length + 1)));
      this.next = new Uint32Array(length);
    }
    const { columns, near } = this;
    // What is near lies in the same cell, or in those on the side of it that is nearer.
    const [x, y] = [(columns.x[point] as number) / near, (columns.y[point] as number) / near];
    const [left, top] = [Math.floor((x - 1) / 2), Math.floor((y - 1) / 2)];
    let spot = this.nearIn(this.chainOf(left, top), point);
    if (spot === UNSEEN) spot = this.nearIn(this.chainOf(left + 1, top), point);
    if (spot === UNSEEN) spot = this.nearIn(this.chainOf(left, top + 1), point);
    if (spot === UNSEEN) spot = this.nearIn(this.chainOf(left + 1, top + 1), point);
    if (spot === UNSEEN) {
      const chain = this.chainOf(Math.floor(x / 2), Math.floor(y / 2));
      this.next[position] = this.heads[chain] as number;
      this.heads[chain] = point + 1;
      spot = position;
    }
    this.spotOf[position] = spot;
    return spot;
  }

  // Cells share chains: what is far away in one is passed over.
  private nearIn(chain: number, point: number): number {
    const { near } = this;
    const { x, y, position } = this.columns;
    let link = this.heads[chain] as number;
    while (link !== NONE) {
      const other = position[link - 1] as number;
      const dx = (x[link - 1] as number) - (x[point] as number);
      const dy = (y[link - 1] as number) - (y[point] as number);
      if (dx * dx + dy * dy <= near * near) return other;
      link = this.next[other] as number;
    }
    return UNSEEN;
  }

  private chainOf(column: number, row: number): number {
    const mixed = Math.imul(column, 0x9e37_79b1) ^ Math.imul(row, 0x85eb_ca6b);
    return (mixed ^ (mixed >>> 15)) & (this.heads.length - 1);
  }
}
