// What the map is drawn on: the ground, the names of places, and tiles of another host.
// It is loaded once the incidents are drawn.

import type { BackgroundInfo, BasemapInfo } from '../data/types';
import { BasemapLayer } from './basemap';
import { type FetchTiles, Ground } from './ground';
import { LabelLayer } from './label-layer';
import type { Box } from './labels';
import type * as L from './leaflet';
import type { Theme } from './palette';
import { Wanted } from './wanted';

export type LayerName = 'basemap' | 'relief' | 'labels' | 'local' | 'background';

/** What the ground needs of the map. */
export interface GroundHost {
  readonly map: L.Map;
  /** Where no names are to be set. */
  obstacles(): readonly Box[];
  partFailed(): void;
}

export class GroundLayers {
  private readonly ground: Ground;
  private readonly basemap: BasemapLayer;
  private readonly labels: LabelLayer;
  private readonly remote: BackgroundInfo | null;
  private readonly remoteTiles: Wanted<L.Layer>;

  constructor(
    private readonly host: GroundHost,
    info: BasemapInfo,
    fetch: FetchTiles,
  ) {
    this.ground = new Ground(info, fetch);
    this.basemap = new BasemapLayer(this.ground);
    this.labels = new LabelLayer('names', this.ground, () => host.obstacles());
    this.basemap.onTile = () => this.redrawNames();
    const { background } = info;
    this.remote = background?.kind === 'remote' ? background : null;
    this.remoteTiles = new Wanted(
      async () => (await import('./remote')).remoteLayer(background as BackgroundInfo, 'remote'),
      () => host.partFailed(),
    );
  }

  setLook(theme: Theme, arabic: boolean): void {
    this.basemap.setTheme(theme);
    this.labels.setLook(theme, arabic);
  }

  /** Sets the names again: what they make way for has changed. */
  redrawNames(): void {
    this.labels.redraw();
  }

  show(shown: ReadonlySet<LayerName>): void {
    this.setParts(shown.has('relief'), shown.has('background'));
    this.toggle(this.basemap, shown.has('basemap'));
    this.labels.setLocal(shown.has('local'));
    this.toggle(this.labels, shown.has('labels'));
    const remote = this.remote !== null && shown.has('background');
    if (remote) this.remoteTiles.use((tiles) => this.toggle(tiles, true));
    else this.remoteTiles.ifThere((tiles) => this.toggle(tiles, false));
  }

  // What the ground is made of; its tiles are drawn anew where that changes.
  private setParts(relief: boolean, detail: boolean): void {
    const { ground } = this;
    if (ground.hasRelief === relief && ground.isDetailed === detail) return;
    ground.hasRelief = relief;
    ground.isDetailed = detail;
    this.basemap.again();
    this.labels.redraw();
  }

  private toggle(layer: L.Layer, shown: boolean): void {
    const { map } = this.host;
    if (shown === map.hasLayer(layer)) return;
    if (shown) layer.addTo(map);
    else layer.remove();
  }
}
