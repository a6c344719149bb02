// Draws marks into pixels of the page's own.

import type { Columns } from '../data/columns';
import { type Area, cutFrom, type Part, press, type Stamp, within } from './pixels';
import type { Scene } from './scene';
import { FILLS, fillOf, type Painter, sideOf, stampOf } from './stamps';

export class PixelMarks {
  private key = '';
  private stamps: readonly Stamp[] = []; // by kind and fill
  private count = 0;
  private n = 0; // of those that were found
  private found = new Uint32Array();
  private side = 0; // of a stamp
  private look = new Uint16Array(); // of each mark its stamp, and the corner of that
  private x = new Int32Array();
  private y = new Int32Array();
  private readonly known = new WeakMap<HTMLCanvasElement, Stamp>();

  /** Takes a scene's marks, to be drawn part by part. */
  take({ marks, size }: Scene, columns: Columns, painter: Painter): void {
    this.prepare(size, painter);
    const { ratio } = painter;
    const n = marks.count;
    if (this.look.length < n) {
      this.look = new Uint16Array(Math.ceil(1.2 * n));
      this.found = new Uint32Array(this.look.length);
      this.x = new Int32Array(this.look.length);
      this.y = new Int32Array(this.look.length);
    }
    this.count = n;
    this.side = Math.ceil(sideOf(size) * ratio);
    const half = this.side >> 1;
    const other = Math.max(0, painter.marks.length - 1);
    for (let i = 0; i < n; i++) {
      const row = marks.row[i] as number;
      this.look[i] =
        Math.min(columns.kind[row] as number, other) * FILLS.length + fillOf(columns, row);
      // On whole pixels, as WebGL draws them.
      this.x[i] = Math.floor((marks.x[i] as number) * ratio) - half;
      this.y[i] = Math.floor((marks.y[i] as number) * ratio) - half;
    }
  }

  /** Finds the marks that lie in a part, if only with an edge; how many there are. */
  find({ left, top, width, height }: Part): number {
    const { x, y, side, found } = this;
    const [right, bottom] = [left + width, top + height];
    let n = 0;
    for (let i = 0; i < this.count; i++) {
      const [atX, atY] = [x[i] as number, y[i] as number];
      if (atX > left - side && atX < right && atY > top - side && atY < bottom) found[n++] = i;
    }
    this.n = n;
    return n;
  }

  /** Draws the marks that were found under what a part has already; where in it they are. */
  draw(part: Part): Area {
    const { stamps, side, look, found } = this;
    let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
    // From the topmost down: in a crowd most pixels are covered then.
    for (let k = this.n - 1; k >= 0; k--) {
      const i = found[k] as number;
      const x = (this.x[i] as number) - part.left;
      const y = (this.y[i] as number) - part.top;
      const stamp = stamps[look[i] as number];
      if (stamp) press(stamp, x, y, part);
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x + side);
      bottom = Math.max(bottom, y + side);
    }
    return within({ left, top, right, bottom }, part);
  }

  private prepare(radius: number, painter: Painter): void {
    const { marks, theme, ratio } = painter;
    const key = [radius, theme.paper, ratio, ...marks.map((m) => m.color + m.shape)].join();
    if (key === this.key) return;
    this.key = key;
    this.stamps = marks.flatMap((mark) =>
      FILLS.map((fill) => this.stampOf(stampOf(mark, fill, radius, painter))),
    );
  }

  private stampOf(image: HTMLCanvasElement): Stamp {
    let stamp = this.known.get(image);
    if (!stamp) {
      const { width, height } = image;
      const data = image.getContext('2d')?.getImageData(0, 0, width, height);
      stamp = cutFrom(data ?? new ImageData(width, height), 0, width, height);
      this.known.set(image, stamp);
    }
    return stamp;
  }
}
