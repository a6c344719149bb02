// What the map is drawn on, where the server has it.

import { basemapTiles, fetchBasemap, outlines } from './data/api';
import type { View } from './view';

/** Has the map drawn on what the server has for it, once it is its turn. */
export async function addBasemap(view: View, turn: Promise<void>): Promise<void> {
  await turn;
  const [info, { GroundLayers }] = await Promise.all([
    fetchBasemap(new AbortController().signal),
    import('./map/ground-layers'),
  ]);
  if (!info) return;
  view.map.setOutlines(outlines);
  view.setGround(info, (host) => new GroundLayers(host, info, basemapTiles));
}
