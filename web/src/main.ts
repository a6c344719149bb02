// Wires the page: language, view and application.

import './styles/base.css';
import './styles/layout.css';
import './styles/panels.css';
import './styles/detail.css';
import './styles/search.css';
import './styles/context.css';
import './styles/map.css';
import './styles/map-over.css';
import './styles/time.css';
import './styles/time-window.css';
import './styles/contribute.css';
import './styles/touch.css';
import { App } from './app';
import { fetchCollections } from './data/api';
import { mostHeld } from './data/loader';
import { type Locale, loadLocale, pickLanguage } from './i18n/locale';
import { askForFirst } from './opening';
import { hearDrops } from './ui/drop';
import { badgeWords } from './ui/scale';
import { View } from './view';

const PATIENCE_MS = 100; // for which the page is not built before there is something to show

// Not while the program begins: where a browser's tools are open, it reads the whole program
// again for a request that is made then.
const collections = Promise.resolve().then(() => fetchCollections(new AbortController().signal));
const first = collections.then(
  (all) => askForFirst(all, location.hash, mostHeld(navigator)),
  () => undefined, // the page tells, once it is there
);
const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS));
// The first words take a while: meanwhile the server answers.
const locale = Promise.race([collections.catch(() => undefined), patience]).then(() => {
  const asked = new URLSearchParams(location.search).get('lang');
  return loadLocale(pickLanguage(asked, navigator.languages));
});
void Promise.all([locale, Promise.race([first, patience])]).then(([loc]) => begin(loc));

function begin(loc: Locale): void {
  document.documentElement.lang = loc.lang;
  document.documentElement.dir = loc.dir;
  document.documentElement.classList.add('is-opening');

  const view = new View(loc, {
    map: {
      moved: () => app.mapMoved(),
      viewed: () => app.mapViewed(),
      area: (area) => app.setArea(area),
      picked: (rows) => app.selection.pick(rows),
      pickedIds: (ids, n) => app.selection.pickIds(ids, n),
      describe: (hit) => app.pointing.describe(hit),
      marksLabel: loc.t('map.marks'),
      unit: (unit) => app.pointing.unit(unit),
      badge: (n, area) => badgeWords(loc, n, area),
      badges: (n) => loc.t('map.badgeAreas', { n }),
      drawn: (drawn) => app.showDrawn(drawn),
      partFailed: () => view.partFailed(),
    },
    time: {
      window: (from, to, rests) => app.setWindow(from, to, rests),
      mode: (mode) => app.setFilter({ mode }),
      play: (change) => app.timeline.setPlay(change),
      bins: (rests) => app.timeline.countDetail(rests),
      isSame: (a, b) => app.timeline.isSame(a, b),
      isEmpty: (span) => app.timeline.isEmpty(span),
      isWaiting: () => app.incidents.isWaiting,
    },
    summary: {
      filter: (filter) => app.setFilter(filter),
      removeWindow: () => app.setFilter({ from: null, to: null }),
      reset: () => app.reset(),
      fit: () => app.fitAll(),
    },
    detail: {
      close: () => app.selection.close(),
      open: (id) => app.selection.open(id, 'link'),
      retry: () => void app.selection.show({ moveMap: false }),
      include: (what) => app.include(what),
      edit: (id) => void app.contributing.edit(id),
      history: (id) => void app.contributing.history(id),
    },
    context: {
      draw: (layer, shown) => app.setScreen({ context: app.contexts.draw(layer, shown) }),
      go: (record) => app.goToContext(record),
    },
    facets: {
      toggle: (name, value) => app.toggle(name, value),
      filter: (filter) => app.setFilter(filter),
    },
    look: (change) => app.setLook(change),
    search: {
      search: (q) => app.setFilter({ q }),
      suggest: (text) => void app.places.suggest(text),
      place: (place) => {
        app.places.show(place);
        app.setScreen({ found: place });
      },
    },
    summaries: {
      get: (id) => app.summaries.get(id),
      want: (ids) => app.summaries.want(ids),
    },
    contribute: {
      file: () => void app.contributing.openFile(null),
      add: () => void app.contributing.add(),
    },
    account: {
      signIn: () => void app.contributing.signIn(),
      signOut: () => void app.contributing.signOut(),
    },
    screen: (change) => app.setScreen(change),
    open: (id) => app.selection.open(id, 'list'),
    listShown: () => void app.asked.loadList(),
    listInView: (only) => app.listInView(only),
    chooseCollection: (id) => app.contributing.choose(id),
    area: {
      view: () => app.setArea({ bbox: view.map.bbox().join(',') }),
      draw: (what, hint) => view.map.drawArea(what, hint),
    },
    fit: () => app.fitAll(),
    download: (scope) => app.download(scope),
    reset: () => app.reset(),
    sources: () => app.sources(),
  });
  const app = new App(loc, view);

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && view.detail.isOpen && !document.querySelector('dialog[open]')) {
      app.selection.close();
    }
  });

  hearDrops(loc.t('contribute.drop'), (file) => void app.contributing.openFile(file));

  void app.start(collections);
}
