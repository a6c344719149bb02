// Draws badges, counts and the legs of fans into pixels of the page's own: their images are
// made once and kept.

import type { Measure } from '../state/look';
import { BADGE_HEIGHT } from './badge-spots';
import type { Badge } from './badges';
import type { Count } from './clusters';
import type { Leg } from './fan';
import { numberOn, paintBadges, paintCounts, paintLegs } from './paint';
import { type Area, both, NOWHERE, type Part, press, type Stamp, within } from './pixels';
import type { Scene } from './scene';
import { EDGE, type Place, type Size, StampSheet } from './stamp-sheet';
import type { Painter } from './stamps';

/** What lies over the marks. */
export type Labels = Pick<Scene, 'legs' | 'counts' | 'badges'>;

const KEPT = 256; // images; a badge takes 10 kB

export class PixelLabels {
  private painter: Painter | null = null;
  private measure: Measure = 'count';
  private key = '';
  private radius = 0; // of a mark
  private readonly stamps = new Map<string, Stamp>();
  private readonly sheet = new StampSheet();

  /** Draws as a painter says from now on, with legs that end at marks of a radius. */
  prepare(radius: number, measure: Measure, painter: Painter): void {
    const { theme, ratio, marks } = painter;
    const { dir, lang } = document.documentElement;
    const colors = marks.map(({ color }) => color);
    const key = [radius, ratio, theme.paper, theme.ink, theme.label, dir, lang, ...colors].join();
    this.painter = painter;
    this.measure = measure;
    this.radius = radius;
    if (key !== this.key) this.stamps.clear();
    this.key = key;
  }

  /** Makes the images that labels have not had yet. */
  make({ badges, counts, legs }: Labels): void {
    if (this.stamps.size > KEPT) this.stamps.clear();
    this.makeBadges(badges);
    this.makeCounts(counts);
    for (const leg of legs) if (!this.stamps.has(legKey(leg))) this.makeLeg(leg);
  }

  /** Draws labels in an empty part; where in it they are. */
  draw({ badges, counts, legs }: Labels, part: Part): Area {
    let area = NOWHERE;
    // From the topmost down.
    for (let i = badges.length - 1; i >= 0; i--) {
      const badge = badges[i] as Badge;
      area = both(area, this.press(badgeKey(badge), badge, this.sizeOf(badge), part));
    }
    for (let i = counts.length - 1; i >= 0; i--) {
      const count = counts[i] as Count;
      area = both(area, this.press(this.countKey(count), count, this.squareOf(count), part));
    }
    for (const leg of legs) {
      area = both(area, this.press(legKey(leg), leg, this.legSize(leg), part));
    }
    return within(area, part);
  }

  // Puts an image where its middle is at a place of the map.
  private press(
    key: string,
    { x, y }: { x: number; y: number },
    { width, height }: Size,
    part: Part,
  ): Area {
    const stamp = this.stamps.get(key);
    const left = Math.round(x * this.ratio - width / 2) - EDGE - part.left;
    const top = Math.round(y * this.ratio - height / 2) - EDGE - part.top;
    if (!stamp) return NOWHERE;
    const area = { left, top, right: left + stamp.width, bottom: top + stamp.height };
    if (area.right <= 0 || area.bottom <= 0 || left >= part.width || top >= part.height)
      return NOWHERE;
    press(stamp, left, top, part);
    return area;
  }

  private makeBadges(badges: readonly Badge[]): void {
    const missing = this.missing(badges, badgeKey);
    const sizes = [...missing.values()].map((badge) => this.sizeOf(badge));
    this.keep(missing, sizes, (ctx, middles, painter) => {
      // Lines lie on whole pixels: the badge is narrower by one, half a pixel in.
      const plates = [...missing.values()].map(({ text }, i) => {
        const width = ((sizes[i] as Size).width - 1) / painter.ratio;
        return { ...(middles[i] as Place), text, width };
      });
      paintBadges(ctx, plates, painter);
    });
  }

  private makeCounts(counts: readonly Count[]): void {
    const missing = this.missing(counts, (count) => this.countKey(count));
    const sizes = [...missing.values()].map((count) => this.squareOf(count));
    this.keep(missing, sizes, (ctx, middles, painter) => {
      const moved = [...missing.values()].map((count, i) => ({ ...count, ...middles[i] }));
      paintCounts(ctx, moved, this.measure, painter);
    });
  }

  private makeLeg(leg: Leg): void {
    const { painter, ratio, radius } = this;
    if (!painter) return;
    const [toX, toY] = [leg.toX - leg.x, leg.toY - leg.y];
    const [stamp] = this.sheet.make([this.legSize(leg)], ratio, (ctx, [middle]) => {
      const { x, y } = middle ?? { x: 0, y: 0 };
      paintLegs(ctx, { legs: [{ x, y, toX: x + toX, toY: y + toY }], size: radius }, painter);
    });
    if (stamp) this.stamps.set(legKey(leg), stamp);
  }

  // Those that have no image yet, each of its kind once.
  private missing<T>(labels: readonly T[], keyOf: (label: T) => string): Map<string, T> {
    const missing = new Map<string, T>();
    for (const label of labels) {
      const key = keyOf(label);
      if (!this.stamps.has(key)) missing.set(key, label);
    }
    return missing;
  }

  // Has images drawn, and keeps each under its key.
  private keep(
    missing: ReadonlyMap<string, unknown>,
    sizes: readonly Size[],
    paint: (ctx: CanvasRenderingContext2D, middles: readonly Place[], painter: Painter) => void,
  ): void {
    const { painter } = this;
    if (!painter || missing.size === 0) return;
    const made = this.sheet.make(sizes, painter.ratio, (ctx, middles) =>
      paint(ctx, middles, painter),
    );
    [...missing.keys()].forEach((key, i) => {
      this.stamps.set(key, made[i] as Stamp);
    });
  }

  private get ratio(): number {
    return this.painter?.ratio ?? 1;
  }

  private sizeOf({ width }: Badge): Size {
    return {
      width: Math.round(width * this.ratio),
      height: Math.round(BADGE_HEIGHT * this.ratio),
    };
  }

  private squareOf({ radius }: Count): Size {
    const side = 2 * Math.ceil((radius + 1) * this.ratio);
    return { width: side, height: side };
  }

  private legSize({ x, y, toX, toY }: Leg): Size {
    const side = 2 * Math.ceil(Math.hypot(toX - x, toY - y) * this.ratio);
    return { width: side, height: side };
  }

  private countKey(count: Count): string {
    return `count ${numberOn(count, this.measure)} ${count.radius} ${count.split.join()}`;
  }
}

function badgeKey({ text, width }: Badge): string {
  return `${width} ${text}`;
}

// Fans have few forms, and all legs of one form are alike.
function legKey({ x, y, toX, toY }: Leg): string {
  return `leg ${(toX - x).toFixed(1)} ${(toY - y).toFixed(1)}`;
}
