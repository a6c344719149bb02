// Leaflet's own shapes and markers, which few views of the map have: what imports them
// is loaded when it is wanted.

import 'leaflet/src/layer/vector/Renderer.getRenderer.js'; // which shapes draw themselves by

export { divIcon } from 'leaflet/src/layer/marker/DivIcon.js';
export { type Marker, marker } from 'leaflet/src/layer/marker/Marker.js';
export { tooltip } from 'leaflet/src/layer/Tooltip.js';
export { circle } from 'leaflet/src/layer/vector/Circle.js';
export { circleMarker } from 'leaflet/src/layer/vector/CircleMarker.js';
export { type Polygon, polygon } from 'leaflet/src/layer/vector/Polygon.js';
export { polyline } from 'leaflet/src/layer/vector/Polyline.js';
