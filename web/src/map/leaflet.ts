// The parts of Leaflet that every view of the map needs. Its bundle has as much again that
// the page never uses, and half of the rest is wanted by few views: see shapes.ts.

import type * as Leaflet from 'leaflet';
import * as domEvent from 'leaflet/src/dom/DomEvent.js';
import * as domUtil from 'leaflet/src/dom/DomUtil.js';

export type {
  Coords,
  DoneCallback,
  LatLngBoundsLiteral,
  LeafletEventHandlerFn,
  PathOptions,
  ZoomAnimEvent,
} from 'leaflet';
export { setOptions } from 'leaflet/src/core/Util.js';
export { LatLng, toLatLng as latLng } from 'leaflet/src/geo/LatLng.js';
export { LatLngBounds, toLatLngBounds as latLngBounds } from 'leaflet/src/geo/LatLngBounds.js';
export { Point, toPoint as point } from 'leaflet/src/geometry/Point.js';
export { Layer } from 'leaflet/src/layer/Layer.js';
export { LayerGroup, layerGroup } from 'leaflet/src/layer/LayerGroup.js';
export { GridLayer } from 'leaflet/src/layer/tile/GridLayer.js';
export { Map, map } from 'leaflet/src/map/index.js';

export const DomEvent: typeof Leaflet.DomEvent = domEvent;
export const DomUtil: typeof Leaflet.DomUtil = domUtil;
