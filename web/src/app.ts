// The application: keeps the page's state and tells every part what changed.
// Requests are made here and nowhere below.

import { Address } from './address';
import {
  ApiError,
  exportUrl,
  fetchBasemap,
  fetchCollections,
  fetchCount,
  fetchDetail,
  fetchFacets,
  fetchHistogram,
  fetchTile,
} from './api';
import { countInto } from './data/bins';
import type { Columns } from './data/columns';
import { selectRows, type Window } from './data/window';
import { type Day, formatDay, parseDay } from './day';
import { FACETS, type FacetName, type Filter, isFiltered, NO_FILTER, type PageState, sameSet, toggleValue } from './filter';
import type { Locale } from './i18n/locale';
import { Latest, type Loaded, loadItems } from './loader';
import { emptyMessage, errorMessage, suggestions, windowWords } from './messages';
import type { Collection } from './types';
import type { Choice, Scope } from './ui/download';
import type { View } from './view';

type How = 'push' | 'replace';

export class App {
  private readonly address = new Address((state) => void this.restore(state));
  private readonly requests = { items: new Latest(), facets: new Latest(), detail: new Latest(), rest: new Latest() };
  private state: PageState = this.address.read();
  private collections: Collection[] = [];
  private collection: Collection | null = null;
  private columns: Columns | null = null;
  private rows = new Uint32Array();
  private room = new Uint32Array();
  private opener: string | null = null;

  constructor(
    private readonly loc: Locale,
    private readonly view: View,
  ) {}

  /** Loads what the address asks for. */
  async start(): Promise<void> {
    this.view.notice.showProgress(0, null);
    try {
      this.collections = (await this.requests.rest.run(fetchCollections)) ?? [];
    } catch (error) {
      this.fail(error, () => void this.start());
      return;
    }
    void this.addBasemap();
    await this.openCollection(this.state.map === null);
  }

  /** Changes the filter; items are asked for only when the set changes. */
  setFilter(change: Partial<Filter>, how: How = 'push'): void {
    const before = this.state.filter;
    const filter = { ...before, ...change };
    this.go({ filter }, how);
    if (sameSet(before, filter)) this.windowChanged(true);
    else void this.loadSet();
  }

  toggle(name: FacetName, value: string): void {
    this.setFilter(toggleValue(this.state.filter, name, value));
  }

  /** The time window from the dock: applied here, asked from the server when it rests. */
  setWindow(from: Day | null, to: Day | null, rests: boolean): void {
    const filter: Filter = {
      ...this.state.filter,
      from: from === null ? null : formatDay(from),
      to: to === null ? null : formatDay(to),
    };
    this.go({ filter }, rests ? 'push' : 'replace');
    this.windowChanged(rests);
  }

  reset(): void {
    if (this.collection === null) {
      this.go({ collection: null, filter: NO_FILTER, selected: null }, 'push');
      void this.openCollection(true);
      return;
    }
    this.setFilter(NO_FILTER);
  }

  chooseCollection(id: string): void {
    this.go({ collection: id, filter: NO_FILTER, selected: null }, 'push');
    void this.openCollection(true);
  }

  mapMoved(): void {
    if (!this.columns) return;
    this.go({ map: this.view.map.position() }, 'replace');
    this.showCounts(true);
  }

  /** Opens an incident; `opener` is the list line that gets the focus back. */
  select(id: string | null, from: 'list' | 'map' | 'link' = 'link'): void {
    if (id !== null && from === 'list') this.opener = id;
    if (id !== null && from === 'map') this.opener = null;
    this.go({ selected: id }, 'push');
    void this.showSelected(from !== 'map');
  }

  pickRows(rows: readonly number[]): void {
    const picked = rows.flatMap((row) => this.columns?.rows[row] ?? []);
    const only = picked.length === 1 ? picked[0] : undefined;
    if (only) this.select(only.id, 'map');
    else if (picked.length > 1) {
      this.opener = null;
      this.go({ selected: null }, 'push');
      this.view.openDetail();
      this.view.detail.showSeveral(picked);
    }
  }

  closeDetail(): void {
    const { opener } = this;
    this.opener = null;
    this.select(null);
    this.view.giveFocusBack(opener);
  }

