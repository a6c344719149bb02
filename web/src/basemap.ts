// What the map is drawn on, where the server has it.

import { basemapTiles, fetchBasemap, outlines } from './data/api';
import type { View } from './view';

/** Has the map drawn on what the server has for it, once it is its turn. */
export async function addBasemap(view: View, turn: Promise<void>): Promise<void> {
  const info = await fetchBasemap(new AbortController().signal);
  await turn;
  if (info) view.setBasemap(info, basemapTiles, outlines);
}
