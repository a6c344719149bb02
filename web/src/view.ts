// All parts of the page put together. What the reader does goes to the
// handlers; what is to be seen comes through the methods.

import type { Columns } from './data/columns';
import type { ContextLayer } from './data/context';
import { type Holding, isComplete } from './data/holding';
import type { ServerCluster } from './data/server-clusters';
import type { BasemapInfo, Collection, Facets } from './data/types';
import type { Window } from './data/window';
import type { Handlers } from './handlers';
import type { Locale } from './i18n/locale';
import type { GroundHost, GroundLayers } from './map/ground-layers';
import { MapView } from './map/map-view';
import type { Mark } from './map/palette';
import type { Drawn } from './map/point-layer';
import type { Filter } from './state/filter';
import type { Look } from './state/look';
import type { Screen } from './state/screen';
import { TimeDock } from './time/dock';
import { AboutDialog } from './ui/about';
import { Account } from './ui/account';
import { areaMenu } from './ui/area';
import { ColorKey } from './ui/color-key';
import { ContextPanel } from './ui/context';
import { Contribute } from './ui/contribute';
import { DatasetChooser, headingOf, titleOf } from './ui/datasets';
import { DetailPanel } from './ui/detail';
import { h } from './ui/dom';
import { DownloadDialog } from './ui/download';
import { FacetPanel, marksByKind } from './ui/facets';
import { Folds } from './ui/folds';
import { FoundWords } from './ui/found-words';
import { LayersMenu } from './ui/layers';
import { IncidentList } from './ui/list';
import { MapKey } from './ui/map-key';
import { windowWords } from './ui/messages';
import { Notice } from './ui/notice';
import { buildPage } from './ui/page';
import { Panels } from './ui/panels';
import { Rail } from './ui/rail';
import { SearchField } from './ui/search';
import { languageSetting, ThemeSetting } from './ui/settings';
import { Sheet } from './ui/sheet';
import { Summary } from './ui/summary';
import { Tools } from './ui/tools';

