// The application: loads what the state of the page asks for, and tells every
// part of the page what changed.

import {
  basemapTiles,
  exportsOf,
  fetchAttribution,
  fetchBasemap,
  fetchCollections,
  fetchContext,
  fetchCount,
  fetchFacets,
  fetchHistogram,
  fetchKindSums,
  fetchPlaces,
  outlines,
} from './data/api';
import { type ContextLayer, type ContextRecord, contextLayer, overlaps } from './data/context';
import { isComplete } from './data/holding';
import { Latest } from './data/loader';
import type { Collection, FoundPlace } from './data/types';
import type { Locale } from './i18n/locale';
import { foundWords } from './i18n/places';
import { IncidentSet } from './incident-set';
import { Selection } from './selection';
import { Session } from './session';
import { type Day, formatDay } from './state/day';
import {
  FACETS,
  type FacetName,
  type Filter,
  isFiltered,
  NO_FILTER,
  type PageState,
  sameSet,
  toggleValue,
} from './state/filter';
import type { Choice, Scope } from './ui/download';
import { emptyMessage, errorMessage, suggestions, windowWords } from './ui/messages';
import type { View } from './view';

const BIAS_ZOOM = 4; // from which the view says where the reader looks

export class App {
  readonly selection: Selection;
  private readonly session: Session;
  private readonly requests = {
    page: new Latest(),
    facets: new Latest(),
    offers: new Latest(),
    context: new Latest(),
    places: new Latest(),
  };
  /** The incidents that the filter asks for. */
  readonly incidents: IncidentSet;
  private rests = true; // no drag is going on
  private unplaced: number | null = null; // by the server
  private layers: readonly ContextLayer[] = [];
  private readonly drawn = new Set<string>(); // layers on the map

  constructor(
    private readonly loc: Locale,
    private readonly view: View,
  ) {
    this.session = new Session((before) => void this.restore(before));
    this.selection = new Selection(loc, this.session, view);
    this.incidents = new IncidentSet(this.session, view, {
      window: () => this.windowArrived(),
      failed: (error, retry) => this.fail(error, retry),
    });
  }

  /** Loads what the address asks for. */
  async start(): Promise<void> {
    this.view.notice.showProgress(0, null);
    try {
      const collections = await this.requests.page.run(fetchCollections);
      if (!collections) return;
      this.session.all = collections;
    } catch (error) {
      this.fail(error, () => void this.start());
      return;
    }
    void this.addBasemap();
    await this.openCollection({ fit: this.session.state.map === null });
  }

  /** Changes the filter; incidents are asked for only when the set changes. */
  setFilter(change: Partial<Filter>): void {
    const before = this.session.state.filter;
    const filter = { ...before, ...change };
    this.session.go({ filter }, 'push');
    if (sameSet(before, filter)) this.windowChanged({ rests: true });
    else void this.loadSet({ fit: false });
  }

  toggle(name: FacetName, value: string): void {
    this.setFilter(toggleValue(this.session.state.filter, name, value));
  }

  /** The time window from the dock: applied here, and asked from the server when it rests. */
  setWindow(from: Day | null, to: Day | null, rests: boolean): void {
    const iso = (day: Day | null) => (day === null ? null : formatDay(day));
    const filter = { ...this.session.state.filter, from: iso(from), to: iso(to) };
    this.session.go({ filter }, rests ? 'push' : 'passing');
    this.windowChanged({ rests });
  }

  /** Offers places that are called so, those in view first. */
  async suggest(text: string): Promise<void> {
    const bbox = this.view.map.position().zoom >= BIAS_ZOOM ? this.view.map.bbox() : null;
    const places = await this.requests.places
      .run((signal) => fetchPlaces(text, bbox, signal))
      .catch(() => []); // the incidents are searched all the same
    if (places) this.view.search.showPlaces(text, places);
  }

  /** Shows a place on the map; null takes it off. */
  showPlace(place: FoundPlace | null): void {
    this.requests.places.abort();
    this.view.map.showPlace(place, place ? foundWords(this.loc, place) : '');
  }

  /** Shows everything of the collection, or the first one when there is none. */
  reset(): void {
    if (this.session.collection) this.setFilter(NO_FILTER);
    else this.chooseCollection(null);
  }

