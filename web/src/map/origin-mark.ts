// Where something was fired from: a ring, its radius, and a line to where it went,
// drawn while its incident is selected.

import type { Geometry } from '../data/types';
import * as L from './leaflet';
import { circle, circleMarker, polyline } from './shapes';

export interface Origin {
  readonly geometry?: Geometry | null;
  /** Of the circle that holds the origin, in metres. */
  readonly place_radius_m?: number | null;
}

const RING = 6; // pixels

export class OriginMark {
  private readonly shown: L.Layer[] = [];

  constructor(private readonly map: L.Map) {}

  /** Shows an origin and lines to the place's points; null takes it off. */
  show(origin: Origin | null, place: Geometry | null): void {
    for (const layer of this.shown.splice(0)) layer.remove();
    const to = pointsOf(place);
    for (const from of pointsOf(origin?.geometry ?? null)) {
      this.add(circleMarker(from, { ...style('origin-ring'), radius: RING }));
      if (origin?.place_radius_m) {
        this.add(circle(from, { ...style('origin-area'), radius: origin.place_radius_m }));
      }
      for (const at of to) this.add(polyline([from, at], style('origin-line')));
    }
  }

  private add(layer: L.Layer): void {
    this.shown.push(layer.addTo(this.map));
  }
}

function style(className: string): L.PathOptions {
  return { className, pane: 'found', interactive: false };
}

function pointsOf(geometry: Geometry | null): L.LatLng[] {
  if (!geometry) return [];
  const points = geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates;
  return points.map(([lon, lat]) => L.latLng(lat, lon));
}
