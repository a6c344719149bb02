// Tiles of another host. The layer is made only after the reader agreed.

import { tileLayer } from 'leaflet/src/layer/tile/TileLayer.js';
import type { BackgroundInfo } from '../data/types';

export function remoteLayer({ url = '', minzoom, maxzoom }: BackgroundInfo, pane: string): L.Layer {
  return tileLayer(url, {
    pane,
    minZoom: minzoom,
    maxNativeZoom: maxzoom,
    noWrap: true,
    referrerPolicy: 'no-referrer',
    className: 'remote-tile',
  });
}