  chooseCollection(id: string | null): void {
    this.session.go({ collection: id, filter: NO_FILTER, selected: null }, 'push');
    void this.openCollection({ fit: true });
  }

  mapMoved(): void {
    if (!this.session.columns) return;
    this.session.go({ map: this.view.map.position() }, 'replace');
    this.showCounts();
  }

  fitAll(): void {
    this.view.map.fit(this.session.rows, 'all');
  }

  /** The addresses of a download, and how many incidents it has. */
  download(scope: Scope): Choice {
    const { collection, state } = this.session;
    if (!collection) return { files: [], count: Promise.resolve(0) };
    const options = scope === 'view' ? { bbox: this.view.map.bbox() } : {};
    return {
      files: exportsOf(collection, state.filter, options),
      count: fetchCount(collection.id, state.filter, new AbortController().signal, options),
    };
  }

  sources(): Promise<string> {
    return fetchAttribution(new AbortController().signal);
  }

  /** A short text for rows under the pointer. */
  describe(rows: readonly number[]): string {
    if (rows.length > 1) return this.loc.t('map.stack', { n: rows.length });
    return this.session.columns?.rows[rows[0] ?? -1]?.summary.title ?? '';
  }

  // The reader went back or forward, or edited the address.
  private async restore(before: PageState): Promise<void> {
    const { state, collection } = this.session;
    if (state.map) this.view.map.setPosition(state.map);
    if (state.collection !== before.collection || !collection) {
      return this.openCollection({ fit: false });
    }
    if (!sameSet(state.filter, before.filter)) return this.loadSet({ fit: false });
    this.windowChanged({ rests: true });
    if (state.selected !== before.selected) await this.selection.show({ moveMap: true });
  }

  private async openCollection(options: { fit: boolean }): Promise<void> {
    const { collections, state } = this.session;
    const asked = state.collection;
    const collection = asked ? collections.find(({ id }) => id === asked) : collections[0];
    this.session.collection = collection ?? null;
    if (!collection) {
      this.view.notice.showError(this.loc.t('error.missing'), () => void this.start());
      return;
    }
    this.view.showCollection(collection, collections);
    void this.loadContext(collection);
    await this.loadHistogram(collection);
    await this.loadSet(options);
  }

  // The map does without context where it cannot be had.
  private async loadContext(collection: Collection): Promise<void> {
    const layers = this.session.layersOf(collection);
    const loaded = await this.requests.context
      .run((signal) =>
        Promise.all(layers.map(async (c) => contextLayer(c, await fetchContext(c, signal)))),
      )
      .catch(() => []);
    if (!loaded) return;
    this.layers = loaded;
    this.drawn.clear();
    this.view.showContext(loaded);
    this.showContext();
  }

  /** Puts a context layer on the map, or takes it off. */
  drawContext(id: string, shown: boolean): void {
    if (shown) this.drawn.add(id);
    else this.drawn.delete(id);
    this.showContext();
  }

  /** Shows the days of a context record, and its place if it has one. */
  goToContext({ from, to, ongoing, points }: ContextRecord): void {
    const last = this.view.dock.extent?.to ?? to;
    this.setWindow(from, ongoing ? last : to, true);
    if (points.length > 0) this.view.map.lookAt(points);
  }

  // What of the drawn layers overlaps the time window.
  private showContext(): void {
    const { from, to } = this.session.window;
    const records = this.layers
      .filter(({ id }) => this.drawn.has(id))
      .flatMap((layer) => layer.records.filter((record) => overlaps(record, from, to)));
    this.view.map.setContext(records);
  }

  private async loadHistogram({ id }: Collection): Promise<void> {
    try {
      const histogram = await this.requests.page.run((signal) => fetchHistogram(id, signal));
      if (histogram) this.view.dock.setHistogram(histogram);
    } catch {
      // The map does without a time bar.
      this.view.dock.setHistogram({ bin: 'month', bins: [], numberMatched: 0 });
    }
    this.view.showWindow(this.session.window);
  }

  private async loadSet(options: { fit: boolean }): Promise<void> {
    const { collection, state } = this.session;
    if (!collection) return;
    this.view.showFilters(collection, state.filter);
    await this.incidents.load(() => this.showSet(options));
  }

