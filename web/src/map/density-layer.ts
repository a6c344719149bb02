// Heat and coloured areas, under the names of places.

import { CanvasLayer } from './canvas-layer';
import type { PointLayer } from './point-layer';
import type { View } from './scene';

/** The canvas under the names of places, for heat and coloured areas. */
export class DensityLayer extends CanvasLayer {
  constructor(
    pane: string,
    private readonly points: PointLayer,
  ) {
    super(pane);
  }

  /** Paints at once: the points are painted in the same frame. */
  paintWithPoints(): void {
    this.paintNow();
  }

  protected override paintView(view: View): void {
    if (this.points.isDense) super.paintView(view);
    else this.clear(0);
  }

  protected override paint(ctx: CanvasRenderingContext2D): void {
    if (!this.points.paintDensity(ctx)) this.leftBlank(0);
  }
}
