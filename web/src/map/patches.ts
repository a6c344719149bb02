// The incidents' canvas where there is no graphics card: canvases side by side, which
// the page draws by itself. WebGL and large canvases are drawn by another process then,
// which the page would wait for. The browser makes a new image for each picture of a
// canvas; for one over the whole view it asks the system for its memory every time
// (3 ms), for smaller ones less, and for those without anything on them nothing.

import type { Columns } from '../data/columns';
import type { Measure } from '../state/look';
import { BADGE_HEIGHT } from './badges';
import { paintBadges, paintCounts, paintLegs } from './paint';
import { PixelMarks } from './pixel-marks';
import type { Scene } from './scene';
import type { Painter } from './stamps';

// Chromium's allocator keeps what is smaller than 960 kB for further use. Of 256 × 256
// pixels, more canvases have something on them than that spares.
const [WIDE, HIGH] = [512, 464];
const FEW = 40; // marks up to which the canvas draws them: to put pixels on it takes time, too
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

export class Patches {
  private patches: readonly Patch[] = [];
  private readonly marks = new PixelMarks();
  private readonly image = new ImageData(WIDE, HIGH);
  private readonly pixels = new Uint32Array(this.image.data.buffer);
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
    for (const patch of this.patches) {
      if (!patch.isBlank) patch.ctx.clearRect(0, 0, WIDE, HIGH);
      const hasMarks = this.paintMarks(patch);
      const hasOver = paintOver(patch, scene, measure, painter);
      patch.isBlank = !hasMarks && !hasOver;
    }
  }

  private paintMarks({ ctx, left, top }: Patch): boolean {
    const { pixels, image } = this;
    const part = { pixels, width: WIDE, height: HIGH, left, top };
    const n = this.marks.find(part);
    if (n <= FEW) {
      this.marks.drawOn(ctx, part);
      return n > 0;
    }
    const area = this.marks.draw(part);
    const [width, height] = [area.right - area.left, area.bottom - area.top];
    ctx.putImageData(image, 0, 0, area.left, area.top, width, height);
    pixels.fill(0, area.top * WIDE, area.bottom * WIDE);
    return true;
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

// Paints what lies over the marks of a patch; false where that is nothing.
function paintOver(patch: Patch, scene: Scene, measure: Measure, painter: Painter): boolean {
  const { ratio } = painter;
  const [left, top] = [patch.left / ratio, patch.top / ratio];
  const box = { left, top, right: left + WIDE / ratio, bottom: top + HIGH / ratio };
  const legs = scene.legs.filter(({ x, y, toX, toY }) =>
    meets(box, (x + toX) / 2, (y + toY) / 2, Math.abs(toX - x) / 2, Math.abs(toY - y) / 2),
  );
  const counts = scene.counts.filter(({ x, y, radius }) => meets(box, x, y, radius, radius));
  const badges = scene.badges.filter(({ x, y, width }) =>
    meets(box, x, y, width / 2, BADGE_HEIGHT / 2),
  );
  if (legs.length + counts.length + badges.length === 0) return false;
  const { ctx } = patch;
  ctx.setTransform(ratio, 0, 0, ratio, -patch.left, -patch.top);
  if (legs.length > 0) paintLegs(ctx, { ...scene, legs }, painter);
  if (counts.length > 0) paintCounts(ctx, counts, measure, painter);
  if (badges.length > 0) paintBadges(ctx, badges, painter);
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  return true;
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
