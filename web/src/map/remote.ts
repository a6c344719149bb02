// Tiles of another host. The layer is made only after the reader agreed.

import * as L from 'leaflet';
import type { BackgroundInfo } from '../data/types';

export function remoteLayer({ url = '', minzoom, maxzoom }: BackgroundInfo, pane: string): L.Layer {
  return L.tileLayer(url, {
    pane,
    minZoom: minzoom,
    maxNativeZoom: maxzoom,
    noWrap: true,
    referrerPolicy: 'no-referrer',
    className: 'remote-tile',
  });
}
