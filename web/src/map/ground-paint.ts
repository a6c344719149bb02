// Paints the ground: land, relief, water, lines.

import type { On, Parts } from './ground';
import type { Theme } from './palette';
import type { Shape, Tile } from './tiles';

/** Where a tile's content lies on a canvas, in pixels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

type Context = CanvasRenderingContext2D;

// What a relief tile shows of its neighbours, as a part of its own side.
const RELIEF_MARGIN = 2 / 256;
// The relief's source ends near zoom 6: enlarged, it fades out.
const RELIEF_FADE: readonly number[] = [1, 0.85, 0.65, 0.45, 0.25];
const RELIEF_FULL = 7; // the last zoom that shows it in full

export function drawGround(
  ctx: Context,
  { tile, relief, picture }: Parts,
  theme: Theme,
  zoom: number,
  frameOf: (part: On<unknown>) => Frame,
): void {
  ctx.fillStyle = theme.water; // a tile without anything is sea
  ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  if (tile) {
    const frame = frameOf(tile);
    within(ctx, frame, () => drawLand(ctx, tile.content, theme, 1 / frame.side));
    const strength = theme.relief * reliefAt(zoom);
    if (relief && strength > 0) {
      within(
        ctx,
        frame,
        () => clipTo(ctx, tile.content.land),
        () => {
          drawRelief(ctx, relief.content, frameOf(relief), strength);
        },
      );
    }
    within(ctx, frame, () => drawLines(ctx, tile.content, theme, 1 / frame.side, zoom));
  }
  if (picture) {
    const { left, top, side } = frameOf(picture);
    ctx.imageSmoothingQuality = 'high';
    ctx.drawImage(picture.content, left, top, side, side);
  }
}

/** How much of the relief is left at a zoom, 0..1. */
export function reliefAt(zoom: number): number {
  return RELIEF_FADE[Math.max(0, zoom - RELIEF_FULL)] ?? 0;
}

// Draws with 0..1 as the tile, and then, with what that has clipped, in pixels.
function within(ctx: Context, { left, top, side }: Frame, draw: () => void, after?: () => void) {
  ctx.save();
  const before = ctx.getTransform();
  ctx.translate(left, top);
  ctx.scale(side, side);
  draw();
  ctx.setTransform(before);
  after?.();
  ctx.restore();
}

// `pixel` is the length of a CSS pixel in the tile's 0..1.
function drawLand(ctx: Context, tile: Tile, theme: Theme, pixel: number): void {
  fill(ctx, tile.land, theme.land);
  stroke(ctx, tile.land, theme.land, 0.8 * pixel); // closes hairline gaps between tiles
  fill(ctx, tile.ice, theme.ice);
  fill(ctx, tile.urban, theme.urban);
}

function clipTo(ctx: Context, shapes: readonly Shape[]): void {
  const all = new Path2D();
  for (const { path } of shapes) all.addPath(path);
  ctx.clip(all, 'evenodd');
}

function drawRelief(ctx: Context, image: ImageBitmap, frame: Frame, strength: number): void {
  const margin = frame.side * RELIEF_MARGIN;
  const side = frame.side + 2 * margin;
  ctx.globalAlpha = strength;
  ctx.imageSmoothingQuality = 'high';
  ctx.drawImage(image, frame.left - margin, frame.top - margin, side, side);
}

function drawLines(ctx: Context, tile: Tile, theme: Theme, pixel: number, zoom: number): void {
  fill(ctx, tile.water, theme.water);
  ctx.lineJoin = ctx.lineCap = 'round';
  stroke(ctx, tile.river, theme.river, (zoom < 6 ? 0.6 : zoom < 9 ? 1 : 1.5) * pixel);
  for (const [name, width] of ROADS) {
    stroke(ctx, ofClass(tile.road, name), theme.road, width * (zoom < 10 ? 0.7 : 1) * pixel);
  }
  const border = (name: string, color: string, width: number, dash: number[] = []) => {
    ctx.setLineDash(dash.map((length) => length * pixel));
    stroke(ctx, ofClass(tile.boundary, name), color, width * pixel);
  };
  if (zoom >= 7) border('admin2', theme.district, 0.8);
  if (zoom >= 4) border('admin1', theme.province, zoom < 7 ? 0.8 : 1.1);
  border('country', theme.border, zoom < 5 ? 1 : 1.4);
  ctx.lineCap = 'butt';
  border('claim', theme.border, 0.8, [1.5, 3]);
  border('disputed', theme.border, 1.2, [4, 3]);
  ctx.setLineDash([]);
}

// Widths in pixels, the finest first, so that a highway lies on top.
const ROADS = [
  ['path', 0.6],
  ['minor', 0.9],
  ['major', 1.5],
  ['highway', 2.2],
] as const;

function ofClass(shapes: readonly Shape[], name: string): Shape[] {
  return shapes.filter((shape) => shape.class === name);
}

function fill(ctx: Context, shapes: readonly Shape[], color: string): void {
  ctx.fillStyle = color;
  for (const { path } of shapes) ctx.fill(path, 'evenodd');
}

function stroke(ctx: Context, shapes: readonly Shape[], color: string, width: number): void {
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  for (const { path } of shapes) ctx.stroke(path);
}
