// The area that incidents are asked for in: its outline on the map with corners to drag,
// and drawing another one.

import { polygonOf, ringsOf } from '../data/wkt';
import { type Bbox, parseBbox } from '../state/filter';
import { AreaDrawing, type Drawing } from './area-drawing';
import * as L from './leaflet';
import { divIcon, type Marker, marker, type Polygon, polygon } from './shapes';

/** The parameters of the API that ask for an area; at most one of them is set. */
export interface AreaParams {
  readonly bbox?: string | undefined;
  readonly within?: string | undefined;
}

export class AreaLayer {
  private readonly shapes = L.layerGroup();
  private readonly drawing: AreaDrawing;

  constructor(
    map: L.Map,
    private readonly pane: string,
    private readonly changed: (area: AreaParams) => void,
  ) {
    this.shapes.addTo(map);
    this.drawing = new AreaDrawing(map, (what, corners) => this.changed(paramsOf(what, corners)));
  }

  /** Lets the reader draw; the hint says how. */
  draw(what: Drawing, hint: string): void {
    this.drawing.start(what, hint);
  }

  /** Shows the area of a filter, or takes it off. */
  show({ bbox, within }: AreaParams): void {
    this.shapes.clearLayers();
    const box = bbox ? parseBbox(bbox) : null;
    if (box) this.outline(cornersOf(box), 'box');
    const rings = within ? ringsOf(within) : [];
    // Of several parts, or one with holes, the corners are not offered: dragging would lose the rest.
    const isPlain = rings.length === 1 && (within?.split('(').length ?? 0) === 3;
    for (const ring of rings) {
      this.outline(
        ring.map(([lon, lat]) => L.latLng(lat, lon)),
        isPlain ? 'polygon' : null,
      );
    }
  }

  private outline(corners: readonly L.LatLng[], editable: Drawing | null): void {
    const shape = polygon([...corners], {
      pane: this.pane,
      interactive: false,
      className: 'area-outline',
      weight: 2,
      fill: false,
    });
    this.shapes.addLayer(shape);
    if (!editable) return;
    const handles = corners.map((corner, i) => this.handle(corner, i, editable, shape));
    for (const handle of handles) this.shapes.addLayer(handle);
  }

  private handle(corner: L.LatLng, i: number, what: Drawing, shape: Polygon): Marker {
    const handle = marker(corner, {
      draggable: true,
      keyboard: false,
      pane: this.pane,
      icon: divIcon({ className: 'area-handle', iconSize: [24, 24] }),
    });
    const corners = () => [...(shape.getLatLngs()[0] as L.LatLng[])];
    handle.on('drag', () => {
      const now = corners();
      if (what === 'box') moveCorner(now, i, handle.getLatLng());
      else now[i] = handle.getLatLng();
      shape.setLatLngs(now);
    });
    handle.on('dragend', () => this.changed(paramsOf(what, corners())));
    return handle;
  }
}

// South-west, north-west, north-east, south-east; both sides of the antimeridian lie
// beside each other.
function cornersOf([west, south, east, north]: Bbox): L.LatLng[] {
  const right = east < west ? east + 360 : east;
  return [
    L.latLng(south, west),
    L.latLng(north, west),
    L.latLng(north, right),
    L.latLng(south, right),
  ];
}

// A box stays one: the neighbours of the corner move along a side each.
function moveCorner(corners: L.LatLng[], i: number, to: L.LatLng): void {
  corners[i] = to;
  const sameSide = [1, 0, 3, 2][i] as number; // at the same longitude
  const across = [3, 2, 1, 0][i] as number; // at the same latitude
  corners[sameSide] = L.latLng((corners[sameSide] as L.LatLng).lat, to.lng);
  corners[across] = L.latLng(to.lat, (corners[across] as L.LatLng).lng);
}

function paramsOf(what: Drawing, corners: readonly L.LatLng[]): AreaParams {
  if (what === 'polygon') return { within: polygonOf(ringIn(corners)) };
  const lats = corners.map(({ lat }) => clamp(lat, 90));
  const lngs = corners.map(({ lng }) => lng);
  const [west, east] = [Math.min(...lngs), Math.max(...lngs)];
  const lon = (lng: number) => Number((lng - 360 * Math.round(lng / 360)).toFixed(5));
  const sides = east - west >= 360 ? [-180, 180] : [lon(west), lon(east)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  return {
    bbox: [sides[0], south.toFixed(5), sides[1], north.toFixed(5)].map(Number).join(','),
  };
}

// The ring on the world of -180 to 180 that most of it lies in; what reaches beyond is cut off.
function ringIn(corners: readonly L.LatLng[]): [number, number][] {
  const middle = corners.reduce((sum, { lng }) => sum + lng, 0) / corners.length;
  const shift = 360 * Math.round(middle / 360);
  return corners.map(({ lat, lng }) => [clamp(lng - shift, 180), clamp(lat, 90)]);
}

function clamp(degrees: number, most: number): number {
  return Math.max(-most, Math.min(most, degrees));
}
