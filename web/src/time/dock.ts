// The time dock: an overview of all of time over the detail of the window, what
// plays through it, and the window in words.

import type { Beyond } from '../data/axis';
import type { BinCounts, Bins, LayeredCounts } from '../data/bins';
import type { ContextLayer } from '../data/context';
import { axisWords, dayWords, rangeWords } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import type { Day, Span, Unit } from '../state/day';
import type { Mode } from '../state/filter';
import { PLAIN_PLAY, type Play } from '../state/play';
import { edgesOver, fitUnit, UNITS } from '../state/units';
import { h, setHidden, setText } from '../ui/dom';
import { BarTip, type Layer } from './bar-tip';
import { type Detail, defineTimeBrush, type TimeBrush, type WindowChange } from './brush';
import { DatesForm } from './dates-form';
import { OverviewStrip, type Side } from './overview';
import { PlayControls } from './play-controls';
import { type Course, firstWindow, nextWindow, Player, previousWindow } from './playback';
import { type OpenSpan, PresetMenu } from './presets';
import { detailOf, holds, MIN_BAR, pageOf } from './scale';
import { TermsBand } from './terms';

export interface TimeEvents {
  /** The window is being changed, or has come to rest. Open sides are null. */
  window(from: Day | null, to: Day | null, rests: boolean): void;
  mode(mode: Mode): void;
  play(change: Partial<Play>): void;
  /** The detail strip has other bins, which are to be counted; `rests` when no drag is going on. */
  bins(rests: boolean): void;
  /** True while the last window is still being asked for. */
  isWaiting(): boolean;
  /** True when both windows show the same incidents. */
  isSame(a: Span, b: Span): boolean;
  /** True when a window shows no incident. */
  isEmpty(span: Span): boolean;
}

/** All of the data over time. */
export interface TimeData extends Bins, BinCounts {
  /** The first and the last day of any incident. */
  readonly extent: Span;
  /** What the axis shows of them. */
  readonly axis: Span;
  readonly unit: Unit;
}

export class TimeDock {
  readonly element: HTMLElement;
  /** The days that are shown while playing, for a corner of the map. */
  readonly now = h('output', { class: 'time-now', 'aria-live': 'off', hidden: true });
  private readonly brush: TimeBrush;
  private readonly overview: OverviewStrip;
  private readonly controls: PlayControls;
  private readonly dates: DatesForm;
  private readonly presets: PresetMenu;
  private readonly player: Player;
  private readonly terms: TermsBand;
  private data: TimeData | null = null;
  private detail: Detail | null = null;
  private window: OpenSpan = { from: null, to: null };
  private mode: Mode = 'overlap';
  private span: Span = { from: 0, to: 0 };
  private play: Play = PLAIN_PLAY;
  private unit: Unit = 'month'; // that playing goes by
  private passing = false; // the bins came while a drag was going on

  constructor(
    private readonly loc: Locale,
    private readonly events: TimeEvents,
  ) {
    defineTimeBrush();
    this.brush = document.createElement('time-brush') as TimeBrush;
    this.brush.setWords(brushWords(loc), new BarTip(loc));
    this.overview = new OverviewStrip(overviewWords(loc), {
      change: (change, rests) => this.taken(change, rests),
      go: (span) => this.choose(span),
    });
    this.controls = new PlayControls(loc, {
      toggle: () => this.toggle(),
      step: (by) => this.step(by),
      change: (change) => events.play(change),
    });
    this.presets = new PresetMenu(loc, (window) => this.choose(window));
    this.dates = new DatesForm(loc, this.presets.element, {
      window: (window) => this.choose(window),
      mode: (mode) => events.mode(mode),
    });
    this.terms = new TermsBand(loc, (window) => this.choose(window));
    this.player = new Player(
      () => this.advance(),
      () => matchMedia('(prefers-reduced-motion: reduce)').matches,
    );
    this.element = this.build();
    this.listen();
  }

  /** Shows the axis of another collection; none hides the dock. */
  setData(data: TimeData | null): void {
    this.stop();
    this.data = data;
    this.detail = null;
    this.element.hidden = data === null;
    if (!data) return;
    this.overview.setData(data);
    this.presets.setExtent(data.extent);
    this.setWindow(this.window.from, this.window.to, this.mode);
  }

