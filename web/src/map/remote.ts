// Tiles of another host. The layer is made only after the reader agreed.

import { tileLayer } from 'leaflet/src/layer/tile/TileLayer.js';
import type { BackgroundInfo } from '../data/types';
import type { Layer } from './leaflet';

export function remoteLayer({ url = '', minzoom, maxzoom }: BackgroundInfo, pane: string): Layer {
  return tileLayer(url, {
    pane,
    minZoom: minzoom,
    maxNativeZoom: maxzoom,
    noWrap: true,
    referrerPolicy: 'no-referrer',
    className: 'remote-tile',
  });
}
