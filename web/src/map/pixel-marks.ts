// Draws marks into pixels of the page's own: stamps are copied row by row, which
// takes a third of what a canvas takes to draw an image.

import type { Columns } from '../data/columns';
import type { Scene } from './scene';
import { FILLS, fillOf, type Painter, sideOf, stampOf } from './stamps';

/** A part of a picture: its pixels, and where its top left corner is in the picture. */
export interface Part {
  readonly pixels: Uint32Array;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
}

/** Pixels of a part that have been drawn on. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The pixels of a mark's image, and from where to where each row has any. */
interface Stamp {
  readonly image: HTMLCanvasElement;
  readonly pixels: Uint32Array;
  readonly side: number;
  readonly from: Uint16Array;
  readonly to: Uint16Array;
}

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

  /** Draws the marks that were found in an empty part; where in it they are. */
  draw(part: Part): Area {
    const { stamps, side, look, found } = this;
    const { width, height } = part;
    let [left, top, right, bottom] = [width, height, 0, 0];
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
    return {
      left: Math.max(0, left),
      top: Math.max(0, top),
      right: Math.min(width, right),
      bottom: Math.min(height, bottom),
    };
  }

  /** Draws the marks that were found on a part's canvas, which is better for a few. */
  drawOn(ctx: CanvasRenderingContext2D, { left, top }: Part): void {
    for (let k = 0; k < this.n; k++) {
      const i = this.found[k] as number;
      const stamp = this.stamps[this.look[i] as number];
      const [x, y] = [this.x[i] as number, this.y[i] as number];
      if (stamp) ctx.drawImage(stamp.image, x - left, y - top);
    }
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
      const side = image.width;
      const data = image.getContext('2d')?.getImageData(0, 0, side, side).data;
      stamp = cut(image, new Uint32Array(data?.buffer ?? new ArrayBuffer(4 * side * side)));
      this.known.set(image, stamp);
    }
    return stamp;
  }
}

function cut(image: HTMLCanvasElement, pixels: Uint32Array): Stamp {
  const side = image.width;
  const [from, to] = [new Uint16Array(side), new Uint16Array(side)];
  for (let y = 0; y < side; y++) {
    const row = pixels.subarray(y * side, (y + 1) * side);
    from[y] = Math.max(
      0,
      row.findIndex((pixel) => pixel !== 0),
    );
    to[y] = row.findLastIndex((pixel) => pixel !== 0) + 1;
  }
  return { image, pixels, side, from, to };
}

// Puts a stamp under what is there already.
function press({ pixels, side, from, to }: Stamp, left: number, top: number, part: Part): void {
  const into = part.pixels;
  const last = Math.min(side, part.height - top);
  for (let y = Math.max(0, -top); y < last; y++) {
    const at = (top + y) * part.width + left;
    const line = y * side;
    const end = Math.min(to[y] as number, part.width - left);
    for (let x = Math.max(from[y] as number, -left); x < end; x++) {
      const color = into[at + x] as number;
      if (color >= SOLID) continue;
      into[at + x] = over(color, pixels[line + x] as number);
    }
  }
}

const SOLID = 0xff00_0000; // and above: nothing shows through

/** A colour over another one; both as pixels of ImageData, not multiplied by their alpha. */
export function over(color: number, under: number): number {
  const alpha = color >>> 24;
  if (alpha === 0) return under;
  if (alpha === 255 || under === 0) return color;
  const below = ((under >>> 24) * (255 - alpha)) / 255;
  const all = alpha + below;
  const mixed = (shift: number) =>
    Math.round((((color >>> shift) & 255) * alpha + ((under >>> shift) & 255) * below) / all);
  return ((Math.round(all) << 24) | (mixed(16) << 16) | (mixed(8) << 8) | mixed(0)) >>> 0;
}
