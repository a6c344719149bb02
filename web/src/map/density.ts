// What is drawn under the marks where the reader asked for a density: heat, or
// areas coloured by their numbers.

import type { Columns } from '../data/columns';
import { WORLD } from '../data/mercator';
import {
  CLASSES,
  classOf,
  levelAt,
  type UnitCount,
  UnitCounter,
  type UnitCounts,
} from './choropleth';
import { AREA_OPACITY, heatOf, paintHeat, rampAt } from './heat';
import type { AreaName, Outline } from './outlines';
import type { Theme } from './palette';
import type { Scene, View, Wish } from './scene';

type Context = CanvasRenderingContext2D;

export class DensityPainter {
  private readonly counter: UnitCounter;
  private readonly best: Float64Array;
  private counts: UnitCounts | null = null;

  constructor(
    private readonly columns: Columns,
    private readonly outlineOf: (area: AreaName) => Outline | null,
  ) {
    this.counter = new UnitCounter(columns);
    this.best = Float64Array.from(columns.killed.figures, ([, best]) => best);
  }

  /** Paints what the wish asks for; null unless areas are counted. */
  paint(
    ctx: Context,
    scene: Scene,
    rows: Uint32Array,
    view: View,
    wish: Wish,
    theme: Theme,
  ): UnitCounts | null {
    this.counts = null;
    if (wish.density === 'heat') {
      paintHeat(ctx, heatOf(scene.points, view, this.weight(wish)), theme.ramp);
    } else if (wish.density === 'areas') {
      this.counts = this.counter.count(rows, levelAt(zoomOf(view)));
      let undrawn = 0;
      for (const unit of this.counts.units) {
        if (!this.paintUnit(ctx, unit, wish, view, theme)) undrawn += unit.n;
      }
      this.counts = { ...this.counts, without: this.counts.without + undrawn };
    }
    return this.counts;
  }

  /** The counted area at a pixel, or null. */
  unitAt(x: number, y: number, view: View): UnitCount | null {
    const [wx, wy] = [(view.left + x / view.scale) / WORLD, (view.top + y / view.scale) / WORLD];
    const hit = this.counts?.units.find(({ area }) =>
      this.outlineOf(area)?.contains(wx - Math.floor(wx), wy),
    );
    return hit ?? null;
  }

  private weight({ measure }: Wish): (row: number) => number {
    if (measure === 'count') return () => 1;
    const { codes } = this.columns.killed;
    return (row) => this.best[codes[row] as number] || 0;
  }

  // False for a unit without an outline: nobody has one, or it is on its way.
  private paintUnit(
    ctx: Context,
    unit: UnitCount,
    { measure }: Wish,
    view: View,
    theme: Theme,
  ): boolean {
    const outline = this.outlineOf(unit.area);
    const number = classOf(unit, measure);
    if (!outline) return false;
    if (number < 0) return true;
    const side = WORLD * view.scale;
    ctx.save();
    ctx.translate(-view.left * view.scale, -view.top * view.scale);
    ctx.scale(side, side);
    const [r, g, b] = rampAt(theme.ramp, number / (CLASSES.length - 1));
    ctx.globalAlpha = AREA_OPACITY;
    ctx.fillStyle = `rgb(${r} ${g} ${b})`;
    ctx.fill(outline.path, 'evenodd');
    ctx.globalAlpha = 1;
    ctx.lineWidth = 1 / side;
    ctx.strokeStyle = theme.paper;
    ctx.stroke(outline.path);
    ctx.restore();
    return true;
  }
}

function zoomOf({ scale }: View): number {
  return Math.log2((WORLD * scale) / 256);
}
