// Polygons as the API's `within` has them: well-known text in longitude and latitude
// (OGC 06-103r4, clause 7).

/** Corners as longitude and latitude in degrees; the first is not said again at the end. */
export type Ring = readonly (readonly [number, number])[];

/** The outer rings of a POLYGON or MULTIPOLYGON; empty for what is neither. */
export function ringsOf(wkt: string): Ring[] {
  const [, kind, body = ''] = /^\s*(MULTIPOLYGON|POLYGON)\s*\((.*)\)\s*$/is.exec(wkt) ?? [];
  if (!kind) return [];
  const polygons =
    kind.toUpperCase() === 'POLYGON'
      ? [body]
      : [...body.matchAll(/\((\(.*?\))\)/gs)].map(([, p = '']) => p);
  return polygons.flatMap((polygon) => {
    const outer = /\(([^()]*)\)/.exec(polygon)?.[1];
    const ring = outer === undefined ? null : ringOf(outer);
    return ring ? [ring] : [];
  });
}

/** The text of a polygon without holes. */
export function polygonOf(ring: Ring): string {
  const closed = [...ring, ...ring.slice(0, 1)];
  return `POLYGON((${closed.map(([lon, lat]) => `${round(lon)} ${round(lat)}`).join(',')}))`;
}

function ringOf(text: string): Ring | null {
  const points = text.split(',').map((pair) => pair.trim().split(/\s+/).map(Number));
  if (points.length < 4 || points.some((p) => p.length < 2 || p.some(Number.isNaN))) return null;
  return points.slice(0, -1).map(([lon, lat]) => [lon as number, lat as number]);
}

function round(degrees: number): number {
  return Number(degrees.toFixed(5));
}
