// What the time dock shows: the axis of a collection, and the incidents that pass
// the filter over time. What is held is counted here at once; else the server
// counts, once the window rests.

import { fetchCount, fetchEnds, fetchHistogram } from './data/api';
import { type Beyond, beyond, robustAxis } from './data/axis';
import {
  alignTo,
  type BinCounts,
  type Bins,
  countInto,
  countLayers,
  emptyByBins,
  fromServer,
  joinLayers,
  sameByBins,
} from './data/bins';
import { ApiError } from './data/error';
import { isWhole } from './data/holding';
import { Latest } from './data/loader';
import type { Collection } from './data/types';
import type { Failures } from './failures';
import type { Locale } from './i18n/locale';
import type { Session } from './session';
import { formatDay, parseDay, type Span } from './state/day';
import type { Filter } from './state/filter';
import type { Play } from './state/play';
import type { Layer } from './time/bar-tip';
import type { Detail } from './time/brush';
import type { TimeData } from './time/dock';
import { marksByKind } from './ui/facets';
import { valueLabel } from './ui/labels';
import type { View } from './view';

const REST_MS = 150; // of the window, before its bars are asked for
const STACKED = 6; // kinds: bars of more are not stacked
const OTHER = '#7A7F85'; // of incidents without a kind

export class Timeline {
  private readonly axes = new Latest();
  private readonly overview = new Latest();
  private readonly outside = new Latest();
  private readonly detail = new Latest();
  private kinds: readonly string[] = []; // that bars are stacked of
  private color: string | null = null; // what colours stood for then
  private counts: BinCounts | null = null; // of the filter, over all of time
  private timer = 0;
  private current = false; // what is held is of this collection

  constructor(
    private readonly loc: Locale,
    private readonly session: Session,
    private readonly view: View,
    private readonly failures: Failures,
    private readonly hasAxis: () => void, // called where it came late
  ) {}

  /** Loads the axis of a collection. */
  async load(collection: Collection): Promise<void> {
    this.current = false;
    this.forget();
    this.setKinds(collection);
    this.view.dock.setPlay(this.session.state.play);
    try {
      const data = await this.axes.run((signal) => timeData(collection, signal));
      if (data !== undefined) {
        this.view.dock.setData(data);
        this.failures.had('axis');
      }
    } catch (error) {
      this.view.dock.setData(null); // the map does without a time bar
      this.failures.tell('axis', error, () => void this.loadAgain(collection));
    }
    this.view.showWindow(this.session.window, true);
  }

  // The incidents may be here already.
  private async loadAgain(collection: Collection): Promise<void> {
    await this.load(collection);
    this.show();
    this.hasAxis();
  }

  /** Colours stand for something else. */
  recolor(): void {
    const { collection, holding, color } = this.session;
    if (!collection || color === this.color) return;
    this.setKinds(collection);
    if (holding && !isWhole(holding)) this.view.dock.showDetail(null); // of other colours
    this.countDetail();
  }

  /** Plays through time in another way. */
  setPlay(change: Partial<Play>): void {
    const play = { ...this.session.state.play, ...change };
    this.session.go({ play }, 'push');
    this.view.dock.setPlay(play);
  }

  /** Counts the incidents of another filter. */
  show(): void {
    const { holding } = this.session;
    this.forget();
    if (!holding) return;
    this.current = true;
    this.recolor();
    const { dock } = this.view;
    if (isWhole(holding)) {
      this.setCounts(countInto(holding.columns, dock.bins));
      const { axis } = dock;
      if (axis) dock.showBeyond(beyond(holding.columns, axis));
    } else {
      void this.loadCounts();
      void this.loadBeyond();
    }
    this.countDetail();
  }

  /** Counts the bins of the detail strip: at once, or by the server once it rests. */
  countDetail(rests = true): void {
    window.clearTimeout(this.timer);
    this.detail.abort();
    const { holding } = this.session;
    const bins = this.view.dock.detailBins;
    if (!this.current || !holding || !bins) return;
    if (!isWhole(holding)) {
      if (rests) this.timer = window.setTimeout(() => void this.loadDetail(bins), REST_MS);
      return;
    }
    const { columns } = holding;
    const layerOf = Uint8Array.from(columns.kinds, (kind) => {
      const at = this.kinds.indexOf(kind);
      return at < 0 ? this.kinds.length : at;
    });
    // Kinds beyond the table are in the last layer, too.
    const all = new Uint8Array(256).fill(this.kinds.length);
    all.set(layerOf.subarray(0, 256));
    this.view.dock.showDetail(countLayers(columns, bins, all, this.kinds.length + 1));
  }

  /** True when both windows have the same incidents in them. */
  isSame(a: Span, b: Span): boolean {
    const { holding } = this.session;
    if (holding && isWhole(holding)) return this.session.isSame(a, b);
    return this.counts !== null && sameByBins(this.view.dock.bins, this.counts, a, b);
  }

  /** True when a window has no incident in it. */
  isEmpty(span: Span): boolean {
    const { holding } = this.session;
    if (holding && isWhole(holding)) return this.session.isEmpty(span);
    return this.counts !== null && emptyByBins(this.view.dock.bins, this.counts, span);
  }

  // Old numbers are not shown beside new ones.
  private forget(): void {
    for (const request of [this.overview, this.outside, this.detail]) request.abort();
    this.failures.had('overview', 'bars');
    const { dock } = this.view;
    this.counts = null;
    dock.showCounts(null);
    dock.showDetail(null);
    dock.showBeyond({ before: null, after: null });
  }

