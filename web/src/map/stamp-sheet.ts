// A canvas that nobody sees, on which small images are drawn to be kept as pixels. A
// canvas on the page that is given a text has the whole page's styles worked out first.

import { cutFrom, type Stamp } from './pixels';

export const EDGE = 2; // pixels around what is drawn, for its lines

/** In pixels of the screen. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A place on the sheet in CSS pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export class StampSheet {
  private readonly ctx: CanvasRenderingContext2D;

  constructor() {
    const ctx = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (!ctx) throw new Error('no canvas');
    this.ctx = ctx;
  }

  /** Has images of the sizes drawn around their middles, and cuts them out with their edges. */
  make(
    sizes: readonly Size[],
    ratio: number,
    paint: (ctx: CanvasRenderingContext2D, middles: readonly Place[]) => void,
  ): Stamp[] {
    const { ctx } = this;
    const wide = Math.max(...sizes.map(({ width }) => width)) + 2 * EDGE;
    const middles: Place[] = [];
    const tops: number[] = [];
    let high = 0;
    for (const { width, height } of sizes) {
      tops.push(high);
      middles.push({ x: width / 2 / ratio, y: (high + height / 2) / ratio });
      high += height + 2 * EDGE;
    }
    this.clear(wide, high);
    ctx.setTransform(ratio, 0, 0, ratio, EDGE, EDGE);
    paint(ctx, middles);
    const image = ctx.getImageData(0, 0, wide, high);
    return sizes.map(({ width, height }, i) =>
      cutFrom(image, tops[i] as number, width + 2 * EDGE, height + 2 * EDGE),
    );
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
