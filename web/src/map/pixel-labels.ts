// Draws badges and the legs of fans into pixels of the page's own: their images are made
// once, on a canvas that nobody sees, and kept. A canvas on the page that is given a text
// has the whole page's styles worked out first.

import { BADGE_HEIGHT } from './badge-spots';
import type { Badge } from './badges';
import type { Leg } from './fan';
import { paintBadges, paintLegs } from './paint';
import { type Area, both, cutFrom, NOWHERE, type Part, press, type Stamp, within } from './pixels';
import type { Painter } from './stamps';

const KEPT = 256; // images; a badge takes 10 kB
const EDGE = 2; // pixels around what is drawn, for its lines

export class PixelLabels {
  private painter: Painter | null = null;
  private key = '';
  private radius = 0; // of a mark
  private readonly stamps = new Map<string, Stamp>();
  private readonly ctx: CanvasRenderingContext2D;

  constructor() {
    const ctx = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (!ctx) throw new Error('no canvas');
    this.ctx = ctx;
  }

  /** Draws as a painter says from now on, with legs that end at marks of a radius. */
  prepare(radius: number, painter: Painter): void {
    const { theme, ratio } = painter;
    const { dir, lang } = document.documentElement;
    const key = [radius, ratio, theme.paper, theme.ink, theme.label, dir, lang].join();
    this.painter = painter;
    this.radius = radius;
    if (key !== this.key) this.stamps.clear();
    this.key = key;
  }

  /** Draws badges and, under them, legs in an empty part; where in it they are. */
  draw(badges: readonly Badge[], legs: readonly Leg[], part: Part): Area {
    this.make(badges);
    let area = NOWHERE;
    // From the topmost down.
    for (const badge of badges.toReversed()) {
      const { width, height } = sizeOf(badge, this.ratio);
      area = both(area, this.press(badgeKey(badge), badge, width / 2, height / 2, part));
    }
    for (const leg of legs) {
      const half = this.halfOf(leg);
      if (!this.stamps.has(legKey(leg))) this.makeLeg(leg, half);
      area = both(area, this.press(legKey(leg), leg, half, half, part));
    }
    return within(area, part);
  }

  private get ratio(): number {
    return this.painter?.ratio ?? 1;
  }

  // Puts an image where its middle is at a place of the map.
  private press(
    key: string,
    { x, y }: { x: number; y: number },
    halfWidth: number,
    halfHeight: number,
    part: Part,
  ): Area {
    const stamp = this.stamps.get(key);
    const left = Math.round(x * this.ratio - halfWidth) - EDGE - part.left;
    const top = Math.round(y * this.ratio - halfHeight) - EDGE - part.top;
    if (!stamp) return NOWHERE;
    press(stamp, left, top, part);
    return { left, top, right: left + stamp.width, bottom: top + stamp.height };
  }

  // Makes the images of those badges that have none, one below the other.
  private make(badges: readonly Badge[]): void {
    const { ctx, painter, ratio } = this;
    let missing = badges.filter((badge) => !this.stamps.has(badgeKey(badge)));
    if (!painter || missing.length === 0) return;
    if (this.stamps.size > KEPT) {
      this.stamps.clear();
      missing = [...badges];
    }
    const sizes = missing.map((badge) => sizeOf(badge, ratio));
    const high = (sizes[0]?.height ?? 0) + 2 * EDGE;
    const wide = Math.max(...sizes.map(({ width }) => width)) + 2 * EDGE;
    this.clear(wide, high * missing.length);
    ctx.setTransform(ratio, 0, 0, ratio, EDGE, EDGE);
    const placed = missing.map((badge, i) => {
      // Lines lie on whole pixels: the badge is narrower by one, half a pixel in.
      const { width, height } = sizes[i] as Size;
      const [x, y] = [width / 2 / ratio, (i * high + height / 2) / ratio];
      return { text: badge.text, x, y, width: (width - 1) / ratio };
    });
    paintBadges(ctx, placed, painter);
    const image = ctx.getImageData(0, 0, wide, high * missing.length);
    missing.forEach((badge, i) => {
      const width = (sizes[i] as Size).width + 2 * EDGE;
      this.stamps.set(badgeKey(badge), cutFrom(image, i * high, width, high));
    });
  }

  private makeLeg(leg: Leg, half: number): void {
    const { ctx, painter, ratio } = this;
    if (!painter) return;
    const side = 2 * half + 2 * EDGE;
    this.clear(side, side);
    ctx.setTransform(ratio, 0, 0, ratio, side / 2, side / 2);
    const [toX, toY] = [leg.toX - leg.x, leg.toY - leg.y];
    paintLegs(ctx, { legs: [{ x: 0, y: 0, toX, toY }], size: this.radius }, painter);
    const image = ctx.getImageData(0, 0, side, side);
    this.stamps.set(legKey(leg), cutFrom(image, 0, side, side));
  }

  private halfOf({ x, y, toX, toY }: Leg): number {
    return Math.ceil(Math.hypot(toX - x, toY - y) * this.ratio);
  }

  // Makes room on the canvas: it grows only, since one of another size is a new one.
  private clear(width: number, height: number): void {
    const { ctx } = this;
    const { canvas } = ctx;
    if (width > canvas.width || height > canvas.height) {
      canvas.width = Math.max(width, canvas.width);
      canvas.height = Math.max(height, canvas.height);
      return; // it is empty
    }
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, width, height);
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

// In pixels of the screen.
function sizeOf({ width }: Badge, ratio: number): Size {
  return { width: Math.round(width * ratio), height: Math.round(BADGE_HEIGHT * ratio) };
}

function badgeKey({ text, width }: Badge): string {
  return `${width} ${text}`;
}

// Fans have few forms, and all legs of one form are alike.
function legKey({ x, y, toX, toY }: Leg): string {
  return `leg ${(toX - x).toFixed(1)} ${(toY - y).toFixed(1)}`;
}
