// What the page says of the shown incidents in numbers: counts, sums and facets.
// Where all of them are held they are worked out here, in the frame of the drag;
// else the server tells them.

import { fetchCount, fetchFacets, fetchKindSums } from './data/api';
import { Latest } from './data/loader';
import { facetsOf } from './data/properties';
import type { Tally } from './data/tally';
import { type Collection, type Facets, precisionIndex } from './data/types';
import type { Failures } from './failures';
import type { Locale } from './i18n/locale';
import { isArea } from './map/precision';
import type { Session } from './session';
import { type Filter, isFiltered } from './state/filter';
import { emptyMessage, suggestions, windowWords } from './ui/messages';
import type { View } from './view';

export interface NumbersEvents {
  /** True while the incidents themselves are on their way. */
  isWaiting(): boolean;
  /** The server has other incidents than those that are held. */
  changed(): void;
  /** The reader takes an offer to drop a filter. */
  filter(filter: Filter): void;
}

const REST_MS = 100; // of the map, before what is outside of it is counted

export class Numbers {
  private readonly asked = new Latest();
  private readonly offers = new Latest();
  private tally: Tally | null = null; // of the window, where all of it is held
  private timer = 0;
  private unplaced: number | null = null; // by the server, where not
  private rests = true; // no drag is going on

  constructor(
    private readonly loc: Locale,
    private readonly session: Session,
    private readonly view: View,
    private readonly failures: Failures,
    private readonly on: NumbersEvents,
  ) {}

  /** Shows the numbers of the session's rows; `rests` when no drag is going on. */
  show({ rests }: { rests: boolean }): void {
    const { collection, state } = this.session;
    this.rests = rests;
    this.unplaced = null;
    this.tally = this.session.count();
    this.view.summary.showAreas(0);
    this.showCounts();
    if (this.tally && collection) {
      this.view.countFacets(state.filter, this.tally);
      this.view.summary.showSums(collection, this.tally, this.tally.kinds);
    } else this.view.showOldNumbers();
    if (this.session.shown > 0) this.failures.had('none');
    if (rests) void this.loadFacets();
    else this.asked.abort();
  }

  /** Shows the facets before the incidents are here. */
  async preview(): Promise<void> {
    const { collection, state } = this.session;
    if (!collection) return;
    const { filter } = state;
    const facets = await this.asked
      .run((signal) => fetchFacets(collection.id, filter, facetsOf(collection), signal))
      .catch(() => null);
    if (facets) {
      this.view.showFacets(collection, filter, facets);
      this.failures.had('facets');
    }
    // Counts of before stay; without any there is what is chosen, which can be taken back.
    else if (facets === null && !this.session.holding) {
      this.view.showFacets(collection, filter, { facets: {} });
    }
  }

  // What is not held whole is counted by the server alone: those without a place
  // come with the facets, those outside the view are not known.
  showCounts(): void {
    const { rows, shown, collection, state, holding } = this.session;
    if (!collection || !holding || this.on.isWaiting()) return;
    const { tally } = this;
    const counts = {
      shown,
      total: collection.numberOfItems,
      withoutPlace: tally?.withoutPlace ?? this.unplaced ?? 0,
      outside: this.outsideOf(rows),
      when: windowWords(this.loc, state.filter, this.view.dock.extent),
      filtered: isFiltered(state.filter),
    };
    this.view.summary.showCounts(counts, this.rests);
  }

  // In a drag nothing is said of it; what is not held the server counts.
  private outsideOf(rows: Uint32Array): number | null {
    if (!this.rests) return 0;
    if (!this.tally) return null;
    return this.view.map.outside(rows);
  }

  /** The map was drawn: badges may stand for others now. It is counted once it rests. */
  drawn(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      const outside = this.rests && this.tally ? this.outsideOf(this.session.rows) : null;
      if (outside !== null) this.view.summary.showOutside(outside);
    }, REST_MS);
  }

  // Facets count as if nothing were chosen of them: of those with a choice the
  // server tells what others would add, and of what is not held it tells all.
  private async loadFacets(): Promise<void> {
    const { collection, state } = this.session;
    if (!collection) return;
    const { tally } = this;
    const { filter } = state;
    const all = facetsOf(collection);
    const names = tally ? all.filter((name) => filter.facets[name]?.length) : all;
    try {
      const asked = await this.asked.run(
        async (signal) => names.length > 0 && fetchFacets(collection.id, filter, names, signal),
      );
      if (asked === undefined) return;
      const facets = asked
        ? { ...(tally ?? asked), facets: { ...tally?.facets, ...asked.facets } }
        : tally;
      if (!facets) return;
      this.view.showFacets(collection, filter, facets);
      this.failures.had('facets');
      if (tally) this.failures.had('sums');
      else await this.loadSums(collection, filter, facets);
    } catch (error) {
      const again = () => void this.loadFacets();
      this.failures.tell('facets', error, again);
      if (!tally) this.failures.tell('sums', error, again);
    }
  }

  private async loadSums(collection: Collection, filter: Filter, facets: Facets): Promise<void> {
    this.unplaced = facets.withoutPlace;
    this.view.summary.showAreas(knownToAreas(filter, facets));
    this.showCounts();
    try {
      const parts = await this.asked.run((signal) =>
        fetchKindSums(collection.id, filter, facets, signal),
      );
      if (!parts) return;
      this.view.summary.showSums(collection, facets, parts);
      this.failures.had('sums');
    } catch (error) {
      this.failures.tell('sums', error, () => void this.loadFacets());
    }
  }

  // Says that there is no incident, once the server has said so, which filter to
  // drop, and how many there would be then.
  async showEmpty(): Promise<void> {
    const { collection, state } = this.session;
    if (!collection) return;
    const { filter } = state;
    const count = (without: Filter, signal: AbortSignal) =>
      fetchCount(collection.id, without, signal);
    try {
      const matched = await this.offers.run((signal) => count(filter, signal));
      if (matched === undefined || this.session.shown > 0) return;
      this.failures.had('none');
      if (matched > 0) return this.on.changed();
    } catch (error) {
      this.failures.tell('none', error, () => void this.showEmpty());
      return;
    }
    const offers = await this.offers
      .run((signal) =>
        Promise.all(
          suggestions(this.loc, collection, filter).map(async (offer) => ({
            what: offer.what,
            count: await count(offer.filter, signal),
            remove: () => this.on.filter(offer.filter),
          })),
        ),
      )
      .catch(() => []); // the message stands without numbers
    if (!offers || this.session.shown > 0) return;
    const message = emptyMessage(this.loc, collection, filter, this.view.dock.extent);
    const useful = offers.filter((offer) => offer.count > 0);
    this.view.notice.showEmpty(message, useful, isFiltered(filter));
  }
}

// How many are known to an area only, and so not among the clusters of the server.
function knownToAreas({ facets: chosen }: Filter, { facets }: Facets): number {
  return (facets['place_precision'] ?? []).reduce((n, { value, count }) => {
    const isAsked = chosen['place_precision']?.includes(value) ?? true;
    return isAsked && isArea(precisionIndex(value)) ? n + count : n;
  }, 0);
}
