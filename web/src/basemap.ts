// What the map is drawn on, where the server has it.

import { basemapTiles, fetchBasemap, outlines } from './data/api';
import type { View } from './view';

/** Has the map drawn on what the server has for it. */
export async function addBasemap(view: View): Promise<void> {
  const info = await fetchBasemap(new AbortController().signal);
  if (info) view.setBasemap(info, basemapTiles, outlines);
}
