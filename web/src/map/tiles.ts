// What is in a vector tile of the basemap.

import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';

/** One name on the basemap, at 0..1 of its tile. */
export interface PlaceName {
  readonly x: number;
  readonly y: number;
  readonly name: string;
  readonly nameAr: string;
  /** As written at the place itself; may be empty or the same. */
  readonly local: string;
  readonly class: string;
  readonly rank: number;
  readonly minZoom: number;
}

/** Rings or lines, with coordinates at 0..1 of the tile. */
export interface Shape {
  readonly path: Path2D;
  readonly class: string;
}

export interface Tile {
  readonly land: Shape[];
  readonly ice: Shape[];
  readonly urban: Shape[];
  readonly water: Shape[];
  readonly river: Shape[];
  /** Of class highway, major, minor or path; the shipped basemap has none. */
  readonly road: Shape[];
  /** Of class country, disputed, claim, admin1 or admin2. */
  readonly boundary: Shape[];
  readonly places: PlaceName[];
}

export type Layers = (name: string) => VectorTileFeature[];

/** The layers of a tile, by name. */
export function readLayers(buffer: ArrayBuffer): Layers {
  const tile = new VectorTile(new PbfReader(buffer));
  return (name) => {
    const layer = tile.layers[name];
    return layer ? Array.from({ length: layer.length }, (_, i) => layer.feature(i)) : [];
  };
}

/** Decodes a tile with the layers of the shipped basemap. */
export function decodeTile(buffer: ArrayBuffer): Tile {
  const layers = readLayers(buffer);
  const shapes = (layer: string): Shape[] =>
    layers(layer).map((feature) => shapeOf(feature, String(feature.properties['class'] ?? '')));
  return {
    land: shapes('land'),
    ice: shapes('ice'),
    urban: shapes('urban'),
    water: shapes('water'),
    river: shapes('river'),
    road: [],
    boundary: shapes('boundary'),
    places: layers('place').flatMap(placeOf),
  };
}

export function shapeOf(feature: VectorTileFeature, name: string): Shape {
  const path = new Path2D();
  for (const ring of feature.loadGeometry()) {
    ring.forEach((point, i) => {
      const x = point.x / feature.extent;
      const y = point.y / feature.extent;
      if (i === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    });
    if (feature.type === 3) path.closePath();
  }
  return { path, class: name };
}

/** Where a point is, at 0..1 of its tile. */
export function pointOf(feature: VectorTileFeature): { x: number; y: number } | null {
  const point = feature.loadGeometry()[0]?.[0];
  return point ? { x: point.x / feature.extent, y: point.y / feature.extent } : null;
}

function placeOf(feature: VectorTileFeature): PlaceName[] {
  const point = pointOf(feature);
  const p = feature.properties;
  if (!point || !p['name']) return [];
  return [
    {
      ...point,
      name: String(p['name']),
      nameAr: String(p['name_ar'] ?? ''),
      local: String(p['name_local'] ?? ''),
      class: String(p['class'] ?? ''),
      rank: Number(p['rank'] ?? 9),
      minZoom: Number(p['minzoom'] ?? 0),
    },
  ];
}
