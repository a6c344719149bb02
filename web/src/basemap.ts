// What the map is drawn on, where the server has it.

import { basemapTiles, fetchBasemap, outlines } from './data/api';
import type { View } from './view';

export async function addBasemap(view: View): Promise<void> {
  const info = await fetchBasemap(new AbortController().signal);
  if (info) view.setBasemap(info, basemapTiles, outlines);
}
