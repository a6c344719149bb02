// Basemap tiles: fetched once, decoded, and kept while they are of use.

import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { latToY, lngToX, WORLD } from '../data/mercator';
import type { BasemapInfo } from '../types';

export type Fetch = (
  z: number,
  x: number,
  y: number,
  signal: AbortSignal,
) => Promise<ArrayBuffer | null>;

/** A tile's address and its part of a deeper tile. */
export interface Source {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** One name on the basemap, at 0..1 of its tile. */
export interface PlaceName {
  readonly x: number;
  readonly y: number;
  readonly name: string;
  readonly nameAr: string;
  readonly class: string;
  readonly rank: number;
  readonly minZoom: number;
}

export interface Tile {
  readonly land: Shape[];
  readonly water: Shape[];
  readonly river: Shape[];
  readonly boundary: Shape[];
  readonly places: PlaceName[];
}

/** Rings or lines, with coordinates at 0..1 of the tile. */
export interface Shape {
  readonly path: Path2D;
  readonly class: string;
}

const KEPT = 300; // decoded tiles

/** Keeps the tiles that were used last; a tile that failed is asked for again. */
export class TileStore {
  private readonly tiles = new Map<string, Promise<Tile | null>>();
  private readonly done = new Map<string, Tile | null>();

  constructor(private readonly fetch: Fetch) {}

  /** The tile, or null where the map is empty or the tile cannot be had. */
  get({ z, x, y }: Source): Promise<Tile | null> {
    const key = `${z}/${x}/${y}`;
    const known = this.tiles.get(key);
    if (known) {
      this.tiles.delete(key);
      this.tiles.set(key, known);
      return known;
    }
    const tile = this.load(key, z, x, y);
    this.tiles.set(key, tile);
    this.trim();
    return tile;
  }

  /** The tile if it is already here. */
  peek({ z, x, y }: Source): Tile | null {
    return this.done.get(`${z}/${x}/${y}`) ?? null;
  }

  private async load(key: string, z: number, x: number, y: number): Promise<Tile | null> {
    try {
      const buffer = await this.fetch(z, x, y, new AbortController().signal);
      const tile = buffer && decodeTile(buffer);
      this.done.set(key, tile);
      return tile;
    } catch {
      this.tiles.delete(key);
      return null; // the map is drawn without it
    }
  }

  private trim(): void {
    for (const key of this.tiles.keys()) {
      if (this.tiles.size <= KEPT) return;
      this.tiles.delete(key);
      this.done.delete(key);
    }
  }
}

/** How deep the basemap goes, and where it goes deeper. */
export type Depth = Pick<BasemapInfo, 'maxzoom' | 'region'>;

/** The tile to draw a tile from: itself, or its ancestor where the basemap ends. */
export function sourceOf(z: number, x: number, y: number, depth: Depth): Source {
  const { region, maxzoom } = depth;
  if (region && region.maxzoom > maxzoom) {
    const deep = ancestor(z, x, y, region.maxzoom);
    if (deep.z <= maxzoom || touches(deep, region.bbox)) return deep;
  }
  return ancestor(z, x, y, maxzoom);
}

function ancestor(z: number, x: number, y: number, maxzoom: number): Source {
  const over = Math.max(0, z - maxzoom);
  return { z: z - over, x: x >> over, y: y >> over };
}

function touches({ z, x, y }: Source, bbox: readonly [number, number, number, number]): boolean {
  const [west, south, east, north] = bbox;
  const side = WORLD / 2 ** z;
  return (
    x * side <= lngToX(east) &&
    (x + 1) * side >= lngToX(west) &&
    y * side <= latToY(south) &&
    (y + 1) * side >= latToY(north)
  );
}

function decodeTile(buffer: ArrayBuffer): Tile {
  const tile = new VectorTile(new PbfReader(buffer));
  const shapes = (layer: string): Shape[] =>
    features(tile, layer).map((feature) => ({
      path: pathOf(feature),
      class: String(feature.properties['class'] ?? ''),
    }));
  return {
    land: shapes('land'),
    water: shapes('water'),
    river: shapes('river'),
    boundary: shapes('boundary'),
    places: features(tile, 'place').flatMap(placeOf),
  };
}

function features(tile: VectorTile, name: string): VectorTileFeature[] {
  const layer = tile.layers[name];
  return layer ? Array.from({ length: layer.length }, (_, i) => layer.feature(i)) : [];
}

function pathOf(feature: VectorTileFeature): Path2D {
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
  return path;
}

function placeOf(feature: VectorTileFeature): PlaceName[] {
  const point = feature.loadGeometry()[0]?.[0];
  const p = feature.properties;
  if (!point || !p['name']) return [];
  return [
    {
      x: point.x / feature.extent,
      y: point.y / feature.extent,
      name: String(p['name']),
      nameAr: String(p['name_ar'] ?? ''),
      class: String(p['class'] ?? ''),
      rank: Number(p['rank'] ?? 9),
      minZoom: Number(p['minzoom'] ?? 0),
    },
  ];
}
