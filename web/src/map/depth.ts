// Which tile a part of the map is drawn from. Pure.

import { latToY, lngToX, WORLD } from '../data/mercator';
import type { BasemapInfo } from '../data/types';
import type { Source } from './tile-store';

/** How deep tiles go, and where they go deeper. */
export type Depth = Pick<BasemapInfo, 'maxzoom' | 'region'>;

type BBox = readonly [number, number, number, number];

/** The tile to draw a tile from: itself, or its ancestor where the tiles end. */
export function sourceOf(z: number, x: number, y: number, depth: Depth): Source {
  const { region, maxzoom } = depth;
  if (region && region.maxzoom > maxzoom) {
    const deep = ancestor(z, x, y, region.maxzoom);
    if (deep.z <= maxzoom || touches(deep, region.bbox)) return deep;
  }
  return ancestor(z, x, y, maxzoom);
}

/** The zooms and the box that a detailed background has tiles of. */
export interface Reach {
  readonly minzoom: number;
  readonly maxzoom: number;
  readonly bbox: BBox;
}

/**
 * The tile of a detailed background, or null outside of its zooms and its box,
 * where the shipped basemap is drawn. Beyond its last zoom it is enlarged,
 * unless the shipped one goes deeper.
 */
export function detailOf(
  z: number,
  x: number,
  y: number,
  reach: Reach,
  shipped: Depth,
): Source | null {
  if (z < reach.minzoom) return null;
  const source = ancestor(z, x, y, reach.maxzoom);
  if (z > reach.maxzoom && sourceOf(z, x, y, shipped).z > reach.maxzoom) return null;
  return touches(source, reach.bbox) ? source : null;
}

function ancestor(z: number, x: number, y: number, maxzoom: number): Source {
  const over = Math.max(0, z - maxzoom);
  return { z: z - over, x: x >> over, y: y >> over };
}

function touches({ z, x, y }: Source, bbox: BBox): boolean {
  const [west, south, east, north] = bbox;
  const side = WORLD / 2 ** z;
  return (
    x * side <= lngToX(east) &&
    (x + 1) * side >= lngToX(west) &&
    y * side <= latToY(south) &&
    (y + 1) * side >= latToY(north)
  );
}