  private setCounts(counts: BinCounts): void {
    this.counts = counts;
    this.view.dock.showCounts(counts);
  }

  private setKinds(collection: Collection): void {
    // Where colours stand for something else, bars have none.
    this.color = this.session.color;
    const marks = this.color === null ? marksByKind(collection) : new Map();
    this.kinds = marks.size <= STACKED ? [...marks.keys()] : [];
    const layers: Layer[] = this.kinds.map((kind) => ({
      label: valueLabel(this.loc, collection, 'kind', kind),
      color: marks.get(kind)?.color ?? OTHER,
    }));
    const isPlain = layers.length === 0;
    const rest = isPlain ? '' : this.loc.t('time.noKind');
    this.view.dock.setLayers([...layers, { label: rest, color: isPlain ? 'var(--bar)' : OTHER }]);
  }

  private async loadCounts(): Promise<void> {
    const { collection, state } = this.session;
    const { bins, axis } = this.view.dock;
    if (!collection || !axis) return;
    try {
      const found = await this.overview.run((signal) =>
        fetchHistogram(collection.id, signal, { filter: state.filter, days: axis, bin: bins.unit }),
      );
      if (!found) return;
      this.setCounts(alignTo(bins, found.bins));
      this.failures.had('overview');
    } catch (error) {
      this.failures.tell('overview', error, () => void this.loadCounts());
    }
  }

  // How many lie beyond the axis is not said where the server does not tell it.
  private async loadBeyond(): Promise<void> {
    const { collection, state } = this.session;
    const { axis, extent } = this.view.dock;
    if (!collection || !axis || !extent) return;
    const side = async (span: Span, signal: AbortSignal): Promise<Beyond | null> => {
      if (span.from > span.to) return null;
      const n = await fetchCount(collection.id, within(state.filter, span), signal);
      return n > 0 ? { n, span } : null;
    };
    const sides = await this.outside
      .run(async (signal) => ({
        before: await side({ from: extent.from, to: axis.from - 1 }, signal),
        after: await side({ from: axis.to + 1, to: extent.to }, signal),
      }))
      .catch(() => undefined);
    if (sides) this.view.dock.showBeyond(sides);
  }

  private async loadDetail(bins: Detail): Promise<void> {
    const { collection, state } = this.session;
    if (!collection) return;
    const chosen = state.filter.facets.kind;
    const ask = (kind: string | null, signal: AbortSignal) => {
      if (kind !== null && chosen && !chosen.includes(kind)) return { bins: [] };
      const facets = kind === null ? state.filter.facets : { ...state.filter.facets, kind: [kind] };
      const of = { filter: { ...state.filter, facets }, days: bins.span, bin: bins.unit };
      return fetchHistogram(collection.id, signal, of);
    };
    try {
      const found = await this.detail.run((signal) =>
        Promise.all([null, ...this.kinds].map((kind) => ask(kind, signal))),
      );
      if (!found) return;
      const [total, ...parts] = found.map((histogram) => histogram.bins);
      this.view.dock.showDetail(joinLayers(bins, total ?? [], parts));
      this.failures.had('bars');
    } catch (error) {
      // An incident that lasted long may have too many days to be counted one by one.
      const isRefused = error instanceof ApiError && error.status === 400;
      if (isRefused && this.view.dock.coarsen()) return;
      this.failures.tell('bars', error, () => this.countDetail());
    }
  }
}

function within(filter: Filter, { from, to }: Span): Filter {
  return { ...filter, from: formatDay(from), to: formatDay(to), mode: 'overlap' };
}

// The axis of a collection and how many incidents it has where; null without any.
async function timeData(collection: Collection, signal: AbortSignal): Promise<TimeData | null> {
  const whole = await fetchHistogram(collection.id, signal);
  const bins = fromServer(whole.bins);
  if (!bins) return null;
  const extent = extentOf(collection) ?? daysOf(bins);
  const axis = robustAxis(bins, extent);
  if (axis.from === extent.from && axis.to === extent.to) {
    return { ...bins, unit: whole.bin, extent, axis };
  }
  const [part, ends] = await Promise.all([
    fetchHistogram(collection.id, signal, { days: axis }).catch(() => whole),
    fetchEnds(collection.id, axis, signal),
  ]);
  const exact = {
    from: axis.from === extent.from ? extent.from : (parseDay(ends.start) ?? axis.from),
    to: axis.to === extent.to ? extent.to : (parseDay(ends.end) ?? axis.to),
  };
  const finer = fromServer(part.bins.filter(({ start, end }) => touches(exact, start, end)));
  return { ...(finer ?? bins), unit: part.bin, extent, axis: exact };
}

function touches({ from, to }: Span, start: string, end: string): boolean {
  return (parseDay(start) ?? Infinity) <= to && (parseDay(end) ?? -Infinity) >= from;
}

function extentOf({ extent }: Collection): Span | null {
  const [first = '', last = ''] = extent?.temporal?.interval[0] ?? [];
  const [from, to] = [parseDay(first.slice(0, 10)), parseDay(last.slice(0, 10))];
  return from === null || to === null ? null : { from, to };
}

function daysOf({ edges }: Bins): Span {
  return { from: edges[0] ?? 0, to: (edges.at(-1) ?? 1) - 1 };
}
