// Draws badges, counts and the legs of fans into pixels of the page's own: their images are
// made once and kept.

import type { Measure } from '../state/look';
import { BADGE_HEIGHT } from './badge-spots';
import type { Badge } from './badges';
import type { Count } from './clusters';
import type { Leg } from './fan';
import { numberOn, type Plate, paintBadges, paintCounts, paintLegs } from './paint';
import { type Area, both, NOWHERE, type Part, press, type Stamp, within } from './pixels';
import type { Scene } from './scene';
import { EDGE, type Size, StampSheet } from './stamp-sheet';
import type { Painter } from './stamps';

// A label without an image; one of the three.
interface Missing {
  readonly size: Size;
  readonly badge?: Badge;
  readonly count?: Count;
  readonly leg?: Leg;
}

/** What lies over the marks. */
export type Labels = Pick<Scene, 'legs' | 'counts' | 'badges'>;

const KEPT = 256; // images; one takes 5 to 15 kB

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
    const missing = new Map<string, Missing>();
    for (const badge of badges) {
      const key = badgeKey(badge);
      if (!this.stamps.has(key)) missing.set(key, { badge, size: this.sizeOf(badge) });
    }
    for (const count of counts) {
      const key = this.countKey(count);
      if (!this.stamps.has(key)) missing.set(key, { count, size: this.squareOf(count) });
    }
    for (const leg of legs) {
      const key = legKey(leg);
      if (!this.stamps.has(key)) missing.set(key, { leg, size: this.legSize(leg) });
    }
    this.makeAll(missing);
    if (this.stamps.size <= KEPT) return;
    const used = [badges.map(badgeKey), counts.map(this.countKey), legs.map(legKey)].flat();
    this.keepOnly(new Set(used));
  }

  private keepOnly(keys: ReadonlySet<string>): void {
    for (const key of this.stamps.keys()) if (!keys.has(key)) this.stamps.delete(key);
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

  // All of them on one sheet: to read what is on it takes longer than to draw a few.
  private makeAll(missing: ReadonlyMap<string, Missing>): void {
    const { painter } = this;
    if (!painter || missing.size === 0) return;
    const made = this.sheet.make([...missing.values()], painter.ratio, (ctx, placed) => {
      const [plates, counts, legs]: [Plate[], Count[], Leg[]] = [[], [], []];
      for (const { thing, x, y } of placed) {
        const { badge, count, leg, size } = thing;
        // Lines lie on whole pixels: the badge is narrower by one, half a pixel in.
        const width = (size.width - 1) / painter.ratio;
        if (badge) plates.push({ text: badge.text, x, y, width });
        if (count) counts.push({ ...count, x, y });
        if (leg) legs.push({ x, y, toX: x + leg.toX - leg.x, toY: y + leg.toY - leg.y });
      }
      if (plates.length > 0) paintBadges(ctx, plates, painter);
      if (counts.length > 0) paintCounts(ctx, counts, this.measure, painter);
      if (legs.length > 0) paintLegs(ctx, { legs, size: this.radius }, painter);
    });
    [...missing.keys()].forEach((key, i) => {
      this.stamps.set(key, made[i] as Stamp);
    });
  }

  private get ratio(): number {
    return this.painter?.ratio ?? 1;
  }

  private readonly sizeOf = ({ width }: Badge): Size => ({
    width: Math.round(width * this.ratio),
    height: Math.round(BADGE_HEIGHT * this.ratio),
  });

  private readonly squareOf = ({ radius }: Count): Size => {
    const side = 2 * Math.ceil((radius + 1) * this.ratio);
    return { width: side, height: side };
  };

  private readonly legSize = ({ x, y, toX, toY }: Leg): Size => {
    const side = 2 * Math.ceil(Math.hypot(toX - x, toY - y) * this.ratio);
    return { width: side, height: side };
  };

  private readonly countKey = (count: Count): string =>
    `count ${numberOn(count, this.measure)} ${count.radius} ${count.split.join()}`;
}

function badgeKey({ text, width }: Badge): string {
  return `${width} ${text}`;
}

// Fans have few forms, and all legs of one form are alike.
function legKey({ x, y, toX, toY }: Leg): string {
  return `leg ${(toX - x).toFixed(1)} ${(toY - y).toFixed(1)}`;
}