  /** Shows the kinds of another collection. */
  setLayers(layers: readonly Layer[]): void {
    this.brush.setLayers(layers);
  }

  /** Shows terms and marks of context layers on the axis. */
  setContext(layers: readonly ContextLayer[]): void {
    this.terms.setLayers(layers);
    this.presets.setLayers(layers);
    if (this.detail) this.setDetail(this.detail.span);
  }

  /** Shows how playing was chosen to be. */
  setPlay(play: Play): void {
    this.play = play;
    this.controls.show(play);
    if (this.player.playing) this.player.start(play.speed); // at another pace
  }

  /** The page went to another state: what was playing ends. */
  restore(play: Play): void {
    this.stop();
    this.setPlay(play);
  }

  /** The bins over all of time, for counting the filtered incidents. */
  get bins(): Bins & { readonly unit: Unit } {
    return this.data ?? { edges: [], unit: 'month' };
  }

  /** The days of the axis; null without data. */
  get axis(): Span | null {
    return this.data?.axis ?? null;
  }

  /** The bins of the detail strip, and their width. */
  get detailBins(): Detail | null {
    return this.detail;
  }

  /** The first and last day of the data; null without any. */
  get extent(): Span | null {
    return this.data?.extent ?? null;
  }

  /** Shows how many of the filtered incidents are in each bin of all of time. */
  showCounts(filtered: BinCounts | null): void {
    this.overview.setCounts(filtered);
  }

  /** Shows the same of the detail strip's bins; null while they are on their way. */
  showDetail(counts: LayeredCounts | null): void {
    this.brush.setCounts(counts);
  }

  /** Shows longer bins, where the server does not count so short ones; false when there are none. */
  coarsen(): boolean {
    const { detail } = this;
    const longer = detail && UNITS[UNITS.indexOf(detail.unit) + 1];
    if (longer) this.setDetail(detail.span, { unit: longer });
    return Boolean(longer);
  }

  /** Says how many incidents lie beyond the axis. */
  showBeyond(sides: Record<Side, Beyond | null>): void {
    this.overview.setBeyond(sides);
  }

  /** Shows a window; open sides are null. `rests` when no drag is going on. */
  setWindow(from: Day | null, to: Day | null, mode: Mode, rests = true): void {
    this.window = { from, to };
    this.mode = mode;
    const { axis, extent } = this.data ?? { axis: this.span, extent: this.span };
    this.span = {
      from: from ?? Math.min(axis.from, to ?? axis.from),
      to: to ?? Math.max(axis.to, from ?? axis.to),
    };
    this.follow(rests);
    this.brush.setSpan(this.span);
    this.overview.setSpans(this.span, this.detail?.span ?? axis);
    const days = { from: from ?? extent.from, to: to ?? extent.to };
    this.dates.show(this.window, days, mode, rests || this.player.playing);
    if (rests) this.presets.show(this.window);
    if (this.player.playing) this.showNow();
  }

  pause(): void {
    if (!this.player.playing) return;
    this.stop();
    this.events.window(this.window.from, this.window.to, true);
  }

  // The detail follows a window that rests, and one that leaves it.
  private follow(rests: boolean): void {
    const { data, detail, span } = this;
    if (!data) return;
    const { playing } = this.player;
    const isKept = !rests && detail !== null && holds(detail.span, span);
    const fitted = playing ? pageOf(span, data.axis) : detailOf(span, data.axis);
    const isSame = fitted.from === detail?.span.from && fitted.to === detail.span.to;
    if (!isKept && !isSame) this.setDetail(fitted, { rests: rests || playing });
    else if (rests && this.passing) this.count(true);
  }

  private setDetail(span: Span, { rests = true, unit }: { rests?: boolean; unit?: Unit } = {}) {
    if (!this.data) return;
    const most = Math.max(1, this.brush.trackWidth / MIN_BAR);
    const { axis } = this.data;
    const by = unit ?? fitUnit(span, most);
    this.detail = { span, unit: by, edges: edgesOver(by, span), axis };
    this.terms.setSpan(span);
    this.brush.setDetail(this.detail, this.terms.hasMarks(span));
    this.count(rests);
  }

  private count(rests: boolean): void {
    this.passing = !rests;
    this.events.bins(rests);
  }

