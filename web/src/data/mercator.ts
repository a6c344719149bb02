// Web Mercator (EPSG:3857) as unsigned 32-bit integers over the whole world:
// about 1 cm at the equator, and exact in typed arrays.

/** The width of the world in units. */
export const WORLD = 2 ** 32;
/** The latitude where the square world of Web Mercator ends, in degrees. */
export const MAX_LAT = 85.0511287798066;
const EARTH_CIRCUMFERENCE = 40_075_016.686; // metres at the equator, WGS 84

/** Degrees of longitude to units, clamped to the world. */
export function lngToX(lon: number): number {
  return clamp((lon / 360 + 0.5) * WORLD);
}

/** Degrees of latitude to units from the north, clamped to the world. */
export function latToY(lat: number): number {
  const sin = Math.sin((Math.max(-MAX_LAT, Math.min(MAX_LAT, lat)) * Math.PI) / 180);
  return clamp((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * WORLD);
}

export function xToLng(x: number): number {
  return (x / WORLD - 0.5) * 360;
}

export function yToLat(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD))) * 180) / Math.PI;
}

/** How many units a length on the ground has at a height of the map. */
export function metresToUnits(metres: number, y: number): number {
  return ((metres / EARTH_CIRCUMFERENCE) * WORLD) / Math.cos((yToLat(y) * Math.PI) / 180);
}

function clamp(units: number): number {
  return Math.max(0, Math.min(WORLD - 1, Math.round(units)));
}
