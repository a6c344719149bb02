// All parts of the page put together. What the reader does goes to the
// handlers; what is to be seen comes through the methods.

import type { Columns } from './data/columns';
import type { ContextLayer } from './data/context';
import { type Holding, isComplete } from './data/holding';
import type { BasemapInfo, Collection } from './data/types';
import type { Window } from './data/window';
import { countedIn } from './i18n/casualties';
import type { Locale } from './i18n/locale';
import type { FetchTiles } from './map/ground';
import { type MapEvents, MapView } from './map/map-view';
import type { FetchOutlines } from './map/outlines';
import { isArea } from './map/sites';
import type { Filter } from './state/filter';
import { TimeDock, type TimeEvents } from './time/dock';
import { AboutDialog } from './ui/about';
import { type ContextEvents, ContextPanel } from './ui/context';
import { DatasetChooser, titleOf } from './ui/datasets';
import { type DetailEvents, DetailPanel } from './ui/detail';
import { h } from './ui/dom';
import { type Choice, DownloadDialog, type Scope } from './ui/download';
import { FacetPanel, marksByKind } from './ui/facets';
import { valueLabel } from './ui/labels';
import { LayersMenu } from './ui/layers';
import { Legend } from './ui/legend';
import { IncidentList } from './ui/list';
import { windowWords } from './ui/messages';
import { Notice } from './ui/notice';
import { buildPage } from './ui/page';
import { Rail } from './ui/rail';
import { type SearchEvents, SearchField } from './ui/search';
import { languageSetting, ThemeSetting } from './ui/settings';
import { Sheet } from './ui/sheet';
import { Summary, type SummaryEvents } from './ui/summary';
import { Tools } from './ui/tools';

export interface Handlers {
  readonly map: MapEvents;
  readonly time: TimeEvents;
  readonly summary: SummaryEvents;
  readonly detail: DetailEvents;
  readonly context: ContextEvents;
  toggle: FacetPanelToggle;
  readonly search: SearchEvents;
  open(id: string): void;
  chooseCollection(id: string): void;
  fit(): void;
  download(scope: Scope): Choice;
  reset(): void;
  /** Every source of the data, as text. */
  sources(): Promise<string>;
}
type FacetPanelToggle = ConstructorParameters<typeof FacetPanel>[1];

export class View {
  readonly map: MapView;
  readonly dock: TimeDock;
  readonly summary: Summary;
  readonly facets: FacetPanel;
  readonly list: IncidentList;
  readonly detail: DetailPanel;
  readonly notice: Notice;
  private readonly context: ContextPanel;
  readonly datasets: DatasetChooser;
  readonly search: SearchField;
  private readonly legend: Legend;
  private readonly layers: LayersMenu;
  private readonly rail: Rail;
  private readonly sheet: Sheet;
  private readonly about: AboutDialog;
  private readonly setAttribution: (text: string) => void;
  private collection: Collection | null = null;
  private basemap = '';

  constructor(
    private readonly loc: Locale,
    on: Handlers,
  ) {
    const mapElement = h('div', {
      class: 'map',
      role: 'region',
      'aria-label': loc.t('map.label'),
      dir: 'ltr',
    });
    this.dock = new TimeDock(loc, on.time);
    this.summary = new Summary(loc, on.summary);
    this.facets = new FacetPanel(loc, on.toggle);
    this.list = new IncidentList(loc, { open: on.open, hover: (row) => this.map.hover(row) });
    this.detail = new DetailPanel(loc, on.detail);
    this.context = new ContextPanel(loc, on.context);
    this.notice = new Notice(loc, on.reset);
    this.datasets = new DatasetChooser(loc, on.chooseCollection);
    this.search = new SearchField(loc, on.search);
    this.legend = new Legend(loc);
    this.about = new AboutDialog(loc, on.sources);
    const download = new DownloadDialog(loc, on.download);
    const theme = new ThemeSetting(loc, () => this.look(theme));
    this.layers = new LayersMenu(loc, (name, shown) => this.map.setLayer(name, shown));
    const tools = new Tools(loc, this.layers, {
      zoom: (steps) => this.map.zoomBy(steps),
      fit: on.fit,
      download: () => download.open(),
    });
    this.rail = new Rail(
      loc,
      [this.datasets.element, this.search.element],
      [
        { name: 'filters', element: this.facets.element },
        {
          name: 'list',
          element: this.list.element,
          onShow: () => this.list.refreshIfStale(),
        },
        { name: 'context', element: this.context.element },
      ],
    );
    this.rail.offer('context', false);
    const resized = () => this.map?.resized();
    this.sheet = new Sheet(loc, resized, this.dock.element, this.rail.element, this.detail.element);
    const { setAttribution } = buildPage(loc, {
      settings: [theme.element, languageSetting(loc)],
      summary: this.summary.element,
      notice: this.notice.element,
      map: mapElement,
      tools: tools.element,
      legend: this.legend.element,
      sheet: this.sheet.element,
      dialogs: [this.about.element, download.element],
      onAbout: () => this.about.open(),
      onSkip: () => this.focusList(null),
      onLayout: resized,
    });
    this.setAttribution = setAttribution;
    this.map = new MapView(mapElement, on.map);
    new ResizeObserver(resized).observe(mapElement);
    this.look(theme);
    this.layers.apply();
  }

