// A small still map of roughly where incidents are.

import type { Sketch } from '../data/table-file';
import type { BasemapInfo } from '../data/types';
import { BasemapLayer } from './basemap';
import { type FetchTiles, Ground } from './ground';
import * as L from './leaflet';
import { DARK, LIGHT } from './palette';
import { circleMarker } from './shapes';

const SMALL = 3; // pixels: the radius of a spot of one place
const LARGE = 12;

export class SketchMap {
  private map: L.Map | null = null;
  private readonly spots = L.layerGroup();

  constructor(
    private readonly element: HTMLElement,
    private readonly ground: { info: BasemapInfo; fetch: FetchTiles } | null,
  ) {}

  /** Draws the spots; its element must be in the page. */
  show({ spots }: Sketch, dark: boolean): void {
    this.map ??= this.make(dark);
    const { map } = this;
    map.invalidateSize({ animate: false });
    this.spots.clearLayers();
    for (const { lat, lon, count } of spots) {
      circleMarker([lat, lon], {
        radius: Math.min(LARGE, SMALL + Math.log2(count)),
        className: 'sketch-spot',
        interactive: false,
      }).addTo(this.spots);
    }
    const bounds = L.latLngBounds(spots.map(({ lat, lon }) => [lat, lon]));
    if (bounds.isValid()) {
      map.fitBounds(bounds, { padding: [16, 16], maxZoom: 6, animate: false });
    }
  }

  remove(): void {
    this.map?.remove();
    this.map = null;
  }

  // It takes neither keys nor pointers: it is to be looked at, in a screen that scrolls.
  private make(dark: boolean): L.Map {
    const map = L.map(this.element, {
      zoomControl: false,
      attributionControl: false,
      dragging: false,
      keyboard: false,
      scrollWheelZoom: false,
      doubleClickZoom: false,
      boxZoom: false,
      touchZoom: false,
      zoomAnimation: false,
      fadeAnimation: false,
      center: [20, 0],
      zoom: 1,
      minZoom: 0,
    });
    this.element.removeAttribute('tabindex');
    if (this.ground) {
      const layer = new BasemapLayer(new Ground(this.ground.info, this.ground.fetch));
      layer.setTheme(dark ? DARK : LIGHT);
      layer.addTo(map);
    }
    this.spots.addTo(map);
    return map;
  }
}
