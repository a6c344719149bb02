// Paints a scene on canvases: what lies under the marks, the marks where there is
// no WebGL, and counts and badges over them.

import { WORLD } from '../data/mercator';
import type { Measure } from '../state/look';
import type { Unit } from './area-units';
import { BADGE_HEIGHT } from './badge-spots';
import type { Badge } from './badges';
import type { Count } from './clusters';
import type { Outline } from './outlines';
import type { Mark, Theme } from './palette';
import type { Scene, View } from './scene';
import { FILLS, type Painter, sideOf, stampOf } from './stamps';

type Context = CanvasRenderingContext2D;

/** The legs of fans as far as their marks, and the places that they stand for. */
export function paintLegs(
  ctx: Context,
  { legs, size }: Pick<Scene, 'legs' | 'size'>,
  { theme }: Painter,
): void {
  ctx.beginPath();
  for (const { x, y, toX, toY } of legs) {
    const part = Math.max(0, 1 - size / Math.hypot(toX - x, toY - y));
    ctx.moveTo(x, y);
    ctx.lineTo(x + part * (toX - x), y + part * (toY - y));
  }
  ctx.lineWidth = 1;
  ctx.strokeStyle = theme.label;
  ctx.stroke();
  ctx.beginPath();
  for (const { x, y } of legs) {
    ctx.moveTo(x + 2, y);
    ctx.arc(x, y, 2, 0, 2 * Math.PI);
  }
  ctx.fillStyle = theme.label;
  ctx.fill();
}

/** One mark by itself, for the emphasis of hover and selection. */
export function paintMark(
  ctx: Context,
  x: number,
  y: number,
  radius: number,
  look: { mark: Mark; fill: number; ring: boolean },
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
  const side = sideOf(radius);
  const image = stampOf(look.mark, FILLS[look.fill] ?? 'whole', radius, painter);
  ctx.drawImage(image, x - side / 2, y - side / 2, side, side);
}

/** A ring of ink around a count. */
export function paintRing(ctx: Context, x: number, y: number, radius: number, theme: Theme): void {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.lineWidth = 2;
  ctx.strokeStyle = theme.ink;
  ctx.stroke();
}

/** The numbers of stacks and clusters, with a ring that is shared among the kinds. */
export function paintCounts(
  ctx: Context,
  counts: readonly Count[],
  measure: Measure,
  { marks, theme }: Painter,
): void {
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  let size = 0;
  for (const count of counts) {
    const { x, y, radius } = count;
    ctx.beginPath();
    ctx.arc(x, y, radius + 1, 0, 2 * Math.PI);
    ctx.fillStyle = theme.paper;
    ctx.fill();
    paintShares(ctx, count, marks);
    ctx.fillStyle = theme.ink;
    const wanted = radius > 16 ? 12 : 11;
    if (wanted !== size) ctx.font = `600 ${wanted}px system-ui, sans-serif`;
    size = wanted;
    // Narrower where a word does not fit within the ring.
    ctx.fillText(numberOn(count, measure), x, y + 0.5, 2 * radius - 8);
  }
}

/** What is written on a count. */
export function numberOn({ n, killed }: Count, measure: Measure): string {
  const number = measure === 'killed' ? killed : n;
  return number === null ? '–' : compact(number, document.documentElement.lang);
}

/** "999", "1.2k", "45k", "3M", and "١٫٢ ألف" in Arabic: never more than there is. */
export function compact(n: number, lang = 'en'): string {
  if (lang === 'ar') return inArabic(n);
  if (n < 1_000) return String(n);
  if (n < 10_000) return `${Math.floor(n / 100) / 10}k`;
  return n < 1_000_000 ? `${Math.floor(n / 1_000)}k` : `${Math.floor(n / 1_000_000)}M`;
}

// Made when they are wanted: the first one of a page takes long.
const arabic = new Map<number, Intl.NumberFormat>();

function inArabic(n: number): string {
  const digits = n < 10_000 ? 1 : 0;
  let format = arabic.get(digits);
  if (!format) {
    format = new Intl.NumberFormat('ar-u-nu-arab', {
      notation: 'compact',
      roundingMode: 'trunc',
      maximumFractionDigits: digits,
    });
    arabic.set(digits, format);
  }
  return format.format(n);
}