  showCollection(collection: Collection, collections: readonly Collection[]): void {
    this.collection = collection;
    this.datasets.show(collections, collection);
    const title = this.loc.isolate(titleOf(collections, collection));
    document.title = `${title} – ${this.loc.t('app.title')}`;
    this.showAttribution(this.basemap);
  }

  /** Shows the context layers of the dataset; none takes them away. */
  showContext(layers: readonly ContextLayer[]): void {
    this.context.show(layers);
    this.rail.offer('context', layers.length > 0);
    this.dock.setContext(layers);
  }

  /** Draws the server's basemap. */
  setBasemap(info: BasemapInfo, tiles: FetchTiles, outlines: FetchOutlines): void {
    this.map.setBasemap(info, tiles);
    this.map.setOutlines(outlines);
    this.layers.offer(info.background);
    const parts = [info.background?.attribution, info.attribution];
    this.showAttribution(this.joined(parts));
  }

  /** Names whose data the page shows. */
  private showAttribution(basemap: string): void {
    this.basemap = basemap;
    this.setAttribution(this.joined([this.collection?.attribution, basemap]));
    this.about.setData(this.collection, basemap);
  }

  private joined(names: readonly (string | undefined)[]): string {
    return names.flatMap((name) => (name ? [this.loc.isolate(name)] : [])).join(' · ');
  }

  /** Shows that counts, marks and list are those of before, until an answer comes. */
  showWaiting(waiting: boolean): void {
    document.body.classList.toggle('is-waiting', waiting);
    if (waiting) this.summary.showWaiting(this.collection);
  }

  /** Shows other incidents, and how many of them are not held. */
  setHolding(holding: Holding): void {
    const { columns, matched } = holding;
    const left = isComplete(holding)
      ? ''
      : this.loc.t('sum.held', { held: columns.length, total: matched });
    this.summary.showHeld(left);
    this.list.setColumns(columns, {
      counted: countedIn(this.collection).includes('killed'),
      left,
    });
    this.setColumns(columns);
  }

  private setColumns(columns: Columns): void {
    this.map.setColumns(columns);
    const marks = marksByKind(this.collection);
    const used = new Set(columns.kind);
    const entries = [...marks]
      .filter(([kind]) => used.has(columns.kinds.indexOf(kind)))
      .map(([kind, mark]) => ({
        mark,
        label: valueLabel(this.loc, this.collection, 'kind', kind),
      }));
    this.legend.show(entries, {
      areas: columns.precision.some(
        (precision, row) => isArea(precision) && hasPoint(columns, row),
      ),
      possible: columns.certain.includes(0),
    });
  }

  showWindow({ from, to, mode }: Window): void {
    const side = (day: number) => (Number.isFinite(day) ? day : null);
    this.dock.setWindow(side(from), side(to), mode);
  }

  showRows(rows: Uint32Array): void {
    this.map.setRows(rows);
    this.list.show(rows, this.rail.tab === 'list');
  }

  showFilters(collection: Collection | null, filter: Filter): void {
    this.search.show(filter.q);
    this.summary.showFilters(collection, filter, windowWords(this.loc, filter, this.dock.extent));
  }

  openDetail(): void {
    document.body.classList.add('has-detail');
    this.sheet.atLeast('half');
  }

  closeDetail(): void {
    document.body.classList.remove('has-detail');
    this.detail.hide();
  }

  /** Goes to the list, and to a line of it. */
  focusList(id: string | null): void {
    document.body.classList.remove('no-rail');
    this.sheet.atLeast('half');
    if (this.rail.tab !== 'list') this.rail.show('list');
    this.list.focus(id);
  }

  /** Gives the focus back to what opened the details: a line of the list, or the map. */
  giveFocusBack(opener: string | null): void {
    if (opener === null) this.map.focus();
    else this.focusList(opener);
  }

  private look(theme: ThemeSetting): void {
    this.map.setLook(theme.isDark, this.loc.lang === 'ar');
  }
}

function hasPoint(columns: Columns, row: number): boolean {
  return columns.pointAt[row] !== columns.pointAt[row + 1];
}
