// The map as the rest of the page knows it: rows in, picks and moves out.

import * as L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import type { Columns } from '../data/columns';
import type { ContextRecord } from '../data/context';
import { latToY, lngToX, xToLng, yToLat } from '../data/mercator';
import type { BackgroundInfo, BasemapInfo, FoundPlace, Geometry } from '../data/types';
import type { MapPosition } from '../state/filter';
import { BasemapLayer } from './basemap';
import { ContextMapLayer } from './context-layer';
import { type Extent, extentOf } from './extent';
import { type FetchTiles, Ground } from './ground';
import type { Hit } from './hit';
import { LabelLayer } from './label-layer';
import { type Origin, OriginMark } from './origin-mark';
import type { FetchOutlines } from './outlines';
import { DARK, LIGHT } from './palette';
import { PlaceMark } from './place-mark';
import { EmphasisLayer, PointLayer } from './point-layer';
import { remoteLayer } from './remote';
import { Tip } from './tip';

export interface MapEvents {
  /** The reader moved the map. */
  moved(position: MapPosition): void;
  /** Rows under a click or tap: one, or several that share a place. */
  picked(rows: readonly number[]): void;
  /** A short text for what is under the pointer. */
  describe(rows: readonly number[]): string;
}

export type LayerName = 'basemap' | 'relief' | 'labels' | 'local' | 'background';

const WHOLE_WORLD: L.LatLngBoundsLiteral = [
  [-60, -170],
  [75, 180],
];

const MARK_ROOM = 20; // pixels around the selected mark that stay free

export class MapView {
  private readonly map: L.Map;
  private readonly points: PointLayer;
  private readonly context = new ContextMapLayer('context');
  private readonly emphasis: EmphasisLayer;
  private readonly tip: Tip;
  private readonly found: PlaceMark;
  private readonly origin: OriginMark;
  private readonly shown = new Set<LayerName>(['basemap', 'relief', 'labels']);
  private ground: Ground | null = null;
  private basemap: BasemapLayer | null = null;
  private remote: BackgroundInfo | null = null;
  private remoteTiles: L.Layer | null = null;
  private labels: LabelLayer | null = null;
  private columns: Columns | null = null;
  private hovered: Hit | null = null;
  private selected: number | null = null;
  private look = { dark: false, arabic: false };

  constructor(
    private readonly element: HTMLElement,
    private readonly events: MapEvents,
  ) {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.map = L.map(element, {
      zoomAnimation: !calm,
      fadeAnimation: !calm,
      inertia: !calm,
      zoomControl: false,
      attributionControl: false,
      minZoom: 1,
      maxZoom: 17,
      maxBounds: [
        [-85.05, -220],
        [85.05, 220],
      ],
      maxBoundsViscosity: 0.8,
    });
    for (const [name, z] of [
      ['remote', 220],
      ['names', 250],
      ['context', 300],
      ['found', 310],
      ['points', 400],
      ['emphasis', 410],
    ] as const) {
      this.map.createPane(name).style.zIndex = String(z);
      (this.map.getPane(name) as HTMLElement).style.pointerEvents = 'none';
    }
    this.points = new PointLayer('points');
    this.emphasis = new EmphasisLayer('emphasis', this.points);
    this.tip = new Tip(element);
    this.found = new PlaceMark(this.map);
    this.origin = new OriginMark(this.map);
    this.points.onPainted = (incidents) => {
      element.dataset['marks'] = String(incidents);
      this.emphasis.redraw();
    };
    this.listen();
  }

  /** Shows the basemap; without one the map works on a plain ground. */
  setBasemap(info: BasemapInfo, fetch: FetchTiles): void {
    this.ground = new Ground(info, fetch);
    this.basemap = new BasemapLayer(this.ground);
    this.labels = new LabelLayer('names', this.ground, () => this.points.obstacles());
    this.remote = info.background?.kind === 'remote' ? info.background : null;
    this.basemap.onTile = () => this.labels?.redraw();
    this.setLook(this.look.dark, this.look.arabic);
    this.showLayers();
  }

