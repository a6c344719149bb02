// Leaflet's own circles on a canvas, and leaflet.markercluster, laid over the map of
// the same page: the same points, the same view, moved as their manuals advise.

import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Loads a peer into the page with points and the view of the page's map. */
export async function installPeer(page, name, points) {
  for (const script of [
    'leaflet/dist/leaflet.js',
    'leaflet.markercluster/dist/leaflet.markercluster.js',
  ]) {
    await page.addScriptTag({ path: require.resolve(script) });
  }
  for (const style of ['MarkerCluster.css', 'MarkerCluster.Default.css']) {
    await page.addStyleTag({ path: require.resolve(`leaflet.markercluster/dist/${style}`) });
  }
  await page.evaluate(laid, { name, points });
}

function laid({ name, points }) {
  const { L } = globalThis;
  const ours = document.querySelector('.map');
  const [lat, lon, zoom] = /map=([^&]+)/.exec(location.hash)[1].split(',').map(Number);
  const element = document.createElement('div');
  element.style.cssText = 'position:absolute;inset:0;z-index:10';
  ours.after(element);
  // As ours does while the map rests, the canvas ends where the view does.
  const renderer = L.canvas({ padding: 0 });
  const map = L.map(element, { renderer, zoomAnimation: false, fadeAnimation: false, maxZoom: 17 });
  map.setView([lat, lon], zoom);
  const style = { renderer, radius: 3.5, weight: 1, fillOpacity: 1 };
  const markers = points.map(([y, x]) => L.circleMarker([y, x], style));
  const group =
    name === 'markercluster' ? L.markerClusterGroup({ animate: false }).addTo(map) : null;
  let shown = new Set();
  globalThis.movePeer = ({ from, to }) => {
    const now = new Set();
    for (let i = 0; i < points.length; i++) {
      const [, , start, end] = points[i];
      if (start <= to && end >= from) now.add(markers[i]);
    }
    const come = [...now].filter((marker) => !shown.has(marker));
    const gone = [...shown].filter((marker) => !now.has(marker));
    shown = now;
    if (group) {
      group.removeLayers(gone);
      group.addLayers(come);
      return;
    }
    for (const marker of gone) map.removeLayer(marker);
    for (const marker of come) map.addLayer(marker);
  };
  globalThis.finish = () => {
    element.getBoundingClientRect();
    for (const canvas of element.querySelectorAll('canvas')) {
      canvas.getContext('2d').getImageData(0, 0, 1, 1);
    }
  };
  globalThis.shownByPeer = () => shown.size;
}
