// The points of an incident that is being edited: pins that are dragged, moved by the
// arrow keys, or set by a click.

import type { Position } from '../data/types';
import { ARROWS } from './direction';
import * as L from './leaflet';
import { divIcon, type Marker, marker } from './shapes';

const STEP = 4; // pixels that an arrow key moves a pin, and with Shift
const FAR = 40;

export interface PinEvents {
  moved(points: readonly Position[]): void;
  /** What a pin is called for screen readers. */
  label(point: Position): string;
}

export class PlacePins {
  private pins: Marker[] = [];
  private cover: HTMLElement | null = null;

  constructor(
    private readonly map: L.Map,
    private readonly on: PinEvents,
  ) {}

  /** Shows pins at points; none takes them off. */
  show(points: readonly Position[], look: boolean): void {
    for (const pin of this.pins.splice(0)) pin.remove();
    this.pins = points.map((point) => this.pin(point));
    if (look && points.length > 0) this.lookAt(points);
  }

  /** Lets the reader click the place; a cover takes the click, so that nothing is opened by it. */
  click(hint: string, done: () => void): void {
    this.stopClick();
    const cover = L.DomUtil.create('div', 'draw-cover', this.map.getContainer());
    const words = L.DomUtil.create('p', 'draw-hint', cover);
    words.textContent = hint;
    words.dir = document.documentElement.dir;
    cover.tabIndex = -1;
    L.DomEvent.disableScrollPropagation(cover);
    L.DomEvent.on(cover, 'click', (event) => {
      L.DomEvent.stop(event);
      const { lat, lng } = this.map.mouseEventToLatLng(event as MouseEvent);
      this.end(done);
      this.set([[wrapped(lng), lat]]);
    });
    cover.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.end(done);
    });
    this.cover = cover;
    cover.focus({ preventScroll: true });
  }

  /** Puts one pin into the middle of the map, and gives it the keys. */
  middle(): void {
    const { lat, lng } = this.map.getCenter();
    this.set([[wrapped(lng), lat]]);
    this.pins[0]?.getElement()?.focus();
  }

  remove(): void {
    this.stopClick();
    this.show([], false);
  }

  private set(points: readonly Position[]): void {
    this.show(points.map(rounded), false);
    this.tell();
  }

  private end(done: () => void): void {
    this.stopClick();
    done();
  }

  private stopClick(): void {
    this.cover?.remove();
    this.cover = null;
  }

  private pin([lon, lat]: Position): Marker {
    const pin = marker([lat, lon], {
      draggable: true,
      keyboard: true,
      autoPan: true,
      zIndexOffset: 1000,
      icon: divIcon({ className: 'place-pin', iconSize: [32, 32] }),
    });
    pin.on('dragend', () => this.tell());
    pin.addTo(this.map);
    const element = pin.getElement();
    element?.setAttribute('role', 'button');
    element?.addEventListener('keydown', (event) => this.key(event, pin));
    this.name(pin);
    return pin;
  }

  private key(event: KeyboardEvent, pin: Marker): void {
    const to = ARROWS[event.key];
    if (!to || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // it does not move the map
    const by = event.shiftKey ? FAR : STEP;
    const at = this.map.latLngToContainerPoint(pin.getLatLng());
    pin.setLatLng(this.map.containerPointToLatLng([at.x + by * to.x, at.y + by * to.y]));
    this.tell();
    this.lookAt([pointOf(pin)]);
  }

  private tell(): void {
    for (const pin of this.pins) this.name(pin);
    this.on.moved(this.pins.map((pin) => rounded(pointOf(pin))));
  }

  private name(pin: Marker): void {
    const label = this.on.label(rounded(pointOf(pin)));
    pin.getElement()?.setAttribute('aria-label', label);
  }

  private lookAt(points: readonly Position[]): void {
    const bounds = L.latLngBounds(points.map(([lon, lat]) => [lat, lon]));
    if (this.map.getBounds().pad(-0.1).contains(bounds)) return;
    if (points.length === 1) this.map.panTo(bounds.getCenter(), { animate: false });
    else this.map.fitBounds(bounds, { maxZoom: this.map.getZoom(), animate: false });
  }
}

function pointOf(pin: Marker): Position {
  const { lat, lng } = pin.getLatLng();
  return [wrapped(lng), Math.max(-90, Math.min(90, lat))];
}

// Five digits are a metre: more of them would say more than a hand can.
function rounded([lon, lat]: Position): Position {
  return [Number(lon.toFixed(5)), Number(lat.toFixed(5))];
}

function wrapped(lon: number): number {
  return lon - 360 * Math.round(lon / 360);
}