function paintShares(
  ctx: Context,
  { x, y, radius, split, n }: Count,
  marks: readonly Mark[],
): void {
  const shares = new Map<string, number>();
  split.forEach((part, kind) => {
    const color = (marks[kind] ?? marks.at(-1))?.color ?? '#888';
    if (part > 0) shares.set(color, (shares.get(color) ?? 0) + part);
  });
  let angle = -Math.PI / 2;
  ctx.lineWidth = 3;
  for (const [color, part] of shares) {
    const turn = (part / n) * 2 * Math.PI;
    ctx.beginPath();
    ctx.arc(x, y, radius - 0.5, angle, angle + turn);
    ctx.strokeStyle = color;
    ctx.stroke();
    angle += turn;
  }
}

/** What is drawn of a badge. */
export type Plate = Pick<Badge, 'x' | 'y' | 'width' | 'text'>;

/** The badges of areas. */
export function paintBadges(ctx: Context, badges: readonly Plate[], { theme }: Painter): void {
  setBadgeText(ctx);
  for (const badge of badges) drawBadge(ctx, badge, theme, false);
}

export const BADGE_FONT = '12px system-ui, "Noto Naskh Arabic", sans-serif';

/** One badge; `strong` is under the pointer or selected. */
export function paintBadge(ctx: Context, badge: Badge, theme: Theme, strong: boolean): void {
  setBadgeText(ctx);
  drawBadge(ctx, badge, theme, strong);
}

// Once for all badges: a font is resolved anew each time that it is set.
function setBadgeText(ctx: Context): void {
  ctx.font = BADGE_FONT;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.direction = document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'; // the words are the page's
}

function drawBadge(ctx: Context, badge: Plate, theme: Theme, strong: boolean): void {
  const { x, y, width, text } = badge;
  ctx.beginPath();
  ctx.roundRect(x - width / 2, y - BADGE_HEIGHT / 2, width, BADGE_HEIGHT, BADGE_HEIGHT / 2);
  ctx.fillStyle = theme.paper;
  ctx.fill();
  ctx.lineWidth = strong ? 2 : 1;
  ctx.strokeStyle = strong ? theme.ink : theme.label;
  ctx.stroke();
  ctx.fillStyle = theme.ink;
  ctx.fillText(text, x, y + 0.5);
}

/** An area's outline, or its circle: a hairline, filled while it is selected. */
export function paintUnit(
  ctx: Context,
  unit: Unit,
  outline: Outline | null,
  look: { filled: boolean; theme: Theme },
  view: View,
): void {
  const side = WORLD * view.scale;
  ctx.save();
  const copy = copyOf(unit, view);
  ctx.translate(copy - view.left * view.scale, -view.top * view.scale);
  ctx.scale(side, side);
  const path = outline?.path ?? circle(unit);
  ctx.globalAlpha = 0.12;
  ctx.fillStyle = look.theme.ink;
  if (look.filled && !fillsView(ctx, path, view)) ctx.fill(path, 'evenodd');
  ctx.globalAlpha = 1;
  ctx.lineWidth = (look.filled ? 1.5 : 1) / side;
  ctx.lineJoin = 'round';
  ctx.setLineDash(outline ? [] : [5 / side, 3 / side]);
  ctx.strokeStyle = look.theme.ink;
  ctx.stroke(path);
  ctx.restore();
}

// Where the copy of the world begins that the unit is seen in, in pixels.
function copyOf(unit: Unit, view: View): number {
  const side = WORLD * view.scale;
  const x = (unit.x - view.left) * view.scale;
  return -side * Math.round((x - view.width / 2) / side);
}

function circle({ x, y, radius }: Unit): Path2D {
  const path = new Path2D();
  path.arc(x / WORLD, y / WORLD, radius / WORLD, 0, 2 * Math.PI);
  return path;
}

// The edges and the middle of what is seen, as parts of the canvas, which has a
// margin around it.
const SEEN = [0.115, 0.5, 0.885];

// A fill over the whole view would only change the colour of the ground.
function fillsView(ctx: Context, path: Path2D, { width, height }: View): boolean {
  const ratio = ctx.canvas.width / width;
  return SEEN.every((fx) =>
    SEEN.every((fy) => ctx.isPointInPath(path, fx * width * ratio, fy * height * ratio, 'evenodd')),
  );
}