  /** Draws what is known to a country, a province or a district only in its shape. */
  setOutlines(fetch: FetchOutlines): void {
    this.points.setOutlines(fetch);
    this.context.setOutlines(fetch);
  }

  setLayer(name: LayerName, shown: boolean): void {
    if (shown) this.shown.add(name);
    else this.shown.delete(name);
    this.showLayers();
  }

  setLook(dark: boolean, arabic: boolean): void {
    this.look = { dark, arabic };
    const theme = dark ? DARK : LIGHT;
    this.basemap?.setTheme(theme);
    this.labels?.setLook(theme, arabic);
    this.points.setTheme(theme);
    this.context.setTheme(theme);
  }

  setColumns(columns: Columns): void {
    this.columns = columns;
    this.hovered = null;
    this.points.setColumns(columns);
    this.labels?.redraw();
  }

  setRows(rows: Uint32Array): void {
    this.points.setRows(rows);
  }

  /** Outlines records of the context layers; none takes them off. */
  setContext(records: readonly ContextRecord[]): void {
    this.context.setRecords(records);
    this.toggle(this.context, records.length > 0);
  }

  /** Looks at points of longitude and latitude. */
  lookAt(points: readonly (readonly [number, number])[]): void {
    const bounds = L.latLngBounds(points.map(([lon, lat]) => [lat, lon]));
    if (!bounds.isValid() || this.map.getBounds().contains(bounds)) return;
    this.map.fitBounds(bounds, { maxZoom: Math.min(8, this.map.getZoom()), animate: false });
  }

  /** Shows a place that was looked for, with words on it; null takes it off. */
  showPlace(place: FoundPlace | null, words: string): void {
    this.found.show(place, words);
  }

  /** Shows where the selected incident came from; null takes it off. */
  showOrigin(origin: Origin | null, place: Geometry | null): void {
    this.origin.show(origin, place);
  }

  /** Marks the selected row, and moves the map when the row is not in view. */
  select(row: number | null, options: { show: boolean }): void {
    this.selected = row;
    this.emphasis.set(this.hovered, row);
    if (row !== null && options.show) this.show(row);
  }

  /** Marks a row that the reader points at elsewhere on the page. */
  hover(row: number | null): void {
    this.setHovered(row === null ? null : { rows: [row], x: 0, y: 0 });
    this.tip.hide();
  }

  setPosition({ lat, lon, zoom }: MapPosition): void {
    this.map.setView([lat, lon], zoom, { animate: false });
  }

  position(): MapPosition {
    const { lat, lng } = this.map.getCenter();
    return { lat, lon: lng, zoom: this.map.getZoom() };
  }

