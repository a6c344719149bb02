// The map as the rest of the page knows it: rows in, picks and moves out.

import * as L from './leaflet';
import 'leaflet/dist/leaflet.css';
import { type Columns, hasPoint } from '../data/columns';
import type { ContextRecord } from '../data/context';
import { WORLD, xToLng, yToLat } from '../data/mercator';
import type { ServerCluster } from '../data/server-clusters';
import { type BasemapInfo, type Collection, type Geometry, PRECISIONS } from '../data/types';
import type { MapPosition } from '../state/link';
import type { Look } from '../state/look';
import type { FoundPlace } from '../state/screen';
import type { Drawing } from './area-drawing';
import type { AreaParams } from './area-layer';
import { ContextMapLayer } from './context-layer';
import { DensityLayer } from './density-layer';
import { EmphasisLayer } from './emphasis-layer';
import { type Extent, extentOf, extentOfCollection } from './extent';
import type { GroundHost, GroundLayers, LayerName } from './ground-layers';
import { inBox } from './in-box';
import { createMap } from './leaflet-map';
import type { PanelsOver } from './obstacles';
import type { Origin } from './origin-mark';
import type { AreaName, FetchOutlines } from './outlines';
import type { Overlays } from './overlays';
import { BADGE_FONT } from './paint';
import { DARK, LIGHT, type Mark } from './palette';
import { type PickEvents, Picks } from './picks';
import { type Drawn, PointLayer } from './point-layer';
import { ScaleBar, type ScaleWords } from './scale-bar';
import { widthIn } from './text-width';
import { Wanted } from './wanted';

export interface MapEvents extends PickEvents {
  /** The map moved otherwise than by setPosition and by its size: the link is to say it. */
  moved(position: MapPosition): void;
  /** Another part of the world is in view, for whatever reason. */
  viewed(): void;
  /** The reader has drawn an area, or moved its corners. */
  area(area: AreaParams): void;
  /** "3 in Nangarhar": so many incidents are known to an area only; null has no name. */
  badge(n: number, area: AreaName | null): string;
  /** "5 in areas": of several areas together. */
  badges(n: number): string;
  /** What was drawn, after every painting. */
  drawn(drawn: Drawn): void;
  /** A part of the map cannot be had from the server. */
  partFailed(): void;
}

const WHOLE_WORLD: L.LatLngBoundsLiteral = [
  [-60, -170],
  [75, 180],
];

const DEEPEST_PLACE = 12; // zoom: a village is shown with what is around it
const LEAST = 32; // pixels that stay free at a side of the map
const BESIDE = 16; // pixels that stay free beside tools
const MARK_ROOM = 20; // pixels around the selected mark that stay free

export class MapView {
  private readonly map: L.Map;
  private readonly points: PointLayer;
  private readonly context = new ContextMapLayer('context', () => this.points.obstacles());
  private readonly density: DensityLayer;
  private readonly emphasis: EmphasisLayer;
  readonly picks: Picks;
  private readonly overlays: Wanted<Overlays>;
  private readonly scale: ScaleBar;
  private readonly shown = new Set<LayerName>(['basemap', 'relief', 'labels']);
  private ground: GroundLayers | null = null;
  private info: BasemapInfo | null = null;
  private columns: Columns | null = null;
  private isFollowing = false;
  private look = { dark: false, arabic: false };
  private readonly partFailed: () => void;

  constructor(
    private readonly element: HTMLElement,
    events: MapEvents,
    words: ScaleWords,
  ) {
    this.partFailed = () => events.partFailed();
    this.map = createMap(element);
    this.points = new PointLayer('points', {
      text: (n, area) => events.badge(n, area),
      joined: (n) => events.badges(n),
      width: widthIn(BADGE_FONT),
    });
    this.points.prepare(this.map.getSize());
    this.density = new DensityLayer('density', this.points);
    this.points.onScene = () => this.density.paintWithPoints();
    this.emphasis = new EmphasisLayer('emphasis', this.points);
    this.scale = new ScaleBar(this.map, words);
    this.overlays = new Wanted(
      async () => new (await import('./overlays')).Overlays(this.map, events.area),
      this.partFailed,
    );
    this.points.onMoved = () => this.setNames();
    this.points.onPainted = (drawn) => {
      element.dataset['marks'] = String(drawn.incidents);
      element.dataset['bbox'] = this.bbox().join(',');
      this.picks.pointAgain();
      this.emphasis.paintWithPoints();
      events.drawn(drawn);
    };
    this.picks = new Picks(this.map, element, this.points, this.emphasis, events);
    this.map.on('dragend zoomend moveend', () => {
      if (!this.isFollowing) events.moved(this.position());
      events.viewed();
    });
  }

