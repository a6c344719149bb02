// Clusters that the server works out, where there are more incidents than the page holds.

import { type Columns, NO_COLUMNS } from './columns';
import { WORLD } from './mercator';
import { PRECISIONS } from './types';

export interface TileAddress {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** The places in one cell of the server's grid. */
export interface ServerCluster {
  /** Mercator units of their middle. */
  readonly x: number;
  readonly y: number;
  /** The cell that they lie in, in Mercator units. */
  readonly left: number;
  readonly top: number;
  readonly side: number;
  readonly n: number;
  /** People killed, as far as it is known; null where nothing is. */
  readonly killed: number | null;
  /** How many of each kind. */
  readonly kinds: ReadonlyMap<string, number>;
  /** Of a few incidents, which they are. */
  readonly ids: readonly string[];
}

/** Single places as columns, to be drawn as marks: all that is known of them is their kind. */
export function columnsOfSingles(
  clusters: readonly ServerCluster[],
  known: readonly string[],
): Columns {
  const n = clusters.length;
  const kinds = [...new Set([...known, ...clusters.flatMap((c) => [...c.kinds.keys()])])];
  const ids = clusters.map((c) => new TextEncoder().encode(c.ids[0] ?? ''));
  const idAt = new Uint32Array(n + 1);
  ids.forEach((id, i) => {
    idAt[i + 1] = (idAt[i] as number) + id.length;
  });
  return {
    ...NO_COLUMNS,
    length: n,
    start: new Int32Array(n),
    end: new Int32Array(n),
    endSoFar: new Int32Array(n),
    certain: new Uint8Array(n).fill(1),
    kinds,
    kind: Uint8Array.from(clusters, (c) =>
      Math.max(0, kinds.indexOf([...c.kinds.keys()][0] ?? '')),
    ),
    precision: new Uint8Array(n).fill(PRECISIONS.indexOf('locality')),
    radius: new Float32Array(n),
    doubted: new Uint8Array(n),
    killed: { figures: NOTHING, codes: new Uint8Array(n) },
    injured: { figures: NOTHING, codes: new Uint8Array(n) },
    group: new Uint8Array(n),
    pointAt: Uint32Array.from({ length: n + 1 }, (_, i) => i),
    x: Uint32Array.from(clusters, (c) => c.x),
    y: Uint32Array.from(clusters, (c) => c.y),
    position: Uint32Array.from({ length: n }, (_, i) => i),
    positions: n,
    idBytes: Uint8Array.from(ids.flatMap((id) => [...id])),
    idAt,
  };
}

const NOTHING = [[Number.NaN, Number.NaN, Number.NaN] as const];

/** The tiles of a zoom that cover a box of Mercator units; x goes around the world. */
export function tilesOver(
  z: number,
  box: { left: number; top: number; right: number; bottom: number },
): TileAddress[] {
  const n = 2 ** z;
  const index = (units: number) => Math.floor((units / WORLD) * n);
  const tiles = new Map<string, TileAddress>();
  for (let y = Math.max(0, index(box.top)); y <= Math.min(n - 1, index(box.bottom)); y++) {
    for (let x = index(box.left); x <= index(box.right); x++) {
      const tile = { z, x: ((x % n) + n) % n, y };
      tiles.set(`${tile.x}/${tile.y}`, tile);
    }
  }
  return [...tiles.values()];
}
