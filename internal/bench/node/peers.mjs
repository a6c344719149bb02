// Measures supercluster and geojson-vt, each with vt-pbf, on the points of a
// binary file, and prints what it measured as JSON. Usage:
//
//	node peers.mjs POINTS '{"tiles":[[z,x,y],…],"from":DAY,"to":DAY,"radius":R}'
//
// A point is 28 bytes, little-endian: longitude and latitude as float64, the
// first and the last day, and fatalities with the kind in the highest bit, as
// int32 each.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import GeoJSONVT from 'geojson-vt';
import Supercluster from 'supercluster';
import vtpbf from 'vt-pbf';

const [file, asked] = process.argv.slice(2);
const { tiles, from, to, radius } = JSON.parse(asked);

function readPoints() {
  const raw = readFileSync(file);
  const features = new Array(raw.length / 28);
  for (let i = 0, at = 0; i < features.length; i++, at += 28) {
    const last = raw.readInt32LE(at + 24);
    features[i] = {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [raw.readDoubleLE(at), raw.readDoubleLE(at + 8)] },
      properties: { id: i, start: raw.readInt32LE(at + 16), end: raw.readInt32LE(at + 20), fatalities: last & 0x7fffffff, operation: last < 0 ? 1 : 0 },
    };
  }
  return features;
}

// What our clusters tell: their number, the sum of fatalities, the kinds.
const options = {
  radius,
  extent: 512,
  maxZoom: 16,
  map: (p) => ({ fatalities: p.fatalities, operations: p.operation }),
  reduce: (sum, p) => {
    sum.fatalities += p.fatalities;
    sum.operations += p.operations;
  },
};

const cluster = (features) => new Supercluster(options).load(features);

// As measure.go does: once to warm up, then for a share of two seconds.
function measure(run) {
  run();
  const times = [];
  for (const start = performance.now(); performance.now() - start < 300 || times.length < 5; ) {
    const t = performance.now();
    run();
    times.push(performance.now() - t);
  }
  times.sort((a, b) => a - b);
  return { p50: times[times.length >> 1], p99: times[Math.floor(times.length * 0.99)] };
}

function once(run) {
  const start = performance.now();
  const result = run();
  return [result, performance.now() - start];
}

const encode = (name, tile) => (tile ? vtpbf.fromGeojsonVt({ [name]: tile }, { version: 2 }) : new Uint8Array());

function perTile(name, getTile) {
  return tiles.map(([z, x, y]) => {
    const tile = getTile(z, x, y);
    return { z, ...measure(() => encode(name, getTile(z, x, y))), features: tile ? tile.features.length : 0, bytes: encode(name, tile).length };
  });
}

const features = readPoints();
const [index, clusterLoad] = once(() => cluster(features));
const clusters = perTile('clusters', (z, x, y) => index.getTile(z, x, y));
const window = features.filter((f) => f.properties.start <= to && f.properties.end >= from);
const [, rebuild] = once(() => encode('clusters', cluster(window).getTile(...tiles[tiles.length - 1])));
const [vt, vtLoad] = once(() => new GeoJSONVT({ type: 'FeatureCollection', features }, { maxZoom: 14, indexMaxZoom: 6, extent: 4096, buffer: 64 }));
const points = perTile('incidents', (z, x, y) => vt.getTile(z, x, y));
console.log(JSON.stringify({ clusterLoad, clusters, window: window.length, rebuild, vtLoad, points }));
