// The incidents' canvas where there is no graphics card: canvases side by side, which
// the page draws by itself. WebGL and large canvases are drawn by another process then,
// which the page would wait for. The browser makes a new image for each picture of a
// canvas; for one over the whole view it asks the system for its memory every time
// (3 ms), for smaller ones less, and for those without anything on them nothing.
//
// What lies around the view is drawn only while the map is dragged or zoomed: it is two
// thirds as much again, and nobody sees it before.

import type { Columns } from '../data/columns';
import type { Measure } from '../state/look';
import { PatchGrid, type Rect } from './patch-grid';
import { PixelLabels } from './pixel-labels';
import { PixelMarks } from './pixel-marks';
import type { Scene } from './scene';
import type { Painter } from './stamps';

interface Picture {
  readonly scene: Scene;
  readonly painter: Painter;
}

// Canvases end at multiples of so many pixels: they do not change when the map does by a few.
const STEP = 32;
const up = (pixels: number) => STEP * Math.ceil(pixels / STEP);
const down = (pixels: number) => STEP * Math.floor(pixels / STEP);

export class Patches {
  private readonly marks = new PixelMarks();
  private readonly labels = new PixelLabels();
  private view: PatchGrid | null = null;
  private around: readonly PatchGrid[] = [];
  private sides: readonly Rect[] = [];
  private size = '';
  private picture: Picture | null = null;
  private frame = 0; // in which what lies around is painted; 0 while the map rests

  constructor(private readonly parent: HTMLElement) {}

  /**
   * Covers so many CSS pixels, of which each has `ratio` pixels of the screen to a side;
   * `margin` are those on either side of what is in view.
   */
  resize(width: number, height: number, margin: { x: number; y: number }, ratio: number): void {
    const [right, bottom] = [up(width * ratio), up(height * ratio)];
    const view = {
      left: down(margin.x * ratio),
      top: down(margin.y * ratio),
      right: up((width - margin.x) * ratio),
      bottom: up((height - margin.y) * ratio),
    };
    const size = [...Object.values(view), right, bottom, ratio].join();
    if (size === this.size) return;
    this.size = size;
    this.sides = [
      { left: 0, top: 0, right, bottom: view.top },
      { left: 0, top: view.bottom, right, bottom },
      { ...view, left: 0, right: view.left },
      { ...view, left: view.right, right },
    ];
    this.view?.remove();
    this.rest();
    this.view = new PatchGrid(this.parent, view, ratio);
  }

  /** Paints a scene: the marks, and what lies over them. */
  paint(scene: Scene, columns: Columns, measure: Measure, painter: Painter): void {
    this.picture = { scene, painter };
    this.labels.prepare(scene.size, measure, painter);
    this.labels.make(scene);
    this.marks.take(scene, columns, painter);
    for (const grid of [this.view, ...this.around]) grid?.paint(this.marks, this.labels, scene);
  }

  /** Paints what lies around the view, too, from the next frame on: the map is moved. */
  move(): void {
    // Where a move is over at once there is no such frame.
    this.frame ||= requestAnimationFrame(() => this.paintAround());
  }

  /** Leaves out what lies around the view: the map rests. */
  rest(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    for (const grid of this.around) grid.remove();
    this.around = [];
  }

  private paintAround(): void {
    const { picture } = this;
    if (!picture) return;
    const { scene, painter } = picture;
    this.around = this.sides.map((side) => new PatchGrid(this.parent, side, painter.ratio));
    for (const grid of this.around) grid.paint(this.marks, this.labels, scene);
  }
}
