// Drawing a box or a polygon on the map with a pointer. A cover over the map takes all
// events meanwhile, so that no incident is opened and the map stays where it is.

import * as L from './leaflet';
import { type Polygon, polygon } from './shapes';

export type Drawing = 'box' | 'polygon';

const CLOSE = 12; // pixels from the first corner that close a polygon
const LEAST = 6; // pixels that a box must have

export class AreaDrawing {
  private readonly cover = L.DomUtil.create('div', 'draw-cover');
  private readonly hint = L.DomUtil.create('p', 'draw-hint', this.cover);
  private readonly draft: Polygon;
  private corners: L.Point[] = [];
  private what: Drawing = 'box';

  constructor(
    private readonly map: L.Map,
    private readonly drawn: (what: Drawing, corners: readonly L.LatLng[]) => void,
  ) {
    this.draft = polygon([], { interactive: false, className: 'area-outline', fill: false });
    L.DomEvent.disableClickPropagation(this.cover);
    L.DomEvent.disableScrollPropagation(this.cover);
    this.cover.tabIndex = -1;
    this.hint.setAttribute('role', 'status');
    this.cover.addEventListener('pointerdown', (event) => this.pressed(event));
    this.cover.addEventListener('pointermove', (event) => this.moved(event));
    this.cover.addEventListener('pointerup', (event) => this.released(event));
    this.cover.addEventListener('keydown', (event) => this.key(event));
  }

  /** Begins, and says how to draw; a drawing that is going on is given up. */
  start(what: Drawing, hint: string): void {
    this.end();
    this.what = what;
    this.hint.textContent = hint;
    this.corners = [];
    this.map.getContainer().append(this.cover);
    this.draft.setLatLngs([]).addTo(this.map);
    this.cover.focus({ preventScroll: true });
  }

  private end(): void {
    if (!this.cover.isConnected) return;
    this.cover.remove();
    this.draft.remove();
  }

  private pressed(event: PointerEvent): void {
    if (event.button !== 0) return;
    const at = this.at(event);
    if (this.what === 'box') {
      this.cover.setPointerCapture(event.pointerId);
      this.corners = [at, at];
      return;
    }
    const [first] = this.corners;
    const isLast = this.corners.at(-1)?.distanceTo(at) ?? Infinity;
    if (this.corners.length > 2 && first && (first.distanceTo(at) < CLOSE || isLast < 2)) {
      this.finish();
      return;
    }
    this.corners.push(at);
    this.sketch();
  }

  private moved(event: PointerEvent): void {
    if (this.corners.length === 0) return;
    const at = this.at(event);
    if (this.what === 'polygon') {
      this.sketch(at);
      return;
    }
    if (event.buttons === 0) return;
    this.corners = [this.corners[0] as L.Point, at];
    this.sketch();
  }

  private released(event: PointerEvent): void {
    if (this.what !== 'box' || this.corners.length === 0) return;
    const [from, to] = [this.corners[0] as L.Point, this.at(event)];
    this.corners = [from, to];
    const isLarge = Math.abs(from.x - to.x) >= LEAST && Math.abs(from.y - to.y) >= LEAST;
    if (isLarge) this.finish();
    else this.corners = [];
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.end();
    } else if (event.key === 'Enter' && this.what === 'polygon' && this.corners.length > 2) {
      this.finish();
    }
  }

  private finish(): void {
    const corners = this.shape().map((point) => this.map.containerPointToLatLng(point));
    this.end();
    this.drawn(this.what, corners);
  }

  private sketch(next?: L.Point): void {
    const points = [...this.shape(), ...(next ? [next] : [])];
    this.draft.setLatLngs(points.map((point) => this.map.containerPointToLatLng(point)));
  }

  private shape(): L.Point[] {
    const [a, b] = this.corners;
    if (this.what === 'polygon' || !a || !b) return this.corners;
    return [a, L.point(a.x, b.y), b, L.point(b.x, a.y)];
  }

  private at(event: PointerEvent): L.Point {
    return this.map.mouseEventToContainerPoint(event);
  }
}