  retryDetail(): void {
    void this.showSelected(true);
  }

  fit(what: 'main' | 'all'): void {
    this.view.map.fit(this.rows, what);
  }

  /** The addresses of a download, and how many incidents it has. */
  download(scope: Scope): Choice {
    const id = this.collection?.id ?? '';
    const { filter } = this.state;
    const bbox = this.view.map.bbox();
    const options = scope === 'view' ? { bbox } : {};
    const signal = new AbortController().signal;
    return {
      geojson: exportUrl(id, filter, 'geojson', options),
      csv: exportUrl(id, filter, 'csv', options),
      count: fetchCount(id, filter, signal, options),
    };
  }

  /** True when both windows have the same incidents in them. */
  isSame(a: { from: Day; to: Day }, b: { from: Day; to: Day }): boolean {
    const { columns } = this;
    if (!columns) return true;
    const { mode } = this.state.filter;
    const inA = selectRows(columns, { ...a, mode }, new Uint32Array(columns.length));
    const inB = selectRows(columns, { ...b, mode }, new Uint32Array(columns.length));
    return inA.length === inB.length && inA.every((row, i) => row === inB[i]);
  }

  describe(rows: readonly number[]): string {
    if (rows.length > 1) return this.loc.t('map.stack', { n: rows.length });
    return this.columns?.rows[rows[0] ?? -1]?.summary.title ?? '';
  }

  private go(change: Partial<PageState>, how: How): void {
    this.state = { ...this.state, ...change };
    this.address.write(this.state, how);
  }

  // The reader went back or forward, or followed a link to another view.
  private async restore(state: PageState): Promise<void> {
    const before = this.state;
    this.state = state;
    if (state.map) this.view.map.setPosition(state.map);
    if (state.collection !== before.collection || !this.collection) return this.openCollection(false);
    if (!sameSet(state.filter, before.filter)) return this.loadSet();
    this.windowChanged(true);
    if (state.selected !== before.selected) await this.showSelected(true);
  }

  private async openCollection(fit: boolean): Promise<void> {
    const asked = this.state.collection;
    const first = this.collections[0];
    const collection = asked ? this.collections.find(({ id }) => id === asked) : first;
    this.collection = collection ?? null;
    if (!collection) {
      this.view.notice.showError(this.loc.t('error.missing'), () => void this.start());
      return;
    }
    this.view.showCollection(collection, this.collections);
    try {
      const histogram = await this.requests.rest.run((signal) => fetchHistogram(collection.id, signal));
      if (histogram) this.view.dock.setHistogram(histogram);
      this.showWindow();
    } catch {
      this.view.dock.setHistogram({ bin: 'month', bins: [], numberMatched: 0 }); // the map does without
    }
    await this.loadSet(fit);
  }

  private async loadSet(fit = false): Promise<void> {
    const { collection } = this;
    if (!collection) return;
    const { filter } = this.state;
    this.view.showFilters(collection, filter);
    const slow = window.setTimeout(() => this.view.notice.showProgress(0, null), 150);
    try {
      const loaded = await this.requests.items.run((signal) =>
        loadItems(collection, filter, signal, (held, total) => {
          if (held < total) this.view.notice.showProgress(held, total);
        }),
      );
      window.clearTimeout(slow);
      if (loaded) this.showSet(loaded, fit);
    } catch (error) {
      window.clearTimeout(slow);
      this.fail(error, () => void this.loadSet(fit));
    }
  }

  private showSet({ columns, matched }: Loaded, fit: boolean): void {
    this.columns = columns;
    this.room = new Uint32Array(columns.length);
    this.view.setColumns(columns);
    this.view.summary.showHeld(
      matched > columns.length ? { held: columns.length, total: matched } : null,
    );
    this.view.dock.showCounts(countInto(columns, this.view.dock.bins));
    this.rows = selectRows(columns, this.window(), this.room) as Uint32Array<ArrayBuffer>;
    if (this.state.map) this.view.map.setPosition(this.state.map);
    else if (fit) this.fit('main');
    this.view.map.start();
    this.windowChanged(true);
    void this.showSelected(true);
  }

