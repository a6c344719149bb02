// A place that the reader looked for: the circle that holds it, with its name.

import type { FoundPlace } from '../state/screen';
import * as L from './leaflet';
import { circle, tooltip } from './shapes';

export class PlaceMark {
  private readonly shown: L.Layer[] = [];

  constructor(private readonly map: L.Map) {}

  /** Shows a place; null takes it off. */
  show(place: FoundPlace | null, words: string): void {
    for (const layer of this.shown.splice(0)) layer.remove();
    if (!place) return;
    const at = L.latLng(place.lat, place.lon);
    const ring = circle(at, {
      radius: place.radiusM,
      pane: 'found',
      interactive: false,
      className: 'found-place',
    });
    const label = document.createElement('span');
    label.textContent = words;
    label.dir = document.documentElement.dir; // the map itself is left to right
    const name = tooltip({ permanent: true, direction: 'top', className: 'found-name' })
      .setLatLng([Math.min(at.toBounds(2 * place.radiusM).getNorth(), 85), place.lon])
      .setContent(label);
    this.shown.push(ring.addTo(this.map), name.addTo(this.map));
  }
}
