// A canvas that nobody sees, on which small images are drawn to be kept as pixels. A
// canvas on the page that is given a text has the whole page's styles worked out first.

import { cutFrom, type Stamp } from './pixels';

export const EDGE = 2; // pixels around what is drawn, for its lines

// The canvas stays as large as it once had to be.
const AT_ONCE = 24; // images

/** In pixels of the screen. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Something to be drawn, and its middle on the sheet in CSS pixels. */
export interface Placed<T> {
  readonly thing: T;
  readonly x: number;
  readonly y: number;
}

interface Sized {
  readonly size: Size;
}

type Paint<T> = (ctx: CanvasRenderingContext2D, placed: readonly Placed<T>[]) => void;

export class StampSheet {
  private readonly ctx: CanvasRenderingContext2D;

  constructor() {
    const ctx = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (!ctx) throw new Error('no canvas');
    this.ctx = ctx;
  }

  /**
   * The images of things with their edges, with `ratio` pixels of the screen to a CSS
   * pixel; `paint` is given some of the things at a time.
   */
  make<T extends Sized>(things: readonly T[], ratio: number, paint: Paint<T>): Stamp[] {
    const stamps: Stamp[] = [];
    for (let i = 0; i < things.length; i += AT_ONCE) {
      stamps.push(...this.makeSome(things.slice(i, i + AT_ONCE), ratio, paint));
    }
    return stamps;
  }

  private makeSome<T extends Sized>(things: readonly T[], ratio: number, paint: Paint<T>): Stamp[] {
    const { ctx } = this;
    let [wide, high] = [0, 0];
    const placed = things.map((thing) => {
      const { size } = thing;
      const [x, y] = [size.width / 2 / ratio, (high + size.height / 2) / ratio];
      wide = Math.max(wide, size.width + 2 * EDGE);
      high += size.height + 2 * EDGE;
      return { thing, x, y };
    });
    this.clear(wide, high);
    ctx.setTransform(ratio, 0, 0, ratio, EDGE, EDGE);
    paint(ctx, placed);
    const image = ctx.getImageData(0, 0, wide, high);
    let top = 0;
    return things.map(({ size: { width, height } }) => {
      const stamp = cutFrom(image, top, width + 2 * EDGE, height + 2 * EDGE);
      top += height + 2 * EDGE;
      return stamp;
    });
  }

  // Makes room on the canvas: it grows only, since one of another size is a new one.
  private clear(width: number, height: number): void {
    const { ctx } = this;
    const { canvas } = ctx;
    if (width > canvas.width || height > canvas.height) {
      canvas.width = Math.max(width, canvas.width);
      canvas.height = Math.max(height, canvas.height);
      return; // it is empty
    }
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, width, height);
  }
}
