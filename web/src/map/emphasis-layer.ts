// Hover and selection, over the points.

import { CanvasLayer } from './canvas-layer';
import type { Hit } from './hit';
import type { PointLayer } from './point-layer';
import type { View } from './scene';

/** The canvas over the points: repainted when the pointer moves on, without the points. */
export class EmphasisLayer extends CanvasLayer {
  private hovered: Hit | null = null;
  private selected: number | null = null;

  constructor(
    pane: string,
    private readonly points: PointLayer,
  ) {
    super(pane);
  }

  set(hovered: Hit | null, selected: number | null): void {
    this.hovered = hovered;
    this.selected = selected;
    this.redraw();
  }

  /** Paints at once, in the frame in which the points were painted. */
  paintWithPoints(): void {
    this.paintNow();
  }

  protected override paintView(view: View): void {
    if (this.hovered || this.selected !== null) super.paintView(view);
    else this.clear(0);
  }

  protected override paint(ctx: CanvasRenderingContext2D): void {
    this.points.paintEmphasis(ctx, this.hovered, this.selected);
  }
}