  /** Shows what the map is drawn on; without it the map works on a plain ground. */
  setGround(info: BasemapInfo, make: (host: GroundHost) => GroundLayers): void {
    const { map, points, partFailed } = this;
    this.info = info;
    this.ground = make({ map, obstacles: () => points.obstacles(), partFailed });
    this.setLook(this.look.dark, this.look.arabic);
    this.showLayers();
  }

  /** What the ground is made of; null before it is known, or without one. */
  get basemapInfo(): BasemapInfo | null {
    return this.info;
  }

  /** Has a part draw on the map that only some readers need. */
  attach<T>(use: (map: L.Map) => T): T {
    return use(this.map);
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
    this.ground?.setLook(theme, arabic);
    this.points.setTheme(theme);
    this.context.setTheme(theme);
  }

  /** Draws incidents in another way. */
  setDrawing({ density, measure, coarsest }: Look): void {
    const limit = coarsest === null ? Infinity : PRECISIONS.indexOf(coarsest);
    this.points.setWish({ density, measure, coarsest: limit });
  }

  /** `marks` are those of the columns' kinds. */
  setColumns(columns: Columns, marks: readonly Mark[]): void {
    this.columns = columns;
    this.picks.forget();
    this.points.setColumns(columns, marks);
    this.setNames();
  }

  private setNames(): void {
    this.ground?.redrawNames();
    this.context.redraw();
  }

  /** Draws places that the server has clustered. */
  setPlaces(columns: Columns, clusters: readonly ServerCluster[]): void {
    this.columns = columns;
    this.picks.forget();
    this.points.setPlaces(columns, clusters);
  }

  /** What is in view, in Mercator units; left is below 0 where the view begins west of the world. */
  unitsInView(): { left: number; right: number; top: number; bottom: number } {
    const { min, max } = this.map.getPixelBounds();
    const units = WORLD / (256 * 2 ** this.map.getZoom());
    if (!min || !max) return { left: 0, right: 0, top: 0, bottom: 0 };
    return { left: min.x * units, right: max.x * units, top: min.y * units, bottom: max.y * units };
  }

  /** Tells the map what lies over it. */
  setPanels(panels: PanelsOver): void {
    this.points.panels = panels;
  }

  /** Makes way for panels that have another size. */
  panelsResized(): void {
    this.points.makeWay();
  }

  setRows(rows: Uint32Array): void {
    this.points.setRows(rows);
  }

  /** Outlines records of the context layers; none takes them off. */
  setContext(records: readonly ContextRecord[]): void {
    this.context.setRecords(records);
    if (records.length > 0) this.context.addTo(this.map);
    else this.context.remove();
  }

  /** Looks at points of longitude and latitude. */
  lookAt(points: readonly (readonly [number, number])[]): void {
    const bounds = L.latLngBounds(points.map(([lon, lat]) => [lat, lon]));
    if (!bounds.isValid() || this.map.getBounds().contains(bounds)) return;
    this.map.fitBounds(bounds, { maxZoom: Math.min(8, this.map.getZoom()), animate: false });
  }

  /** Shows a place that was looked for, with words on it; null takes it off. */
  showPlace(place: FoundPlace | null, words: string): void {
    this.want(place !== null, ({ found }) => found.show(place, words));
    if (!place) return;
    this.map.fitBounds(L.latLng(place.lat, place.lon).toBounds(2 * place.radiusM), {
      maxZoom: DEEPEST_PLACE,
      padding: [40, 60],
      animate: false,
    });
  }

  /** Shows where the selected incident came from; null takes it off. */
  showOrigin(origin: Origin | null, place: Geometry | null): void {
    this.want(Boolean(origin?.geometry), (overlays) => overlays.origin.show(origin, place));
  }

  /** Shows the area that incidents are asked for in, or takes it off. */
  showArea(area: AreaParams): void {
    this.want(Boolean(area.bbox || area.within), ({ areas }) => areas.show(area));
  }