  private showSet({ fit }: { fit: boolean }): void {
    const { session, view } = this;
    if (session.state.map && !fit) view.map.setPosition(session.state.map);
    else view.map.fit(session.rows, 'main');
    view.map.start();
    this.windowChanged({ rests: true });
    void this.selection.show({ moveMap: true });
  }

  private windowChanged({ rests }: { rests: boolean }): void {
    const { session, view } = this;
    this.rests = rests;
    view.showWindow(session.window);
    this.showContext();
    if (rests) view.showFilters(session.collection, session.state.filter);
    else view.summary.showWindow(windowWords(this.loc, session.state.filter, view.dock.extent));
    if (!this.incidents.hasWindow()) return;
    session.selectRows();
    this.unplaced = null;
    view.showRows(session.rows);
    this.showCounts();
    if (session.shown > 0) view.notice.hide();
    if (!rests) return;
    void this.loadFacets();
    if (session.shown === 0) void this.showEmpty();
  }

  private windowArrived(): void {
    this.windowChanged({ rests: this.rests });
    this.selection.mark();
  }

  // What is not held whole is counted by the server alone: those without a place
  // come with the facets, those outside the view are not known.
  private showCounts(): void {
    const { rows, placed, shown, collection, state, holding } = this.session;
    if (!collection || !holding || this.incidents.isWaiting) return;
    const whole = isComplete(holding);
    const counts = {
      shown,
      total: collection.numberOfItems,
      withoutPlace: whole ? rows.length - placed : (this.unplaced ?? 0),
      outside: whole && this.rests ? placed - this.view.map.countInView(rows) : 0,
      when: windowWords(this.loc, state.filter, this.view.dock.extent),
      filtered: isFiltered(state.filter),
    };
    this.view.summary.showCounts(counts, this.rests);
  }

  private async loadFacets(): Promise<void> {
    const { collection, state } = this.session;
    if (!collection) return;
    try {
      const { filter } = state;
      const facets = await this.requests.facets.run((signal) =>
        fetchFacets(collection.id, filter, FACETS, signal),
      );
      if (!facets) return;
      this.view.facets.show(collection, filter, facets);
      this.unplaced = facets.withoutPlace;
      this.showCounts();
      const parts = await this.requests.facets.run((signal) =>
        fetchKindSums(collection.id, filter, facets, signal),
      );
      if (parts) this.view.summary.showSums(collection, facets, parts);
    } catch (error) {
      this.fail(error, () => this.windowChanged({ rests: true }));
    }
  }

  // Says that there is no incident, once the server has said so, which filter to
  // drop, and how many there would be then.
  private async showEmpty(): Promise<void> {
    const { collection, state } = this.session;
    if (!collection) return;
    const { filter } = state;
    const count = (without: Filter, signal: AbortSignal) =>
      fetchCount(collection.id, without, signal);
    try {
      const matched = await this.requests.offers.run((signal) => count(filter, signal));
      if (matched === undefined || this.session.shown > 0) return;
      if (matched > 0) return this.incidents.askWindow(); // the data have changed
    } catch (error) {
      this.fail(error, () => void this.showEmpty());
      return;
    }
    const offers = await this.requests.offers
      .run((signal) =>
        Promise.all(
          suggestions(this.loc, collection, filter).map(async (offer) => ({
            what: offer.what,
            count: await count(offer.filter, signal),
            remove: () => this.setFilter(offer.filter),
          })),
        ),
      )
      .catch(() => []); // the message stands without numbers
    if (!offers || this.session.shown > 0) return;
    const message = emptyMessage(this.loc, collection, filter, this.view.dock.extent);
    const useful = offers.filter((offer) => offer.count > 0);
    this.view.notice.showEmpty(message, useful, isFiltered(filter));
  }

  private async addBasemap(): Promise<void> {
    const info = await fetchBasemap(new AbortController().signal);
    if (info) this.view.setBasemap(info, basemapTiles, outlines);
  }

  private fail(error: unknown, retry: () => void): void {
    this.view.notice.showError(errorMessage(this.loc, error), retry);
  }
}
