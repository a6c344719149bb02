// Incidents that are too many to hold: the server counts, clusters and lists
// them, for the window and the view as they are when both rest.

import { fetchClusters, fetchCount, fetchPage } from './data/api';
import { isComplete } from './data/holding';
import { Latest } from './data/loader';
import type { Pace } from './data/pace';
import {
  columnsOfSingles,
  type ServerCluster,
  type TileAddress,
  tilesOver,
} from './data/server-clusters';
import type { Summaries } from './data/summaries';
import { PRECISIONS, precisionIndex } from './data/types';
import type { Failures } from './failures';
import { isArea } from './map/precision';
import type { Session } from './session';
import type { Filter, ParamOptions } from './state/filter';
import type { View } from './view';

const REST_MS = 150; // of the map, before its tiles are asked for
const KEPT = 200; // tiles

export class Asked {
  private readonly tiles = new Latest();
  private readonly list = new Latest();
  private readonly counts = new Latest();
  private kept = new Map<string, ServerCluster[]>();
  private placeable: { of: string; n: number } | null = null; // incidents of a filter
  private timer = 0;
  private rests = true; // no drag is going on

  constructor(
    private readonly session: Session,
    private readonly view: View,
    private readonly summaries: Summaries,
    private readonly pace: Pace,
    private readonly failures: Failures,
  ) {}

  /** True when what is shown is asked of the server and not held. */
  get isOn(): boolean {
    const { holding } = this.session;
    return holding !== null && !isComplete(holding);
  }

  // Until the first incidents are here they are listed by the server, too.
  private get isListed(): boolean {
    return this.session.holding === null || this.isOn;
  }

  /** Shows the window as it is now; `rests` when no drag is going on. */
  show({ rests }: { rests: boolean }): void {
    this.rests = rests;
    void this.loadTiles();
    void this.loadList();
  }

  /** The map moves: its clusters are asked for when it rests. */
  moved(): void {
    if (!this.isOn) return;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      void this.loadTiles();
      if (this.view.list.isOfView) void this.loadList();
    }, REST_MS);
  }

  /** The incidents are others: what was asked of them is asked again. */
  forget(): void {
    this.kept.clear();
  }

  /** Nothing is asked any more: all is held again. */
  stop(): void {
    window.clearTimeout(this.timer);
    this.tiles.abort();
    this.list.abort();
    this.counts.abort();
    this.view.list.setAsked(null);
    this.view.showOldMap(false);
    this.failures.had('map', 'list');
  }

  /** Lists the first incidents, as many as the list has room for. */
  async loadList(): Promise<void> {
    const { collection, state } = this.session;
    if (!this.view.isListShown) this.failures.had('list'); // which nobody waits for
    if (!collection || !this.isListed || !this.view.isListShown) return;
    const { limit, order } = this.view.list.wanted;
    const bbox = this.view.list.isOfView ? { bbox: this.view.map.bbox() } : {};
    this.pace.spend(1, performance.now());
    try {
      const page = await this.list.run((signal) =>
        fetchPage(collection.id, state.filter, { limit, order, ...bbox }, signal),
      );
      if (!page || !this.isListed) return;
      this.summaries.add(page.features);
      this.view.list.setAsked({
        ids: page.features.map(({ id }) => id),
        total: page.numberMatched,
      });
      this.failures.had('list');
    } catch (error) {
      this.failures.tell('list', error, () => void this.loadList());
    }
  }

  private async loadTiles(): Promise<void> {
    window.clearTimeout(this.timer);
    const { collection, state } = this.session;
    if (!collection || !this.isOn) return;
    // Tiles of twice the side have cells of the same size as clusters of what is held.
    const z = Math.max(0, Math.round(this.view.map.position().zoom) - 1);
    const wanted = tilesOver(z, this.view.map.unitsInView());
    const filter = placed(state.filter);
    this.view.showOldMap(true);
    try {
      const clusters = await this.tiles.run((signal) =>
        Promise.all(
          wanted.map((tile) => (filter ? this.tile(collection.id, filter, tile, signal) : [])),
        ),
      );
      if (!clusters || !this.isOn) return;
      this.showClusters(clusters.flat());
      if (this.rests) void this.countOutside(filter); // in a drag nothing is said of it
      this.view.showOldMap(false);
      this.failures.had('map');
    } catch (error) {
      this.failures.tell('map', error, () => void this.loadTiles());
    }
  }

  // How many are outside the view, by the server, of those that have a place to be drawn at:
  // the others are told apart, wherever they are.
  private async countOutside(filter: Filter | null): Promise<void> {
    const { collection } = this.session;
    if (!collection) return;
    const bbox = this.view.map.bbox();
    const of = JSON.stringify([collection.id, collection.dataVersion, filter]);
    const known = this.placeable?.of === of ? this.placeable : null; // while the map moves
    const outside = await this.counts
      .run(async (signal) => {
        if (!filter) return 0;
        const count = (options: ParamOptions) => fetchCount(collection.id, filter, signal, options);
        const [all, inView] = await Promise.all([known?.n ?? count({}), count({ bbox })]);
        this.placeable = { of, n: all };
        return all - inView;
      })
      .catch(() => 0); // it is not said then
    if (outside !== undefined && this.isOn) this.view.summary.showOutside(outside);
  }

  private async tile(
    collection: string,
    filter: Filter,
    tile: TileAddress,
    signal: AbortSignal,
  ): Promise<ServerCluster[]> {
    const version = this.session.collection?.dataVersion ?? '';
    const key = JSON.stringify([collection, version, filter, tile]);
    const known = this.kept.get(key);
    if (known) return known;
    this.pace.spend(1, performance.now());
    const [bytes, { readClusters }] = await Promise.all([
      fetchClusters(collection, filter, tile, signal),
      import('./data/cluster-tile'),
    ]);
    const clusters = bytes ? readClusters(bytes, tile) : [];
    this.kept.set(key, clusters);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(oldest);
    }
    return clusters;
  }

  private showClusters(clusters: readonly ServerCluster[]): void {
    const { session, view } = this;
    const kinds = session.collection?.vocabularies?.kind?.map(({ id }) => id) ?? [];
    const singles = clusters.filter(({ n }) => n === 1);
    const columns = columnsOfSingles(singles, kinds);
    session.places = columns;
    view.showPlaces(
      columns,
      clusters.filter(({ n }) => n > 1),
    );
  }
}

// The filter for what has a place to be drawn at; null where nothing has.
function placed(filter: Filter): Filter | null {
  const chosen = filter.facets['place_precision'] ?? PRECISIONS;
  const drawn = chosen.filter((word) => word !== 'unknown' && !isArea(precisionIndex(word)));
  if (drawn.length === 0) return null;
  return { ...filter, facets: { ...filter.facets, place_precision: drawn } };
}
