// The incidents' canvas where there is no graphics card: canvases side by side, which
// the page draws by itself. WebGL and large canvases are drawn by another process then,
// which the page would wait for. The browser makes a new image for each picture of a
// canvas; for one over the whole view it asks the system for its memory every time
// (3 ms), for smaller ones less, and for those without anything on them nothing.

import type { Columns } from '../data/columns';
import type { Measure } from '../state/look';
import { BADGE_HEIGHT } from './badge-spots';
import { paintBadges, paintCounts, paintLegs } from './paint';
import { PixelLabels } from './pixel-labels';
import { PixelMarks } from './pixel-marks';
import { type Area, both, type Part } from './pixels';
import type { Scene } from './scene';
import type { Painter } from './stamps';

// Chromium's allocator keeps what is smaller than 960 kB for further use. Of 256 × 256
// pixels, more canvases have something on them than that spares.
const [WIDE, HIGH] = [512, 464];
const EDGE = 4; // pixels by which lines reach beyond what they are around

interface Patch {
  readonly canvas: HTMLCanvasElement;
  readonly ctx: CanvasRenderingContext2D;
  /** Pixels of the screen. */
  readonly left: number;
  readonly top: number;
  isBlank: boolean;
}

/** A rectangle in CSS pixels. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What lies over the marks of a patch. */
type Over = Pick<Scene, 'legs' | 'counts' | 'badges' | 'size'>;
type Labels = Pick<Scene, 'legs' | 'badges'>;
const NOTHING: Labels = { legs: [], badges: [] };

export class Patches {
  private patches: readonly Patch[] = [];
  private readonly marks = new PixelMarks();
  private readonly labels = new PixelLabels();
  private readonly image = new ImageData(WIDE, HIGH);
  private readonly pixels = new Int32Array(this.image.data.buffer);
  private size = '';

  constructor(private readonly parent: HTMLElement) {}

  /** Covers so many CSS pixels, of which each has `ratio` pixels of the screen to a side. */
  resize(width: number, height: number, ratio: number): void {
    const [across, down] = [Math.ceil((width * ratio) / WIDE), Math.ceil((height * ratio) / HIGH)];
    const size = [across, down, ratio].join();
    if (size === this.size) return;
    this.size = size;
    this.patches = Array.from({ length: across * down }, (_, i) =>
      patchAt((i % across) * WIDE, Math.floor(i / across) * HIGH, ratio),
    );
    this.parent.replaceChildren(...this.patches.map(({ canvas }) => canvas));
  }

  /** Paints a scene: the marks, and what lies over them. */
  paint(scene: Scene, columns: Columns, measure: Measure, painter: Painter): void {
    this.marks.take(scene, columns, painter);
    this.labels.prepare(scene.size, painter);
    for (const patch of this.patches) {
      const over = overOf(patch, scene, painter.ratio);
      // Each count is a picture of its own: the canvas draws it, and what lies beside it.
      const isOnCanvas = over.counts.length > 0;
      this.put(patch, this.press(patch, isOnCanvas ? NOTHING : over));
      if (!isOnCanvas) continue;
      paintOver(patch, over, measure, painter);
      patch.isBlank = false;
    }
  }

  // Draws marks, legs and badges of a patch into the pixels; where in them they are.
  private press({ left, top }: Patch, { legs, badges }: Labels): Area {
    const part: Part = { pixels: this.pixels, width: WIDE, height: HIGH, left, top };
    const labels = this.labels.draw(badges, legs, part);
    return this.marks.find(part) > 0 ? both(labels, this.marks.draw(part)) : labels;
  }

  // Puts pixels on a patch in place of what is on it. A canvas that is cleared as a whole
  // before need not keep its last picture, which takes a millisecond.
  private put(patch: Patch, { left, top, right, bottom }: Area): void {
    const { ctx } = patch;
    if (!patch.isBlank) ctx.clearRect(0, 0, WIDE, HIGH);
    patch.isBlank = right <= left || bottom <= top;
    if (patch.isBlank) return;
    ctx.putImageData(this.image, 0, 0, left, top, right - left, bottom - top);
    this.pixels.fill(0, top * WIDE, bottom * WIDE);
  }
}

function patchAt(left: number, top: number, ratio: number): Patch {
  const canvas = document.createElement('canvas');
  canvas.width = WIDE;
  canvas.height = HIGH;
  const { style } = canvas;
  style.width = `${WIDE / ratio}px`;
  style.height = `${HIGH / ratio}px`;
  style.translate = `${left / ratio}px ${top / ratio}px`;
  const ctx = canvas.getContext('2d', { willReadFrequently: true });
  if (!ctx) throw new Error('no canvas');
  return { canvas, ctx, left, top, isBlank: true };
}

// What lies over the marks of a patch.
function overOf({ left, top }: Patch, scene: Scene, ratio: number): Over {
  const box = {
    left: left / ratio,
    top: top / ratio,
    right: (left + WIDE) / ratio,
    bottom: (top + HIGH) / ratio,
  };
  return {
    legs: scene.legs.filter(({ x, y, toX, toY }) =>
      meets(box, (x + toX) / 2, (y + toY) / 2, Math.abs(toX - x) / 2, Math.abs(toY - y) / 2),
    ),
    counts: scene.counts.filter(({ x, y, radius }) => meets(box, x, y, radius, radius)),
    badges: scene.badges.filter(({ x, y, width }) => meets(box, x, y, width / 2, BADGE_HEIGHT / 2)),
    size: scene.size,
  };
}

function paintOver(patch: Patch, over: Over, measure: Measure, painter: Painter): void {
  const { ctx, left, top } = patch;
  const { ratio } = painter;
  ctx.setTransform(ratio, 0, 0, ratio, -left, -top);
  if (over.legs.length > 0) paintLegs(ctx, over, painter);
  paintCounts(ctx, over.counts, measure, painter);
  if (over.badges.length > 0) paintBadges(ctx, over.badges, painter);
  ctx.setTransform(1, 0, 0, 1, 0, 0);
}

// True when what reaches so far around a place lies in a box, if only in part.
function meets(box: Box, x: number, y: number, dx: number, dy: number): boolean {
  return (
    x + dx + EDGE > box.left &&
    x - dx - EDGE < box.right &&
    y + dy + EDGE > box.top &&
    y - dy - EDGE < box.bottom
  );
}
