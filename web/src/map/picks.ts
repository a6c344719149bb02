// Pointing at incidents and picking them: with a pointer, a finger, or the arrow
// keys, for which all marks together are one stop of the Tab key.

import type { UnitCount } from './choropleth';
import { ARROWS, nearestPlace, nextPlace } from './direction';
import type { EmphasisLayer } from './emphasis-layer';
import type { Hit } from './hit';
import type * as L from './leaflet';
import type { PointLayer } from './point-layer';
import { Tip } from './tip';

export interface PickEvents {
  /** Rows under a click or tap: one, or several that share a place. */
  picked(rows: readonly number[]): void;
  /** The same by IDs, where they are not held: all of them, or the first of n. */
  pickedIds(ids: readonly string[], n: number): void;
  /** A short text for what is under the pointer. */
  describe(hit: Pick<Hit, 'n' | 'rows' | 'badge' | 'count'>): string;
  /** "Nangarhar: 12 incidents", of a coloured area. */
  unit(unit: UnitCount): string;
  /** What the marks are called as a whole, for screen readers. */
  readonly marksLabel: string;
}

const CURSOR = 14; // pixels: half of the cursor's side

export class Picks {
  private readonly tip: Tip;
  private pointer: L.Point | null = null; // where it is on the map
  // The stop of the Tab key: it lies where the arrow keys have gone.
  private readonly cursor = document.createElement('button');
  private readonly spoken = document.createElement('div');
  private hovered: Hit | null = null;
  private selected: number | null = null;
  // Where the keys were last; null after a pointer has picked.
  private last: { x: number; y: number } | null = null;

  constructor(
    private readonly map: L.Map,
    private readonly element: HTMLElement,
    private readonly points: PointLayer,
    private readonly emphasis: EmphasisLayer,
    private readonly events: PickEvents,
  ) {
    this.tip = new Tip(element);
    this.cursor.type = 'button';
    this.cursor.className = 'map-cursor';
    this.cursor.setAttribute('aria-label', events.marksLabel);
    this.spoken.className = 'visually-hidden';
    this.spoken.setAttribute('role', 'status');
    element.append(this.cursor, this.spoken);
    this.listen();
  }

  /** Marks the selected row. */
  select(row: number | null): void {
    this.selected = row;
    this.emphasis.set(this.hovered, row);
  }

  get selectedRow(): number | null {
    return this.selected;
  }

  /** Marks a row that the reader points at elsewhere on the page. */
  hover(row: number | null): void {
    this.setHovered(row === null ? null : { n: 1, rows: [row], x: Number.NaN, y: 0 });
    this.tip.hide();
  }

  /** Forgets what was pointed at: other incidents are shown. */
  forget(): void {
    this.hovered = null;
    this.tip.hide();
  }

  /** Says again what is under the pointer: more is known of it. */
  describeAgain(): void {
    if (!this.hovered || Number.isNaN(this.hovered.x)) return;
    const words = this.events.describe(this.hovered);
    this.tip.setText(words);
    if (document.activeElement === this.cursor) this.spoken.textContent = words;
  }

  private listen(): void {
    this.map.on('click', (event) => {
      this.last = null;
      const isTouch = (event.originalEvent as PointerEvent).pointerType === 'touch';
      this.pick(this.points.hit(event.containerPoint, isTouch));
    });
    this.map.on('mousemove', (event) => this.point(event.containerPoint));
    this.map.on('mouseout movestart', () => this.leave());
    this.cursor.addEventListener('focus', () => {
      const size = this.map.getSize();
      const from = this.hovered ?? this.last ?? { x: size.x / 2, y: size.y / 2 };
      this.go(nearestPlace(this.inView(), from));
    });
    this.cursor.addEventListener('blur', () => this.leave());
    this.cursor.addEventListener('keydown', (event) => this.key(event));
    this.cursor.addEventListener('click', (event) => {
      event.stopPropagation();
      if (this.hovered) this.pick(this.at());
    });
  }

  /** Gives the focus to the mark that the keys were at, or to the map. */
  focus(): void {
    if (this.last) this.cursor.focus({ preventScroll: true });
    else this.element.focus({ preventScroll: true });
  }

  /** Gives the focus to the marks. */
  focusMarks(): void {
    this.cursor.focus({ preventScroll: true });
  }

  /** Other incidents are drawn: what was under the pointer may be gone. */
  pointAgain(): void {
    if (this.pointer && this.tip.isShown) this.point(this.pointer);
  }

  private leave(): void {
    this.pointer = null;
    this.setHovered(null);
    this.tip.hide();
  }

  // A cluster opens by a closer look, as long as that can take it apart.
  private pick(hit: Hit | null): void {
    const box = hit?.count?.bounds;
    if (!hit || !box || box.right <= box.left || this.map.getZoom() >= this.map.getMaxZoom()) {
      if (hit?.count?.ids) this.events.pickedIds(hit.count.ids, hit.n);
      else this.events.picked(hit?.rows ?? []);
      return;
    }
    const middle = this.map.containerPointToLatLng([hit.x, hit.y]);
    this.map.setView(middle, Math.min(this.map.getMaxZoom(), this.map.getZoom() + 2));
  }

  private point(at: L.Point): void {
    this.pointer = at;
    const hit = this.points.hit(at);
    this.element.classList.toggle('is-over', hit !== null);
    this.setHovered(hit);
    const unit = hit ? null : this.points.unitAt(at);
    if (hit && !hit.badge) this.tip.show(this.events.describe(hit), hit.x, hit.y);
    else if (unit) this.tip.show(this.events.unit(unit), at.x, at.y);
    else this.tip.hide();
  }

  private key(event: KeyboardEvent): void {
    const to = ARROWS[event.key];
    if (!to || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // it does not move the map
    const from = this.at();
    const next = from && nextPlace(this.inView(), from, to);
    if (next) this.go(next);
  }

  // Goes to a mark, a count or a badge and says what it is.
  private go(hit: Hit | null): void {
    if (!hit) {
      this.spoken.textContent = this.events.describe({ n: 0, rows: [] });
      return;
    }
    this.last = { x: hit.x, y: hit.y };
    this.setHovered(hit);
    const words = this.events.describe(hit);
    this.cursor.style.transform = `translate(${hit.x - CURSOR}px, ${hit.y - CURSOR}px)`;
    if (hit.badge)
      this.tip.hide(); // it says so itself
    else this.tip.show(words, hit.x, hit.y);
    this.spoken.textContent = words;
  }

  // Where the cursor is now: the map may have moved since, or time.
  private at(): Hit | null {
    const { hovered } = this;
    if (!hovered || Number.isNaN(hovered.x)) return null;
    return nearestPlace(this.inView(), hovered);
  }

  private inView(): Hit[] {
    const { x: width, y: height } = this.map.getSize();
    return this.points.targets().filter(({ x, y }) => x >= 0 && y >= 0 && x < width && y < height);
  }

  private setHovered(hit: Hit | null): void {
    const { hovered } = this;
    if (hit?.x === hovered?.x && hit?.y === hovered?.y && hit?.n === hovered?.n) return;
    this.hovered = hit;
    this.emphasis.set(hit, this.selected);
  }
}
