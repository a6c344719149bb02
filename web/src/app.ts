// The application: loads what the state of the page asks for, and tells every
// part of the page what changed.

import { Asked } from './asked';
import { addBasemap } from './basemap';
import { Contexts } from './contexts';
import { Contributing } from './contributing';
import { fetchAttribution, fetchCollections, fetchSummaries } from './data/api';
import { forgetEarly } from './data/ask';
import type { ContextRecord } from './data/context';
import { Latest } from './data/loader';
import { Pace } from './data/pace';
import { notUnderstood, without } from './data/properties';
import { Summaries } from './data/summaries';
import type { Collection } from './data/types';
import { downloadOf } from './downloads';
import { Failures } from './failures';
import type { Locale } from './i18n/locale';
import { IncidentSet } from './incident-set';
import type { AreaParams } from './map/area-layer';
import type { Drawn } from './map/point-layer';
import { Numbers } from './numbers';
import { chosenOf } from './opening';
import { PlaceSearch } from './place-search';
import { Pointing } from './pointing';
import { Preview } from './preview';
import { Selection } from './selection';
import { Session } from './session';
import { type Day, formatDay } from './state/day';
import {
  type FacetName,
  type Filter,
  NO_FILTER,
  sameSet,
  toggleValue,
  withParam,
} from './state/filter';
import type { PageState } from './state/link';
import type { Look } from './state/look';
import type { Screen } from './state/screen';
import { Timeline } from './timeline';
import { afterDrawing, beforeLong, withoutWaiting } from './turn';
import type { Outside } from './ui/detail';
import type { Choice, Scope } from './ui/download';
import { windowWords } from './ui/messages';
import type { View } from './view';

// Questions a second to the server while a drag goes on. What one answer leads to is asked at
// once and paid for afterwards: over a few seconds it is less than five.
const DRAG_RATE = 4;

export class App {
  readonly selection: Selection;
  /** What lists and tips tell of incidents. */
  readonly summaries: Summaries;
  private readonly session: Session;
  private readonly collections = new Latest();
  /** The incidents that the filter asks for. */
  readonly incidents: IncidentSet;
  private readonly numbers: Numbers;
  private readonly failures: Failures;
  private readonly preview: Preview;
  /** The incidents over time. */
  readonly timeline: Timeline;
  readonly contexts: Contexts;
  readonly places: PlaceSearch;
  readonly contributing: Contributing;
  readonly pointing: Pointing;
  /** What is asked of the server where it is too much to hold. */
  readonly asked: Asked;
  private rests = true; // no drag is going on

  constructor(
    private readonly loc: Locale,
    private readonly view: View,
  ) {
    this.session = new Session((before) => void this.restore(before));
    this.summaries = new Summaries(
      (ids) => fetchSummaries(this.session.collection?.id ?? '', ids, new AbortController().signal),
      () => this.view.showSummaries(),
    );
    this.pointing = new Pointing(loc, this.session, this.summaries);
    this.selection = new Selection(loc, this.session, view, this.summaries, () =>
      this.contributing.mayLeave(),
    );
    const pace = new Pace(DRAG_RATE);
    const failures = new Failures(loc, view);
    this.failures = failures;
    this.incidents = new IncidentSet(this.session, view, pace, {
      held: () => this.asked.stop(),
      set: () => this.timeline.show(),
      window: () => this.windowArrived(),
      had: () => failures.had('set'),
      failed: (error, retry) => {
        failures.tell('set', error, retry);
        void this.numbers.preview(); // which does not need them
      },
    });
    this.timeline = new Timeline(loc, this.session, view, failures, () => {
      view.showFilters(this.session.collection, this.session.state.filter);
      this.numbers.showCounts(); // with the dates that they are of
    });
    this.asked = new Asked(this.session, view, this.summaries, pace, failures);
    this.contexts = new Contexts(this.session, view);
    this.places = new PlaceSearch(loc, view);
    this.contributing = new Contributing(loc, this.session, view, {
      choose: (id) => this.chooseCollection(id),
      reload: () => this.reload(),
      select: (id) => this.selection.open(id, 'link'),
      reselect: () => void this.selection.show({ moveMap: false }),
    });
    this.numbers = new Numbers(loc, this.session, view, failures, {
      isWaiting: () => this.incidents.isWaiting,
      changed: () => this.incidents.askWindow(),
      filter: (filter) => this.setFilter(filter),
    });
    this.preview = new Preview(this.session, view, this.summaries, this.numbers, this.asked);
  }