  private windowChanged(rests: boolean): void {
    const { columns } = this;
    const { filter } = this.state;
    if (!columns) return;
    this.rows = selectRows(columns, this.window(), this.room) as Uint32Array<ArrayBuffer>;
    this.showWindow();
    this.view.showRows(this.rows);
    this.showCounts(rests);
    this.view.showFilters(this.collection, filter);
    if (this.rows.length > 0) this.view.notice.hide();
    if (rests) void this.loadFacets();
    if (rests && this.rows.length === 0) void this.showEmpty();
  }

  private showWindow(): void {
    const { from, to, mode } = this.window();
    this.view.dock.setWindow(finite(from), finite(to), mode);
  }

  private showCounts(rests: boolean): void {
    const { columns, collection, rows } = this;
    if (!columns || !collection) return;
    const withPlace = rows.reduce((n, row) => n + (columns.pointAt[row] === columns.pointAt[row + 1] ? 0 : 1), 0);
    const { filter } = this.state;
    this.view.summary.showCounts(
      {
        shown: rows.length,
        total: collection.numberOfItems,
        withoutPlace: rows.length - withPlace,
        outside: rests ? withPlace - this.view.map.countInView(rows) : 0,
        when: windowWords(this.loc, filter, this.view.dock.extent),
        filtered: isFiltered(filter),
      },
      rests,
    );
  }

  private async loadFacets(): Promise<void> {
    const { collection } = this;
    const { filter } = this.state;
    if (!collection) return;
    try {
      const facets = await this.requests.facets.run((signal) =>
        fetchFacets(collection.id, filter, FACETS, signal),
      );
      if (!facets) return;
      this.view.facets.show(collection, filter, facets);
      this.view.summary.showSums(facets);
    } catch (error) {
      this.fail(error, () => this.windowChanged(true));
    }
  }

  private async showSelected(show: boolean): Promise<void> {
    const id = this.state.selected;
    const { collection } = this;
    if (!collection) return;
    const row = id === null ? undefined : this.columns?.rowById.get(id);
    this.view.list.setSelected(id);
    if (id === null) {
      this.requests.detail.abort();
      this.view.closeDetail();
      this.view.map.select(null, { show: false });
      return;
    }
    this.view.openDetail();
    this.view.map.select(row ?? null, { show });
    this.view.detail.showLoading(row === undefined ? '' : (this.columns?.rows[row]?.summary.title ?? ''));
    this.view.detail.focus();
    try {
      const feature = await this.requests.detail.run((signal) => fetchDetail(collection.id, id, signal));
      if (feature) this.view.detail.show(feature);
    } catch (error) {
      const missing = error instanceof ApiError && error.status === 404;
      this.view.detail.showError(this.loc.t(missing ? 'detail.missing' : 'detail.failed'));
    }
  }

  // Says which filter to drop, with the number of incidents that it hides.
  private async showEmpty(): Promise<void> {
    const { collection } = this;
    const { filter } = this.state;
    if (!collection) return;
    const found = await this.requests.rest
      .run(async (signal) => {
        const offers = suggestions(this.loc, collection, filter);
        return Promise.all(
          offers.map(async (offer) => ({
            what: offer.what,
            count: await fetchCount(collection.id, offer.filter, signal),
            remove: () => this.setFilter(offer.filter),
          })),
        );
      })
      .catch(() => []); // the message stands without numbers
    if (!found || this.rows.length > 0) return;
    const useful = found.filter(({ count }) => count > 0);
    this.view.notice.showEmpty(emptyMessage(this.loc, collection, filter, this.view.dock.extent), useful, isFiltered(filter));
  }

  private async addBasemap(): Promise<void> {
    const info = await fetchBasemap(new AbortController().signal);
    if (info) this.view.map.setBasemap(info, fetchTile);
    this.view.showAttribution(info?.attribution ?? '');
  }

  private window(): Window {
    const { from, to, mode } = this.state.filter;
    return {
      from: (from === null ? null : parseDay(from)) ?? -Infinity,
      to: (to === null ? null : parseDay(to)) ?? Infinity,
      mode,
    };
  }

  private fail(error: unknown, retry: () => void): void {
    this.view.notice.showError(errorMessage(this.loc, error), retry);
  }
}

function finite(day: Day): Day | null {
  return Number.isFinite(day) ? day : null;
}