  /** Lets the reader draw an area; the hint says how. */
  drawArea(what: Drawing, hint: string): void {
    this.want(true, ({ areas }) => areas.draw(what, hint));
  }

  // What takes something off needs no overlays where none were wanted.
  private want(isSomething: boolean, act: (overlays: Overlays) => void): void {
    if (isSomething) this.overlays.use(act);
    else this.overlays.ifThere(act);
  }

  /** Marks the selected row, and moves the map when the row is not in view. */
  select(row: number | null, options: { show: boolean }): void {
    this.picks.select(row);
    if (row !== null && options.show) this.show(row);
  }

  /** Shows what the link says. */
  setPosition({ lat, lon, zoom }: MapPosition): void {
    this.follow(() => this.map.setView([lat, lon], zoom, { animate: false }));
  }

  position(): MapPosition {
    const { lat, lng } = this.map.getCenter();
    return { lat, lon: lng, zoom: this.map.getZoom() };
  }

  /**
   * Looks at the given rows: where most of them are, or at all of them; without any, at
   * what the collection says of itself.
   */
  fit(rows: Uint32Array, what: 'main' | 'all', collection: Collection | null): void {
    const extent =
      (this.columns && extentOf(this.columns, rows, what)) ?? extentOfCollection(collection);
    const bounds = extent ? boundsOf(extent) : L.latLngBounds(WHOLE_WORLD);
    const { left, right } = this.points.panels.sides();
    this.map.fitBounds(bounds, {
      paddingTopLeft: [Math.max(LEAST, left + BESIDE), 40],
      paddingBottomRight: [Math.max(LEAST, right + BESIDE), 52],
      maxZoom: 9,
      animate: false,
    });
  }

  focus(): void {
    this.picks.focus();
  }

  zoomBy(steps: number): void {
    this.map.setZoom(this.map.getZoom() + steps);
  }

  /**
   * West, south, east, north of what is in view, in degrees; west is above east where
   * the view crosses the antimeridian.
   */
  bbox(): [number, number, number, number] {
    const b = this.map.getBounds();
    const all = b.getEast() - b.getWest() >= 360;
    const lat = (n: number) => Number(Math.max(-90, Math.min(90, n)).toFixed(5));
    const lon = (n: number) => Number((n - 360 * Math.round(n / 360)).toFixed(5));
    const [west, east] = all ? [-180, 180] : [lon(b.getWest()), lon(b.getEast())];
    return [west, lat(b.getSouth()), east, lat(b.getNorth())];
  }

  /** The rows that have a point in view. */
  inView(rows: Uint32Array): Uint32Array {
    const { columns } = this;
    return columns ? rows.filter(inBox(columns, this.bbox())) : new Uint32Array();
  }

  /** How many of the rows have no point in view, and are known to an area that is told of there. */
  inViewByArea(rows: Uint32Array): number {
    const { columns } = this;
    if (!columns) return 0;
    const [isTold, isInView] = [this.points.toldOf(columns), inBox(columns, this.bbox())];
    return rows.filter((row) => isTold(row) && !isInView(row)).length;
  }

  /**
   * How many of the rows have a place and are outside of the view: neither in it nor
   * told of in another way.
   */
  outside(rows: Uint32Array): number {
    const { columns } = this;
    if (!columns) return 0;
    const { coarsest } = this.points;
    const isTold = this.points.toldOf(columns);
    const isInView = inBox(columns, this.bbox());
    let n = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      if ((columns.precision[row] as number) > coarsest) continue; // told as not drawn
      if (hasPoint(columns, row) && !isTold(row) && !isInView(row)) n++;
    }
    return n;
  }

  /** To be called when the map's element has changed its size. */
  resized(): void {
    if (this.element.clientHeight === 0) return; // behind a full sheet
    this.follow(() => this.map.invalidateSize({ animate: false }));
    if (this.picks.selectedRow !== null) this.show(this.picks.selectedRow);
  }

  // Leaflet moves by whole pixels: where the map only follows, the link stays as it is.
  private follow(move: () => void): void {
    this.isFollowing = true;
    move();
    this.isFollowing = false;
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
    this.density.addTo(this.map);
    this.points.addTo(this.map);
    this.emphasis.addTo(this.map);
    this.scale.setGround(this.info, this.shown.has('background'));
    this.ground?.show(this.shown);
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
