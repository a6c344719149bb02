// Vector tiles with the layers of the Protomaps basemap
// (https://docs.protomaps.com/basemaps/layers), as our own kind of tile.

import type { VectorTileFeature } from '@mapbox/vector-tile';
import { type PlaceName, pointOf, readLayers, type Shape, shapeOf, type Tile } from './tiles';

type Properties = VectorTileFeature['properties'];

const POLYGON = 3;
const LINE = 2;
const POINT = 1;

const ROADS: Record<string, string> = {
  highway: 'highway',
  major_road: 'major',
  medium_road: 'major',
  minor_road: 'minor',
  path: 'path',
};
const TOWNS: readonly string[] = [
  'residential',
  'commercial',
  'industrial',
  'urban_area',
  'retail',
];

export function decodeProtomaps(buffer: ArrayBuffer): Tile {
  const layers = readLayers(buffer);
  const shapes = (layer: string, type: number, classOf: (p: Properties) => string | null) =>
    layers(layer).flatMap((feature): Shape[] => {
      const name = feature.type === type ? classOf(feature.properties) : null;
      return name === null ? [] : [shapeOf(feature, name)];
    });
  const isKind = (kinds: readonly string[]) => (p: Properties) =>
    kinds.includes(kindOf(p)) ? '' : null;
  return {
    land: shapes('earth', POLYGON, () => ''),
    ice: [
      ...shapes('landuse', POLYGON, isKind(['glacier'])),
      ...shapes('landcover', POLYGON, isKind(['glacier'])),
    ],
    urban: [
      ...shapes('landuse', POLYGON, isKind(TOWNS)),
      ...shapes('landcover', POLYGON, isKind(['urban_area'])),
    ],
    water: shapes('water', POLYGON, () => ''),
    river: [...shapes('water', LINE, () => ''), ...shapes('physical_line', LINE, () => '')],
    road: shapes('roads', LINE, (p) => ROADS[kindOf(p)] ?? null),
    boundary: shapes('boundaries', LINE, borderOf),
    places: [...layers('places').flatMap(placeOf), ...layers('pois').flatMap(airportOf)],
  };
}

// Older tiles have the kind in another property.
function kindOf(p: Properties): string {
  return String(p['kind'] ?? p['pmap:kind'] ?? '');
}

function borderOf(p: Properties): string | null {
  const isDisputed = p['disputed'] === true || p['disputed'] === 1;
  switch (kindOf(p)) {
    case 'country':
      return isDisputed ? 'disputed' : 'country';
    case 'region':
      return isDisputed ? 'disputed' : 'admin1';
    case 'county':
      return 'admin2';
    default:
      return null;
  }
}

function placeOf(feature: VectorTileFeature): PlaceName[] {
  const p = feature.properties;
  const kind = kindOf(p);
  // From 0, unknown, to 17, the largest.
  const size = Number(p['population_rank'] ?? p['pmap:population_rank'] ?? 0);
  switch (kind) {
    case 'country':
      return nameOf(feature, 'country', 1);
    case 'region':
      return nameOf(feature, 'admin1', 5);
    case 'locality':
      return nameOf(feature, size >= 9 ? 'city' : 'town', Math.max(2, Math.min(9, 15 - size)));
    case 'neighbourhood':
    case 'macrohood':
      return nameOf(feature, 'town', 10);
    default:
      return [];
  }
}

function airportOf(feature: VectorTileFeature): PlaceName[] {
  return kindOf(feature.properties) === 'aerodrome' ? nameOf(feature, 'airport', 8) : [];
}

function nameOf(feature: VectorTileFeature, name: string, rank: number): PlaceName[] {
  const p = feature.properties;
  const point = feature.type === POINT ? pointOf(feature) : null;
  const local = String(p['name'] ?? '');
  const english = String(p['name:en'] ?? local);
  if (!point || !english) return [];
  return [
    {
      ...point,
      name: english,
      nameAr: String(p['name:ar'] ?? ''),
      local,
      class: name,
      rank,
      minZoom: Number(p['min_zoom'] ?? p['pmap:min_zoom'] ?? 0),
    },
  ];
}
