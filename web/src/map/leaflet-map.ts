// Leaflet's map with the panes that the page's layers stand in.

import * as L from './leaflet';

/** Makes the map; without motion where the reader wants none. */
export function createMap(element: HTMLElement): L.Map {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const map = L.map(element, {
    zoomAnimation: !calm,
    fadeAnimation: !calm,
    inertia: !calm,
    zoomControl: false,
    attributionControl: false,
    trackResize: false, // resized is called
    minZoom: 1,
    maxZoom: 17,
    // What lies on both sides of the antimeridian can be looked at as one.
    maxBounds: [
      [-85.05, -540],
      [85.05, 540],
    ],
    maxBoundsViscosity: 0.8,
  });
  for (const [name, z] of [
    ['remote', 220],
    ['density', 245],
    ['names', 250],
    ['context', 300],
    ['found', 310],
    ['area', 420],
    ['points', 400],
    ['emphasis', 410],
  ] as const) {
    map.createPane(name).style.zIndex = String(z);
    (map.getPane(name) as HTMLElement).style.pointerEvents = 'none';
  }
  return map;
}
