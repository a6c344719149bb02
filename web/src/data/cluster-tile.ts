// Reads tiles of clusters: loaded when the server is asked for one.

import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { WORLD } from './mercator';
import type { ServerCluster, TileAddress } from './server-clusters';

const CELLS = 8; // of a tile, along its side
const KIND = 'count_';

/** Reads a tile of clusters. */
export function readClusters(bytes: ArrayBuffer, { z, x, y }: TileAddress): ServerCluster[] {
  const layer = new VectorTile(new PbfReader(bytes)).layers['clusters'];
  if (!layer) return [];
  const side = WORLD / 2 ** z;
  const cell = side / CELLS;
  return Array.from({ length: layer.length }, (_, i) => {
    const feature = layer.feature(i);
    const at = feature.loadGeometry()[0]?.[0] ?? { x: 0, y: 0 };
    const [wx, wy] = [(x + at.x / layer.extent) * side, (y + at.y / layer.extent) * side];
    const p = feature.properties;
    const kinds = Object.entries(p).filter(([key]) => key.startsWith(KIND));
    return {
      x: wx,
      y: wy,
      left: Math.floor(wx / cell) * cell,
      top: Math.floor(wy / cell) * cell,
      side: cell,
      n: Number(p['point_count']),
      killed: p['fatalities'] === undefined ? null : Number(p['fatalities']),
      kinds: new Map(kinds.map(([key, n]) => [key.slice(KIND.length), Number(n)])),
      ids: typeof p['ids'] === 'string' ? p['ids'].split(',') : [],
    };
  });
}