  private build(): HTMLElement {
    const label = this.loc.t('time.label');
    return h(
      'section',
      { class: 'dock', 'aria-label': label },
      this.controls.element,
      h('div', { class: 'dock-brush' }, this.overview.element, this.brush, this.terms.element),
      this.dates.element,
    );
  }

  private listen(): void {
    const { brush } = this;
    const changed = (rests: boolean) => (event: Event) =>
      this.taken((event as CustomEvent<WindowChange>).detail, rests);
    brush.addEventListener('brush-input', changed(false));
    brush.addEventListener('brush-change', changed(true));
    brush.addEventListener('brush-play', () => this.toggle());
    brush.addEventListener('brush-resize', () => {
      if (this.detail) this.setDetail(this.detail.span);
    });
  }

  private taken(change: WindowChange, rests: boolean): void {
    this.stop();
    const { from, to } = this.openSides(change);
    this.events.window(from, to, rests);
  }

  private choose({ from, to }: OpenSpan): void {
    this.stop();
    this.events.window(from, to, true);
  }

  // The window of a change: a side that was drawn to the end of the data is open,
  // one that was not touched stays as it is.
  private openSides({ from, to, part = 'range', opened }: WindowChange): OpenSpan {
    if (!this.data || part === 'exact' || part === 'window') return { from, to };
    if (part === 'all') return { from: null, to: null };
    const { axis, extent } = this.data;
    const isFirst = from <= axis.from && (opened || axis.from === extent.from);
    const isLast = to >= axis.to && (opened || axis.to === extent.to);
    return {
      from: part === 'end' ? this.window.from : isFirst ? null : from,
      to: part === 'start' ? this.window.to : isLast ? null : to,
    };
  }

  private toggle(): void {
    if (this.player.playing) {
      this.pause();
      return;
    }
    if (!this.data) return;
    this.unit = this.detail?.unit ?? 'month';
    this.player.start(this.play.speed);
    this.controls.showPlaying(true);
    this.element.classList.add('is-playing');
    this.send(firstWindow(this.course(this.data), this.span), false);
  }

  private stop(): void {
    this.player.stop();
    this.controls.showPlaying(false);
    this.element.classList.remove('is-playing');
    setHidden(this.now, true);
  }

  private advance(): boolean {
    if (!this.data) return false;
    if (this.events.isWaiting()) return true; // every step is seen
    const next = nextWindow(this.course(this.data), this.span);
    if (next) this.send(next, false);
    else this.pause();
    return next !== null;
  }

  private step(by: 1 | -1): void {
    if (!this.data) return;
    this.stop();
    this.unit = this.detail?.unit ?? 'month';
    const course = { ...this.course(this.data), loop: false };
    const isWhole = holds(this.span, this.data.axis);
    const next =
      by < 0
        ? previousWindow(course, this.span)
        : isWhole
          ? firstWindow(course, this.span)
          : nextWindow(course, this.span);
    if (next) this.send(next, true);
  }

  private course({ axis }: TimeData): Course {
    const { isSame, isEmpty } = this.events;
    return { ...this.play, axis, unit: this.unit, isSame, isEmpty };
  }

  // A window that grows from an open side keeps it open.
  private send({ from, to }: Span, rests: boolean): void {
    const grows = this.play.step === 'cumulative' && this.window.from === null;
    this.events.window(grows ? null : from, to, rests);
  }

  private showNow(): void {
    this.now.hidden = false;
    setText(this.now, rangeWords(this.loc, this.span.from, this.span.to));
  }
}

function brushWords(loc: Locale) {
  const { t } = loc;
  const compact = new Intl.NumberFormat(loc.intl, { notation: 'compact' });
  return {
    thumbs: { start: t('time.start'), end: t('time.end'), window: t('time.window') },
    day: (day: Day) => dayWords(loc, day),
    span: (span: Span) => rangeWords(loc, span.from, span.to),
    tick: (tick: Parameters<typeof axisWords>[1]) => axisWords(loc, tick),
    number: (n: number) => (n < 10_000 ? loc.number(n) : compact.format(n)),
    unit: (unit: Unit) => t(`time.by.${unit}`),
  };
}

function overviewWords(loc: Locale) {
  const { t } = loc;
  return {
    beyond: (side: Side, n: number) => t(`time.${side}`, { n }),
    beyondLong: (side: Side, n: number) => t(`time.${side}Long`, { n }),
  };
}