  /** Loads what the address asks for, of the datasets that were asked for already. */
  async start(asked: Promise<readonly Collection[]> | null = null): Promise<void> {
    beforeLong(() => this.view.reveal());
    this.view.notice.showProgress(0, null);
    try {
      const all = await this.collections.run((signal) => asked ?? fetchCollections(signal));
      if (!all) return;
      this.session.all = all;
    } catch (error) {
      this.failures.tell('page', error, () => void this.start());
      return;
    }
    this.showScreen();
    const opened = this.openCollection({ fit: this.session.state.map === null });
    const turn = afterDrawing(opened);
    addBasemap(this.view, turn).catch(() => this.view.partFailed());
    void turn.then(() => this.contributing.start());
    await opened;
  }

  /** Changes the filter; incidents are asked for only when the set changes. */
  setFilter(change: Partial<Filter>): void {
    const before = this.session.state.filter;
    const filter = { ...before, ...change };
    this.session.go({ filter }, 'push');
    if (sameSet(before, filter)) this.windowChanged({ rests: true });
    else void this.loadSet({ fit: false });
  }

  /** Remembers what else is on the screen. */
  setScreen(change: Partial<Screen>): void {
    this.session.go({ screen: { ...this.session.state.screen, ...change } }, 'replace');
  }

  // Shows what else a link has on the screen.
  private showScreen(): void {
    const { screen } = this.session.state;
    this.view.showScreen(screen);
    this.places.show(screen.found);
    this.contexts.set(screen.context);
  }

  /** Asks for what happened in an area, and no other one. */
  setArea({ bbox = '', within = '' }: AreaParams): void {
    const { filter } = this.session.state;
    const bare = withParam(withParam(filter, 'bbox-crs', ''), 'bbox', bbox);
    this.setFilter(withParam(bare, 'within', within));
  }