export class View {
  readonly map: MapView;
  readonly theme: ThemeSetting;
  readonly dock: TimeDock;
  readonly summary: Summary;
  readonly facets: FacetPanel;
  readonly list: IncidentList;
  readonly detail: DetailPanel;
  readonly notice: Notice;
  readonly contribute: Contribute;
  readonly account: Account;
  private readonly context: ContextPanel;
  private readonly foundWords: FoundWords;
  readonly datasets: DatasetChooser;
  readonly search: SearchField;
  private readonly key: MapKey;
  private readonly folds: Folds;
  private readonly layers: LayersMenu;
  private readonly rail: Rail;
  readonly sheet: Sheet;
  private readonly about: AboutDialog;
  readonly tools: Tools;
  private readonly setAttribution: (text: string) => void;
  private readonly setHeading: (text: string | null) => void;
  private collection: Collection | null = null;
  private basemap = '';
  private rows: Uint32Array = new Uint32Array();
  private readonly palette = new ColorKey();
  /** True where the map shows incidents, of whatever filter. */
  hasPicture = false;

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
    this.facets = new FacetPanel(loc, on.facets);
    this.list = new IncidentList(
      loc,
      {
        open: on.open,
        more: on.listShown,
        inView: on.listInView,
        sorted: (sort) => on.screen({ sort }),
        hover: (row) => this.map.picks.hover(row),
      },
      on.summaries,
    );
    this.detail = new DetailPanel(loc, on.detail);
    this.foundWords = new FoundWords([this.list.element, this.detail.element]);
    this.context = new ContextPanel(loc, on.context);
    this.notice = new Notice(loc, on.reset);
    this.datasets = new DatasetChooser(loc, on.chooseCollection);
    this.search = new SearchField(loc, on.search);
    this.key = new MapKey(loc, on.look);
    this.about = new AboutDialog(loc, on.sources);
    const download = new DownloadDialog(loc, on.download);
    this.contribute = new Contribute(loc, on.contribute);
    this.account = new Account(loc, on.account);
    this.theme = new ThemeSetting(loc, () => this.look());
    this.layers = new LayersMenu(loc, {
      layer: (name, shown) => this.map.setLayer(name, shown),
      chosen: (names) => on.screen({ layers: names }),
    });
    this.tools = new Tools(loc, this.key.menu, this.layers, areaMenu(loc, on.area), {
      zoom: (steps) => this.map.zoomBy(steps),
      fit: on.fit,
      download: () => download.open(),
    });
    this.rail = new Rail(
      loc,
      [this.datasets.element, this.contribute.element, this.search.element],
      [
        { name: 'filters', element: this.facets.element, onShow: () => this.facets.seen() },
        {
          name: 'list',
          element: this.list.element,
          onShow: () => {
            this.list.refreshIfStale();
            on.listShown();
          },
        },
        { name: 'context', element: this.context.element },
      ],
    );
    this.rail.onTurn = (tab) => on.screen({ tab });
    this.rail.offer('context', false);
    const resized = () => this.map?.resized();
    this.folds = new Folds(loc, (folded) => on.screen({ folded }), resized);
    this.sheet = new Sheet(loc, resized, this.rail.element, this.detail.element, this.dock.element);
    const { setAttribution, setHeading } = buildPage(loc, {
      settings: [this.theme.element, languageSetting(loc), this.account.element],
      summary: this.summary.element,
      notice: this.notice.element,
      map: mapElement,
      tools: this.tools.element,
      legend: this.key.legend.element,
      sheet: this.sheet.element,
      folds: this.folds.elements,
      dialogs: [this.about.element, download.element],
      onAbout: () => this.about.open(),
      onSkip: () => this.focusList(null),
      onSkipToMap: () => this.map.picks.focusMarks(),
    });
    this.setAttribution = setAttribution;
    this.setHeading = setHeading;
    this.map = new MapView(mapElement, on.map, { intl: loc.intl, end: loc.t('map.groundEnd') });
    new ResizeObserver(resized).observe(mapElement);
    mapElement.after(this.dock.now);
    const panels = new Panels(mapElement);
    this.map.setPanels(panels);
    panels.watch(() => this.map.panelsResized());
    this.look();
    this.layers.apply(null);
  }

  /** Lets the page be seen: it is built out of sight, and drawn with what it is to show. */
  reveal(): void {
    document.documentElement.classList.remove('is-opening');
  }

  showCollection(collection: Collection, collections: readonly Collection[]): void {
    if (this.collection?.id !== collection.id) this.palette.clear();
    this.collection = collection;
    this.key.setCollection(collection);
    this.datasets.show(collections, collection);
    this.setHeading(headingOf(collections, collection));
    const title = this.loc.isolate(titleOf(collections, collection));
    document.title = `${title} – ${this.loc.t('app.title')}`;
    this.showAttribution(this.basemap);
  }

  /** Shows the context layers of the dataset; none takes them away. */
  showContext(layers: readonly ContextLayer[], drawn: ReadonlySet<string>): void {
    this.context.show(layers, drawn);
    this.showDrawnContext(layers, drawn);
    this.rail.offer('context', layers.length > 0);
    this.dock.setContext(layers);
  }

  /** Says that a part of the page cannot be had. */
  partFailed(): void {
    this.tools.say(this.loc.t('page.partFailed'));
  }

  /** Draws the map on what the server has for it. */
  setGround(info: BasemapInfo, make: (host: GroundHost) => GroundLayers): void {
    this.map.setGround(info, make);
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

  /** Shows that the map has the former picture, until an answer comes. */
  showOldMap(old: boolean): void {
    document.body.classList.toggle('is-old', old);
  }

  /** Shows other incidents; of those that are not held their places come later. */
  setHolding(holding: Holding, color: string | null): void {
    const painted = this.palette.paint(holding.columns, color);
    const { columns, marks, property } = painted;
    this.list.setColumns(columns, this.collection, marksByKind(this.collection), marks);
    this.facets.setMarks(
      property,
      new Map(columns.kinds.map((kind, i) => [kind, marks[i] as Mark])),
    );
    if (!isComplete(holding)) return;
    this.map.setColumns(columns, marks);
    this.hasPicture = true;
    this.key.showColumns(painted);
  }

  /** Says what is drawn in which way, and what is not. */
  showDrawn(drawn: Drawn, look: Look): void {
    this.summary.showUndrawn(drawn);
    this.key.showDrawn(drawn, look, this.theme.isDark);
  }

  /** Draws incidents in another way. */
  showLook(look: Look): void {
    this.map.setDrawing(look);
    this.key.showLook(look);
  }

  /** Says in the legend which context layers are on the map. */
  showDrawnContext(layers: readonly ContextLayer[], drawn: ReadonlySet<string>): void {
    this.key.showContext(layers, drawn);
  }

  /** Shows the tab, the order of the list and the layers of the map that a link has. */
  showScreen({ tab, sort, inView, folded, layers }: Screen): void {
    this.folds.show(folded);
    if (this.rail.tab !== tab) this.rail.show(tab);
    this.list.setOrder(sort);
    if (this.list.setOfView(inView)) this.listRows(true);
    this.list.refreshIfStale();
    this.layers.apply(layers);
  }

  showWindow({ from, to, mode }: Window, rests: boolean): void {
    const side = (day: number) => (Number.isFinite(day) ? day : null);
    this.dock.setWindow(side(from), side(to), mode, rests);
  }

  showRows(rows: Uint32Array, rests: boolean, isHeld: boolean): void {
    if (isHeld) this.map.setRows(rows);
    this.rows = rows;
    this.listRows(rests);
  }

  /** The map shows another part of the world, or only that part is to be listed. */
  listAgain(): void {
    if (this.list.isOfView) this.listRows(true);
  }

  /** Lists the rows, or those in view. */
  listRows(rests: boolean): void {
    const { rows, list } = this;
    const listed = list.isOfView ? this.map.inView(rows) : rows;
    const byArea = list.isOfView ? this.map.inViewByArea(rows) : 0;
    list.show(listed, { visible: this.isListShown, rests, byArea });
  }

  /** Shows places that the server has clustered: single ones as rows of columns, and clusters. */
  showPlaces(columns: Columns, clusters: readonly ServerCluster[]): void {
    this.map.setPlaces(columns, clusters);
    this.hasPicture = true;
    this.key.showPlaces(columns, clusters);
  }

  get isListShown(): boolean {
    return this.rail.tab === 'list';
  }

  /** Shows the titles that have arrived. */
  showSummaries(): void {
    this.list.arrived();
    if (this.rail.tab === 'list') this.list.refreshIfStale();
    this.map.picks.describeAgain();
  }

  showFilters(collection: Collection | null, filter: Filter): void {
    this.search.show(filter.q);
    this.foundWords.show(filter.q);
    this.map.showArea({ bbox: filter.params['bbox'], within: filter.params['within'] });
    this.summary.showFilters(collection, filter, windowWords(this.loc, filter, this.dock.extent));
  }

  /** Shows what the collection can be filtered by, or takes the tab away where that is nothing. */
  showFacets(collection: Collection, filter: Filter, facets: Pick<Facets, 'facets'>): void {
    this.rail.offer('filters', this.facets.show(collection, filter, facets));
  }

  /** Changes the counts of what the collection can be filtered by. */
  countFacets(filter: Filter, facets: Facets): void {
    this.facets.update(filter, facets, this.rail.tab === 'filters');
  }

  /** Shows that counts and sums are those of before, until the server has told others. */
  showOldNumbers(): void {
    this.facets.expect(null);
    this.summary.showOldSums();
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
    this.folds.open('rail');
    this.sheet.atLeast('half');
    if (this.rail.tab !== 'list') this.rail.show('list');
    this.list.focus(id);
  }

  /** Gives the focus back to what opened the details: a line of the list, or the map. */
  giveFocusBack(opener: string | null): void {
    if (opener === null) this.map.focus();
    else this.focusList(opener);
  }

  private look(): void {
    this.map?.setLook(this.theme.isDark, this.loc.lang === 'ar');
  }
}
