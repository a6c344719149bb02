// Areas and countries of the context layers, on a canvas below the incidents:
// outlines in ink, dashed, so that none is taken for an incident.

import type { ContextRecord } from '../data/context';
import { latToY, lngToX, WORLD } from '../data/mercator';
import { CanvasLayer } from './canvas-layer';
import { type ContextPlace, placesOf } from './context-places';
import { type Box, type Candidate, placeLabels } from './labels';
import { type FetchOutlines, type Outline, OutlineStore } from './outlines';
import { LIGHT, type Theme } from './palette';
import type { View } from './scene';

const FONT = "500 11px system-ui, 'Noto Naskh Arabic', sans-serif";
const MIN_RADIUS = 6; // pixels
const [BELOW, LINE] = [16, 13]; // pixels of a title below the middle, and of its height

export class ContextMapLayer extends CanvasLayer {
  private theme: Theme = LIGHT;
  private outlines: OutlineStore | null = null;
  private places: readonly ContextPlace[] = [];

  /** Titles are not set on the obstacles, in pixels of the canvas. */
  constructor(
    pane: string,
    private readonly obstacles: () => readonly Box[],
  ) {
    super(pane);
  }

  setOutlines(fetch: FetchOutlines): void {
    this.outlines = new OutlineStore(fetch, () => this.redraw());
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.redraw();
  }

  setRecords(records: readonly ContextRecord[]): void {
    this.places = placesOf(records);
    this.redraw();
  }

  protected override paint(ctx: CanvasRenderingContext2D, view: View): void {
    for (const place of this.places) {
      const outline = place.area && this.outlines?.get(place.area);
      const at = position(place, view);
      if (outline) paintOutline(ctx, outline, view, this.theme);
      else paintCircle(ctx, at, place.radius * view.scale, this.theme);
    }
    ctx.font = FONT;
    const titles = this.places.flatMap((place, i) => titleOf(ctx, place, position(place, view), i));
    for (const { candidate, x, y } of placeLabels(titles, titles.length, this.obstacles())) {
      paintTitle(ctx, candidate.text, x, y, this.theme);
    }
  }
}

function position({ lon, lat }: ContextPlace, view: View): { x: number; y: number } {
  return {
    x: (lngToX(lon) - view.left) * view.scale,
    y: (latToY(lat) - view.top) * view.scale,
  };
}

function paintOutline(
  ctx: CanvasRenderingContext2D,
  { path }: Outline,
  view: View,
  theme: Theme,
): void {
  const side = WORLD * view.scale;
  ctx.save();
  ctx.translate(-view.left * view.scale, -view.top * view.scale);
  ctx.scale(side, side);
  ctx.globalAlpha = 0.05;
  ctx.fillStyle = theme.ink;
  ctx.fill(path, 'evenodd');
  ctx.globalAlpha = 0.7;
  ctx.lineWidth = 1.25 / side;
  ctx.setLineDash([2 / side, 3 / side]);
  ctx.strokeStyle = theme.ink;
  ctx.stroke(path);
  ctx.restore();
}

function paintCircle(
  ctx: CanvasRenderingContext2D,
  { x, y }: { x: number; y: number },
  radius: number,
  theme: Theme,
): void {
  ctx.save();
  ctx.beginPath();
  ctx.arc(x, y, Math.max(MIN_RADIUS, radius), 0, 2 * Math.PI);
  ctx.globalAlpha = 0.05;
  ctx.fillStyle = theme.ink;
  ctx.fill();
  ctx.globalAlpha = 0.7;
  ctx.lineWidth = 1.25;
  ctx.setLineDash([2, 3]);
  ctx.strokeStyle = theme.ink;
  ctx.stroke();
  ctx.restore();
}

// Several records of one place are named by the first and counted.
function titleOf(
  ctx: CanvasRenderingContext2D,
  { titles }: ContextPlace,
  { x, y }: { x: number; y: number },
  rank: number,
): Candidate[] {
  const [first] = titles;
  if (first === undefined) return [];
  const text = titles.length > 1 ? `${first} +${titles.length - 1}` : first;
  const { width } = ctx.measureText(text);
  return [{ text, x, y: y + BELOW, width, height: LINE, rank, dot: false }];
}

function paintTitle(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  theme: Theme,
): void {
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.lineWidth = 3;
  ctx.lineJoin = 'round';
  ctx.strokeStyle = theme.halo;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = theme.ink;
  ctx.fillText(text, x, y);
}
