// What is drawn over the map with Leaflet's own shapes and markers: few views have any of
// it, and load this.

import { AreaLayer, type AreaParams } from './area-layer';
import type * as L from './leaflet';
import { OriginMark } from './origin-mark';
import { PlaceMark } from './place-mark';

export class Overlays {
  readonly areas: AreaLayer;
  readonly found: PlaceMark;
  readonly origin: OriginMark;

  /** `changed` is called when the reader has drawn an area, or moved its corners. */
  constructor(map: L.Map, changed: (area: AreaParams) => void) {
    this.areas = new AreaLayer(map, 'area', changed);
    this.found = new PlaceMark(map);
    this.origin = new OriginMark(map);
  }
}