  /** Looks at the given rows: where most of them are, or at all of them. */
  fit(rows: Uint32Array, what: 'main' | 'all'): void {
    const extent = this.columns && extentOf(this.columns, rows, what);
    const bounds = extent ? boundsOf(extent) : L.latLngBounds(WHOLE_WORLD);
    this.map.fitBounds(bounds, {
      paddingTopLeft: [40, 40],
      paddingBottomRight: [64, 52],
      maxZoom: 9,
      animate: false,
    });
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  zoomBy(steps: number): void {
    this.map.setZoom(this.map.getZoom() + steps);
  }

  /** West, south, east, north of what is in view, in degrees. */
  bbox(): [number, number, number, number] {
    const b = this.map.getBounds();
    const clip = (n: number, limit: number) =>
      Number(Math.max(-limit, Math.min(limit, n)).toFixed(5));
    return [
      clip(b.getWest(), 180),
      clip(b.getSouth(), 90),
      clip(b.getEast(), 180),
      clip(b.getNorth(), 90),
    ];
  }

  /** How many of the rows have a point in view. */
  countInView(rows: Uint32Array): number {
    const { columns } = this;
    if (!columns) return 0;
    const [west, south, east, north] = this.bbox();
    const [left, right, top, bottom] = [lngToX(west), lngToX(east), latToY(north), latToY(south)];
    let n = 0;
    for (const row of rows) {
      const last = columns.pointAt[row + 1] as number;
      for (let point = columns.pointAt[row] as number; point < last; point++) {
        const x = columns.x[point] as number;
        const y = columns.y[point] as number;
        if (x < left || x > right || y < top || y > bottom) continue;
        n++;
        break;
      }
    }
    return n;
  }

  /** To be called when the map's element has changed its size. */
  resized(): void {
    if (this.element.clientHeight === 0) return; // behind a full sheet
    this.map.invalidateSize({ animate: false });
    if (this.selected !== null) this.show(this.selected);
  }

  private listen(): void {
    this.map.on('dragend zoomend moveend', () => this.events.moved(this.position()));
    this.map.on('click', (event) => {
      const hit = this.points.hit(event.containerPoint);
      this.events.picked(hit?.rows ?? []);
    });
    this.map.on('mousemove', (event) => this.point(event.containerPoint));
    this.map.on('mouseout movestart', () => {
      this.setHovered(null);
      this.tip.hide();
    });
  }

  private point(at: L.Point): void {
    const hit = this.points.hit(at);
    this.element.classList.toggle('is-over', hit !== null);
    this.setHovered(hit);
    if (hit) this.tip.show(this.events.describe(hit.rows), hit.x, hit.y);
    else this.tip.hide();
  }

  private setHovered(hit: Hit | null): void {
    if (hit?.rows[0] === this.hovered?.rows[0] && hit?.rows.length === this.hovered?.rows.length)
      return;
    this.hovered = hit;
    this.emphasis.set(hit, this.selected);
  }

  private show(row: number): void {
    const { columns } = this;
    const point = columns?.pointAt[row] ?? 0;
    if (!columns || point === columns.pointAt[row + 1]) return; // no place
    const at = L.latLng(yToLat(columns.y[point] as number), xToLng(columns.x[point] as number));
    if (!this.isFree(this.map.latLngToContainerPoint(at))) {
      this.map.panTo(at, { animate: this.map.options.zoomAnimation === true });
    }
  }

  // True when a mark at this pixel of the map is in view, and no panel is over it.
  private isFree(at: L.Point): boolean {
    const frame = this.element.getBoundingClientRect();
    const corners = [-MARK_ROOM, 0, MARK_ROOM].flatMap((dx) =>
      [-MARK_ROOM, 0, MARK_ROOM].map(
        (dy) => [frame.left + at.x + dx, frame.top + at.y + dy] as const,
      ),
    );
    return corners.every(([x, y]) => this.element.contains(document.elementFromPoint(x, y)));
  }

  private showLayers(): void {
    this.points.addTo(this.map);
    this.emphasis.addTo(this.map);
    this.setGround();
    this.toggle(this.basemap, this.shown.has('basemap'));
    this.labels?.setLocal(this.shown.has('local'));
    this.toggle(this.labels, this.shown.has('labels'));
    const remote = this.remote !== null && this.shown.has('background');
    if (remote && this.remote) this.remoteTiles ??= remoteLayer(this.remote, 'remote');
    this.toggle(this.remoteTiles, remote);
  }

  // What the ground is made of; its tiles are drawn anew where that changes.
  private setGround(): void {
    const { ground } = this;
    if (!ground) return;
    const [relief, detail] = [this.shown.has('relief'), this.shown.has('background')];
    if (ground.hasRelief === relief && ground.isDetailed === detail) return;
    ground.hasRelief = relief;
    ground.isDetailed = detail;
    this.basemap?.again();
    this.labels?.redraw();
  }

  private toggle(layer: L.Layer | null, shown: boolean): void {
    if (!layer || shown === this.map.hasLayer(layer)) return;
    if (shown) layer.addTo(this.map);
    else layer.remove();
  }

  /** Adds the incidents; the first position must have been set. */
  start(): void {
    this.showLayers();
  }
}

function boundsOf({ west, south, east, north }: Extent): L.LatLngBounds {
  return L.latLngBounds([
    [south, west],
    [north, east],
  ]);
}