  /** Takes away what leaves the selected incident out. */
  include(what: Outside): void {
    this.setFilter(what === 'dates' ? { from: null, to: null } : NO_FILTER);
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

  /** Shows everything of the collection, or the first one when there is none. */
  reset(): void {
    if (this.session.collection) this.setFilter(NO_FILTER);
    else this.chooseCollection(null);
  }

  chooseCollection(id: string | null): void {
    const screen = { ...this.session.state.screen, context: [], stack: [] };
    this.session.go({ collection: id, filter: NO_FILTER, selected: null, screen }, 'push');
    void this.openCollection({ fit: true });
  }

  mapMoved(): void {
    if (!this.session.columns) return;
    this.session.go({ map: this.view.map.position() }, 'replace');
  }

  mapViewed(): void {
    if (!this.session.columns) return;
    this.numbers.showCounts();
    this.asked.moved();
    this.view.listAgain();
  }

  listInView(only: boolean): void {
    this.setScreen({ inView: only });
    if (this.asked.isOn) void this.asked.loadList();
    else this.view.listRows(true);
  }

  fitAll(): void {
    this.view.map.fit(this.session.rows, 'all', this.session.collection);
  }

  /** The addresses of a download, and how many incidents it has. */
  download(scope: Scope): Choice {
    return downloadOf(this.session, this.view, scope);
  }

  sources(): Promise<string> {
    return fetchAttribution(new AbortController().signal);
  }

  /** Draws incidents in another way. */
  setLook(change: Partial<Look>): void {
    const look = { ...this.session.state.look, ...change };
    this.session.go({ look }, 'push');
    this.view.showLook(look);
    if (change.color !== undefined) this.recolor();
  }

  private recolor(): void {
    const { holding, state } = this.session;
    if (!holding) return;
    this.view.setHolding(holding, state.look.color);
    this.timeline.recolor();
    this.windowChanged({ rests: true });
    this.selection.mark();
  }

  /** Says what is not drawn, and why. */
  showDrawn(drawn: Drawn): void {
    this.view.showDrawn(drawn, this.session.state.look);
    this.numbers.drawn();
  }

  // The reader went back or forward, or edited the address.
  private async restore(before: PageState): Promise<void> {
    const { state, collection } = this.session;
    if (state.map) this.view.map.setPosition(state.map);
    this.view.showLook(state.look);
    this.view.dock.restore(state.play);
    if (state.look.color !== before.look.color) this.recolor();
    if (state.screen !== before.screen) this.showScreen();
    if (state.collection !== before.collection || !collection) {
      return this.openCollection({ fit: false });
    }
    this.dropForeign(collection);
    if (!sameSet(this.session.state.filter, before.filter)) return this.loadSet({ fit: false });
    this.windowChanged({ rests: true });
    const isOther = (now: PageState) => `${now.selected} ${now.screen.stack}`;
    if (isOther(state) !== isOther(before)) await this.selection.show({ moveMap: true });
  }

  // A filter that the collection does not have is told, and asked of nobody.
  private dropForeign(collection: Collection): void {
    const { filter } = this.session.state;
    const names = notUnderstood(collection, filter);
    this.view.summary.showRefused(names);
    if (names.length > 0) this.session.go({ filter: without(filter, names) }, 'replace');
  }

  private async openCollection(options: { fit: boolean }): Promise<void> {
    const { collections, state } = this.session;
    const collection = chosenOf(collections, state.collection);
    this.session.collection = collection ?? null;
    this.summaries.clear();
    this.failures.clear();
    if (!collection) {
      this.failures.say(this.loc.t('error.missing'), () => void this.start());
      return;
    }
    this.dropForeign(collection);
    this.view.showCollection(collection, collections);
    this.view.showLook(state.look);
    // The incidents are asked for before what stands beside them.
    this.incidents.bins = this.timeline.load(collection);
    const loaded = this.loadSet(options);
    forgetEarly();
    void this.contexts.load(collection, afterDrawing(loaded));
    this.contributing.collectionChanged();
    this.showGround(collection);
    await loaded;
  }

  // The background does not wait for the incidents, where these take a while.
  private showGround(collection: Collection): void {
    const { map } = this.session.state;
    const { view } = this;
    if (map) {
      view.map.setPosition(map);
      view.map.start();
      return;
    }
    withoutWaiting(() => {
      if (this.session.holding || this.session.collection !== collection) return;
      view.map.fit(this.session.rows, 'main', collection);
      view.map.start();
    });
  }

  /** Shows the days of a context record, and its place if it has one. */
  goToContext({ from, to, ongoing, points }: ContextRecord): void {
    this.setWindow(from, ongoing ? null : to, true);
    if (points.length > 0) this.view.map.lookAt(points);
  }

  private async loadSet(options: { fit: boolean }): Promise<void> {
    const { collection, state } = this.session;
    if (!collection) return;
    const loaded = this.incidents.load(() => this.showSet(options));
    this.view.facets.expect(state.filter);
    this.view.showFilters(collection, state.filter);
    this.preview.load(collection, loaded);
    await loaded;
  }

  private showSet({ fit }: { fit: boolean }): void {
    const { session, view } = this;
    view.reveal();
    // They are drawn as soon as the map has its place, and not once more for their window.
    const isDrawn = session.isHeld;
    if (isDrawn) view.map.setRows(session.rows);
    if (session.state.map && !fit) view.map.setPosition(session.state.map);
    else view.map.fit(session.rows, 'main', session.collection);
    view.map.start();
    this.windowChanged({ rests: true, isDrawn });
    void this.selection.show({ moveMap: true });
  }

  private windowChanged({ rests, isDrawn = false }: { rests: boolean; isDrawn?: boolean }): void {
    const { session, view } = this;
    this.rests = rests;
    view.showWindow(session.window, rests);
    this.contexts.show();
    if (rests) view.showFilters(session.collection, session.state.filter);
    else view.summary.showWindow(windowWords(this.loc, session.state.filter, view.dock.extent));
    if (!this.incidents.hasWindow(rests)) {
      view.facets.expect(session.state.filter);
      return;
    }
    session.selectRows();
    const { isOn } = this.asked;
    view.showRows(session.rows, rests, !isOn && !isDrawn);
    if (isOn) this.asked.show({ rests });
    this.numbers.show({ rests });
    if (rests) void this.selection.check();
    if (session.shown > 0) view.notice.hide();
    else if (rests) void this.numbers.showEmpty();
  }

  /** Shows the collection as it is now; false where that has to wait. */
  private async reload(): Promise<boolean> {
    const { collection, collections } = this.session;
    if (!collection || !this.rests) return false;
    this.summaries.clear();
    this.asked.forget();
    this.view.showCollection(collection, collections);
    this.incidents.bins = this.timeline.load(collection);
    return this.incidents.reload(() => {
      void this.preview.loadTitles();
      this.windowArrived();
    });
  }

  private windowArrived(): void {
    this.timeline.recolor();
    this.windowChanged({ rests: this.rests });
    this.selection.mark();
  }
}
