// Paints a scene on a canvas. Marks are stamped from small pre-drawn images;
// in a crowd those that coincide are stamped once.

import type { Columns } from '../data/columns';
import { WORLD } from '../data/mercator';
import type { Outline } from './outlines';
import { corners, type Mark, type Theme } from './palette';
import { isCrowd, type Pool, type Scene, type View } from './scene';

export interface Painter {
  readonly marks: readonly Mark[];
  readonly theme: Theme;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

type Context = CanvasRenderingContext2D;

const stamps = new Map<string, HTMLCanvasElement>();

export function paintScene(
  ctx: Context,
  scene: Scene,
  columns: Columns,
  painter: Painter,
  view: View,
): void {
  for (const area of scene.areas) paintArea(ctx, area, columns, painter, view);
  for (const area of scene.areas) paintCount(ctx, area, 9, painter);
  paintLegs(ctx, scene, painter);
  paintMarks(ctx, scene, columns, painter);
  for (const stack of scene.stacks) paintStack(ctx, stack, columns, painter);
}

/** One mark by itself, for the emphasis of hover and selection. */
export function paintMark(
  ctx: Context,
  x: number,
  y: number,
  radius: number,
  look: { mark: Mark; hatched: boolean; ring: boolean },
  painter: Painter,
): void {
  if (look.ring) {
    ctx.beginPath();
    ctx.arc(x, y, radius * 1.35 + 3, 0, 2 * Math.PI);
    ctx.fillStyle = painter.theme.paper;
    ctx.fill();
    ctx.lineWidth = 2;
    ctx.strokeStyle = painter.theme.ink;
    ctx.stroke();
  }
  stamp(ctx, x, y, stampOf(look.mark, look.hatched, radius, painter));
}

/** A ring of ink around a pool: its count, or the whole area. */
export function paintRing(ctx: Context, x: number, y: number, radius: number, theme: Theme): void {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.lineWidth = 2;
  ctx.strokeStyle = theme.ink;
  ctx.stroke();
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

function paintMarks(ctx: Context, scene: Scene, columns: Columns, painter: Painter): void {
  const { marks, size } = scene;
  const taken = isCrowd(marks.count) ? new Set<number>() : null;
  for (let i = 0; i < marks.count; i++) {
    const row = marks.row[i] as number;
    const x = marks.x[i] as number;
    const y = marks.y[i] as number;
    const kind = columns.kind[row] as number;
    if (taken) {
      const cell = (Math.round(x / 2) * 65_536 + Math.round(y / 2)) * 256 + kind;
      if (taken.has(cell)) continue;
      taken.add(cell);
    }
    const mark = painter.marks[kind] ?? (painter.marks.at(-1) as Mark);
    stamp(ctx, x, y, stampOf(mark, isPossible(columns, row), size, painter));
  }
}

/** True when it happened on a day that is not known. */
export function isPossible(columns: Columns, row: number): boolean {
  return columns.certain[row] === 0;
}

function stamp(
  ctx: Context,
  x: number,
  y: number,
  image: { canvas: HTMLCanvasElement; side: number },
) {
  ctx.drawImage(image.canvas, x - image.side / 2, y - image.side / 2, image.side, image.side);
}

function stampOf(mark: Mark, hatched: boolean, radius: number, { theme, ratio }: Painter) {
  const side = Math.ceil(radius * 2.6 + 4);
  const key = [mark.color, mark.shape, hatched, radius, theme.paper, ratio].join();
  let canvas = stamps.get(key);
  if (!canvas) {
    canvas = document.createElement('canvas');
    canvas.width = canvas.height = Math.ceil(side * ratio);
    const ctx = canvas.getContext('2d');
    if (ctx) {
      ctx.scale(canvas.width / side, canvas.height / side);
      ctx.translate(side / 2, side / 2);
      drawStamp(ctx, mark, hatched, radius, theme);
    }
    stamps.set(key, canvas);
  }
  return { canvas, side };
}

function drawStamp(ctx: Context, mark: Mark, hatched: boolean, radius: number, theme: Theme): void {
  traceMark(ctx, mark, radius);
  ctx.lineWidth = 3; // a halo of paper parts the mark from what is under it
  ctx.strokeStyle = theme.paper;
  ctx.stroke();
  ctx.fillStyle = hatched ? theme.paper : mark.color;
  ctx.fill();
  if (hatched) {
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
  ctx.lineWidth = 1.4;
  ctx.strokeStyle = mark.color;
  ctx.stroke();
}

function paintLegs(ctx: Context, { legs }: Scene, { theme }: Painter): void {
  ctx.beginPath();
  for (const leg of legs) {
    ctx.moveTo(leg.x, leg.y);
    ctx.lineTo(leg.toX, leg.toY);
  }
  ctx.lineWidth = 1;
  ctx.strokeStyle = theme.label;
  ctx.stroke();
}

// The outline is shared among the kinds by their number, and the fill has the
// colour of the most frequent one.
function paintArea(ctx: Context, area: Pool, columns: Columns, painter: Painter, view: View): void {
  const shares = sharesOf(area, columns, painter);
  if (area.outline) {
    const color = shares[0]?.color ?? painter.theme.label;
    const isDashed = area.rows.every((row) => isPossible(columns, row));
    paintOutline(ctx, area.outline, color, isDashed, view);
    return;
  }
  ctx.beginPath();
  ctx.arc(area.x, area.y, area.radius, 0, 2 * Math.PI);
  ctx.globalAlpha = covers(area, view) ? 0 : 0.12;
  ctx.fillStyle = shares[0]?.color ?? painter.theme.label;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.setLineDash(area.rows.every((row) => isPossible(columns, row)) ? [5, 3] : []);
  paintShares(ctx, area.x, area.y, area.radius, shares, 1.5);
  ctx.setLineDash([]);
}

// A country, a province or a district in its own shape.
function paintOutline(
  ctx: Context,
  { path }: Outline,
  color: string,
  isDashed: boolean,
  view: View,
): void {
  const side = WORLD * view.scale;
  ctx.save();
  ctx.translate(-view.left * view.scale, -view.top * view.scale);
  ctx.scale(side, side);
  ctx.globalAlpha = 0.12;
  ctx.fillStyle = color;
  if (!fillsView(ctx, path, view)) ctx.fill(path, 'evenodd');
  ctx.globalAlpha = 1;
  ctx.lineJoin = 'round';
  ctx.lineWidth = 1.5 / side;
  ctx.setLineDash(isDashed ? [5 / side, 3 / side] : []);
  ctx.strokeStyle = color;
  ctx.stroke(path);
  ctx.restore();
}

// The edges and the middle of what is seen, as parts of the canvas, which has a
// margin around it.
const SEEN = [0.115, 0.5, 0.885];

// True when what is seen is within the path, which the context has transformed.
function fillsView(ctx: Context, path: Path2D, { width, height }: View): boolean {
  const ratio = ctx.canvas.width / width;
  return SEEN.every((fx) =>
    SEEN.every((fy) => ctx.isPointInPath(path, fx * width * ratio, fy * height * ratio, 'evenodd')),
  );
}

// A fill over the whole view would only change the colour of the ground.
function covers({ x, y, radius }: Pool, { width, height }: View): boolean {
  return SEEN.every((fx) =>
    SEEN.every((fy) => Math.hypot(fx * width - x, fy * height - y) < radius),
  );
}

function paintStack(ctx: Context, stack: Pool, columns: Columns, painter: Painter): void {
  paintCount(ctx, stack, stack.radius - 2, painter);
  paintShares(ctx, stack.x, stack.y, stack.radius - 1, sharesOf(stack, columns, painter), 3);
}

function paintCount(ctx: Context, pool: Pool, radius: number, { theme }: Painter): void {
  ctx.beginPath();
  ctx.arc(pool.x, pool.y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = theme.paper;
  ctx.fill();
  ctx.fillStyle = theme.ink;
  ctx.font = '600 11px system-ui, sans-serif';
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(compact(pool.rows.length), pool.x, pool.y + 0.5);
}

function compact(n: number): string {
  return n < 1_000 ? String(n) : `${Math.floor(n / 1_000)}k`;
}

interface Share {
  color: string;
  part: number;
}

function sharesOf(pool: Pool, columns: Columns, { marks }: Painter): Share[] {
  const byColor = new Map<string, number>();
  for (const row of pool.rows) {
    const color = (marks[columns.kind[row] as number] ?? marks.at(-1))?.color ?? '';
    byColor.set(color, (byColor.get(color) ?? 0) + 1);
  }
  return [...byColor]
    .map(([color, n]) => ({ color, part: n / pool.rows.length }))
    .sort((a, b) => b.part - a.part);
}

function paintShares(
  ctx: Context,
  x: number,
  y: number,
  radius: number,
  shares: readonly Share[],
  width: number,
): void {
  let angle = -Math.PI / 2;
  ctx.lineWidth = width;
  for (const { color, part } of shares) {
    ctx.beginPath();
    ctx.arc(x, y, radius, angle, angle + part * 2 * Math.PI);
    ctx.strokeStyle = color;
    ctx.stroke();
    angle += part * 2 * Math.PI;
  }
}
