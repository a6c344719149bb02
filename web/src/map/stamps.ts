// Small pre-drawn images of marks, from which both the canvas and WebGL draw.

import type { Columns } from '../data/columns';
import { corners, type Mark, type Theme } from './palette';

export interface Painter {
  readonly marks: readonly Mark[];
  readonly theme: Theme;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

/** Whole, hatched on an unknown day, or hollow where it is disputed that it happened. */
export const FILLS = ['whole', 'hatched', 'hollow'] as const;
export type Fill = (typeof FILLS)[number];

type Context = CanvasRenderingContext2D;

const stamps = new Map<string, HTMLCanvasElement>();

/** How a row is filled, as an index into FILLS. */
export function fillOf({ certain, doubted }: Columns, row: number): number {
  if (doubted[row]) return 2;
  return certain[row] ? 0 : 1;
}

/** The mark of a row's kind. */
export function markOf({ kind }: Columns, row: number, { marks }: Pick<Painter, 'marks'>): Mark {
  return marks[kind[row] as number] ?? (marks.at(-1) as Mark);
}

const HALO = 1.5; // pixels of paper around a mark

/** The side of a mark's image in CSS pixels. */
export function sideOf(radius: number): number {
  return Math.ceil(radius * 2.6 + 4);
}

/**
 * The side of the square around the middle of a mark's image that it fills, in
 * pixels: as much smaller than the image as both its sides can do without.
 */
export function filledSide({ shape }: Pick<Mark, 'shape'>, radius: number, ratio: number): number {
  const side = Math.ceil(sideOf(radius) * ratio);
  if (shape !== 'circle') return side; // its corners reach far out
  return side - 2 * Math.floor(side / 2 - (radius + HALO) * ratio);
}

/** An image of a mark with its middle in the middle. */
export function stampOf(
  mark: Mark,
  fill: Fill,
  radius: number,
  { theme, ratio }: Painter,
): HTMLCanvasElement {
  const key = [mark.color, mark.shape, fill, radius, theme.paper, ratio].join();
  let canvas = stamps.get(key);
  if (!canvas) {
    const side = sideOf(radius);
    canvas = document.createElement('canvas');
    canvas.width = canvas.height = Math.ceil(side * ratio);
    const ctx = canvas.getContext('2d', { willReadFrequently: true });
    if (ctx) {
      ctx.scale(canvas.width / side, canvas.height / side);
      ctx.translate(side / 2, side / 2);
      draw(ctx, mark, fill, radius, theme);
    }
    stamps.set(key, canvas);
  }
  return canvas;
}

/** Traces a mark's outline around 0,0. */
export function traceMark(ctx: Context, mark: Mark, radius: number): void {
  const points = corners(mark.shape);
  ctx.beginPath();
  if (!points) ctx.arc(0, 0, radius, 0, 2 * Math.PI);
  points?.forEach(([x, y], i) => {
    if (i === 0) ctx.moveTo(x * radius, y * radius);
    else ctx.lineTo(x * radius, y * radius);
  });
  ctx.closePath();
}

function draw(ctx: Context, mark: Mark, fill: Fill, radius: number, theme: Theme): void {
  traceMark(ctx, mark, radius);
  ctx.lineWidth = 2 * HALO; // a halo of paper parts the mark from what is under it
  ctx.strokeStyle = theme.paper;
  ctx.stroke();
  ctx.fillStyle = fill === 'whole' ? mark.color : theme.paper;
  ctx.fill();
  if (fill === 'hatched') {
    ctx.save();
    ctx.clip();
    ctx.beginPath();
    for (let at = -3 * radius; at < 3 * radius; at += 3.2) {
      ctx.moveTo(at, 1.5 * radius);
      ctx.lineTo(at + 3 * radius, -1.5 * radius);
    }
    ctx.lineWidth = 1.4;
    ctx.strokeStyle = mark.color;
    ctx.stroke();
    ctx.restore();
    traceMark(ctx, mark, radius);
  }
  ctx.lineWidth = fill === 'hollow' ? 2 : 1.4;
  ctx.strokeStyle = mark.color;
  ctx.stroke();
}
