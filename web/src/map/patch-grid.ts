// Canvases side by side over a part of the map, each of a size for which the browser
// has memory at hand.

import type { PixelLabels } from './pixel-labels';
import type { PixelMarks } from './pixel-marks';
import { type Area, both, type Part } from './pixels';
import type { Scene } from './scene';

// Chromium's allocator keeps what is smaller than 960 kB for further use. Canvases of a
// quarter of that are so many more that they take longer.
const MOST = 240_000; // pixels

/** In pixels of the screen, `right` and `bottom` the first beyond it. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Patch {
  readonly ctx: CanvasRenderingContext2D;
  readonly left: number;
  readonly top: number;
  isBlank: boolean;
}

export class PatchGrid {
  private readonly width: number; // of each patch
  private readonly height: number;
  private readonly patches: readonly Patch[];
  private readonly image: ImageData;
  private readonly pixels: Int32Array;

  constructor(parent: HTMLElement, { left, top, right, bottom }: Rect, ratio: number) {
    const [across, down] = cutInto(right - left, bottom - top);
    this.width = Math.max(1, Math.ceil((right - left) / across));
    this.height = Math.max(1, Math.ceil((bottom - top) / down));
    this.image = new ImageData(this.width, this.height);
    this.pixels = new Int32Array(this.image.data.buffer);
    this.patches = Array.from({ length: across * down }, (_, i) =>
      this.patchAt(
        left + (i % across) * this.width,
        top + Math.floor(i / across) * this.height,
        ratio,
      ),
    );
    parent.append(...this.patches.map(({ ctx }) => ctx.canvas));
  }

  /** Paints marks that were taken, and labels that were made, of a scene. */
  paint(marks: PixelMarks, labels: PixelLabels, scene: Scene): void {
    const { pixels, width, height } = this;
    for (const patch of this.patches) {
      const part: Part = { pixels, width, height, left: patch.left, top: patch.top };
      const over = labels.draw(scene, part);
      this.put(patch, marks.find(part) > 0 ? both(over, marks.draw(part)) : over);
    }
  }

  remove(): void {
    for (const { ctx } of this.patches) ctx.canvas.remove();
  }

  // Puts pixels on a patch in place of what is on it. A canvas that is cleared as a whole
  // before need not keep its last picture, which takes a millisecond.
  private put(patch: Patch, { left, top, right, bottom }: Area): void {
    const { ctx } = patch;
    if (!patch.isBlank) ctx.clearRect(0, 0, this.width, this.height);
    patch.isBlank = right <= left || bottom <= top;
    if (patch.isBlank) return;
    ctx.putImageData(this.image, 0, 0, left, top, right - left, bottom - top);
    this.pixels.fill(0, top * this.width, bottom * this.width);
  }

  private patchAt(left: number, top: number, ratio: number): Patch {
    const canvas = document.createElement('canvas');
    canvas.width = this.width;
    canvas.height = this.height;
    const { style } = canvas;
    style.width = `${this.width / ratio}px`;
    style.height = `${this.height / ratio}px`;
    style.translate = `${left / ratio}px ${top / ratio}px`;
    const ctx = canvas.getContext('2d', { willReadFrequently: true });
    if (!ctx) throw new Error('no canvas');
    return { ctx, left, top, isBlank: true };
  }
}

/**
 * Into how many patches across and down so many pixels are cut: as few as are small
 * enough, and of these as few as can be across.
 */
export function cutInto(width: number, height: number): [across: number, down: number] {
  let best: [number, number] = [Math.ceil(width / 256) || 1, Math.ceil(height / 256) || 1];
  for (let across = 1; across <= best[0]; across++) {
    const wide = Math.ceil(width / across);
    const down = Math.max(1, Math.ceil((wide * height) / MOST));
    const fits = wide * Math.ceil(height / down) <= MOST;
    if (fits && across * down < best[0] * best[1]) best = [across, down];
  }
  return best;
}
