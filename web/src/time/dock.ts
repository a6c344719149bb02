// The time dock: playback, brush and typed dates.

import { type BinCounts, fromServer } from '../data/bins';
import type { ContextLayer } from '../data/context';
import type { Histogram } from '../data/types';
import { axisWords, dayWords, rangeWords } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import { type Day, formatDay, parseDay, type Span, type Unit } from '../state/day';
import type { Mode } from '../state/filter';
import { h } from '../ui/dom';
import { icon } from '../ui/icons';
import { defineTimeBrush, type TimeBrush } from './brush';
import { firstWindow, nextWindow, Player, SPEEDS, type Step } from './playback';
import { TermsBand } from './terms';

export interface TimeEvents {
  /** The window is being changed, or has come to rest. Open sides are null. */
  window(from: Day | null, to: Day | null, rests: boolean): void;
  mode(mode: Mode): void;
  /** True while the last window is still being asked for. */
  isWaiting(): boolean;
  /** True when both windows show the same incidents. */
  isSame(a: Span, b: Span): boolean;
}

const FIRST_TYPED_YEAR = '1000'; // a year that is still being typed is shorter

export class TimeDock {
  readonly element: HTMLElement;
  private readonly brush: TimeBrush;
  private readonly play: HTMLButtonElement;
  private readonly step: HTMLSelectElement;
  private readonly speed: HTMLSelectElement;
  private readonly mode: HTMLSelectElement;
  private readonly from: HTMLInputElement;
  private readonly to: HTMLInputElement;
  private readonly now: HTMLElement;
  private readonly player: Player;
  private readonly terms: TermsBand;
  private unit: Unit = 'month';
  private edges: readonly Day[] = [];
  private all: BinCounts = { certain: new Uint32Array(), possible: new Uint32Array() };
  private span: Span = { from: 0, to: 0 };

  constructor(
    private readonly loc: Locale,
    private readonly events: TimeEvents,
  ) {
    defineTimeBrush();
    const { t } = loc;
    this.brush = document.createElement('time-brush') as TimeBrush;
    this.brush.setWords({
      thumbs: { start: t('time.start'), end: t('time.end'), window: t('time.window') },
      day: (day) => dayWords(loc, day),
      span: (span) => rangeWords(loc, span.from, span.to),
      tick: (day, unit) => axisWords(loc, day, unit),
    });
    this.play = h('button', {
      type: 'button',
      class: 'button round',
      onclick: () => this.toggle(),
    });
    this.step = select(t('time.step'), {
      moving: t('time.moving'),
      cumulative: t('time.cumulative'),
    });
    const number = new Intl.NumberFormat(loc.intl);
    this.speed = select(
      t('time.speed'),
      Object.fromEntries(SPEEDS.map((s) => [String(s), `${number.format(s)}×`])),
    );
    this.speed.value = '1';
    this.mode = select(t('time.mode'), { overlap: t('time.overlap'), inside: t('time.inside') });
    this.from = dateInput();
    this.to = dateInput();
    this.now = h('output', { class: 'dock-now', 'aria-live': 'off' });
    this.terms = new TermsBand(loc, (span) => this.taken(span, true));
    this.player = new Player(
      () => this.advance(),
      () => matchMedia('(prefers-reduced-motion: reduce)').matches,
    );
    this.element = this.build();
    this.listen();
    this.showPlaying();
  }

  /** Shows another collection's bins. */
  setHistogram(histogram: Histogram): void {
    const bins = fromServer(histogram.bins);
    this.pause();
    this.element.hidden = bins === null;
    if (!bins) return;
    this.unit = histogram.bin;
    this.edges = bins.edges;
    this.all = bins;
    this.terms.setEdges(bins.edges);
    this.showCounts(bins);
  }

  /** Shows terms and marks of context layers on the axis. */
  setContext(layers: readonly ContextLayer[]): void {
    this.terms.setLayers(layers);
    this.brush.setNamed(this.terms.hasMarks);
  }

  /** The bins' edges and width, for counting the filtered incidents. */
  get bins(): { edges: readonly Day[]; unit: Unit } {
    return { edges: this.edges, unit: this.unit };
  }

  /** The first and last day that can be shown; null without a histogram. */
  get extent(): Span | null {
    return this.edges.length > 1 ? this.whole() : null;
  }

  /** Shows how many of the filtered incidents are in each bin. */
  showCounts(filtered: BinCounts): void {
    this.brush.setData({ edges: this.edges, all: this.all, filtered, unit: this.unit });
    this.brush.setSpan(this.span);
  }

  /** Shows a window; open sides are null. */
  setWindow(from: Day | null, to: Day | null, mode: Mode): void {
    const whole = this.whole();
    this.span = { from: from ?? whole.from, to: to ?? whole.to };
    this.brush.setSpan(this.clamped());
    this.from.value = formatDay(this.span.from);
    this.to.value = formatDay(this.span.to);
    this.mode.value = mode;
    this.now.textContent = rangeWords(this.loc, this.span.from, this.span.to);
  }

  pause(): void {
    if (!this.player.playing) return;
    this.player.stop();
    this.showPlaying();
    this.send(this.span, true);
  }

  private build(): HTMLElement {
    const { t } = this.loc;
    return h(
      'section',
      { class: 'dock', 'aria-label': t('time.label') },
      h(
        'div',
        { class: 'dock-play' },
        this.play,
        h('div', { class: 'dock-selects' }, this.step, this.speed),
      ),
      h('div', { class: 'dock-brush' }, this.now, this.brush, this.terms.element),
      h(
        'div',
        { class: 'dock-dates' },
        h('label', { class: 'field' }, h('span', {}, t('time.from')), this.from),
        h('label', { class: 'field' }, h('span', {}, t('time.to')), this.to),
        this.mode,
      ),
    );
  }

  private listen(): void {
    this.brush.addEventListener('brush-input', (e) =>
      this.taken((e as CustomEvent<Span>).detail, false),
    );
    this.brush.addEventListener('brush-change', (e) =>
      this.taken((e as CustomEvent<Span>).detail, true),
    );
    this.brush.addEventListener('brush-play', () => this.toggle());
    this.mode.addEventListener('change', () => this.events.mode(this.mode.value as Mode));
    this.speed.addEventListener('change', () => {
      if (this.player.playing) this.player.start(Number(this.speed.value));
    });
    for (const input of [this.from, this.to]) input.addEventListener('change', () => this.typed());
  }

  private taken(span: Span, rests: boolean): void {
    this.player.stop();
    this.showPlaying();
    this.send(span, rests);
  }

  // An empty field is an open side; a later start than the end swaps nothing
  // and is left for the reader to finish.
  private typed(): void {
    const read = ({ value }: HTMLInputElement) =>
      value < FIRST_TYPED_YEAR ? null : parseDay(value);
    const from = read(this.from);
    const to = read(this.to);
    const wrong = from !== null && to !== null && from > to;
    this.to.setAttribute('aria-invalid', String(wrong));
    this.player.stop();
    this.showPlaying();
    if (!wrong) this.events.window(from, to, true);
  }

  private send(span: Span, rests: boolean): void {
    const whole = this.whole();
    const from = span.from <= whole.from ? null : span.from;
    const to = span.to >= whole.to ? null : span.to;
    this.events.window(from, to, rests);
  }

  private toggle(): void {
    if (this.player.playing) {
      this.pause();
      return;
    }
    if (this.edges.length < 2) return;
    this.send(firstWindow(this.edges, this.clamped(), this.step.value as Step), false);
    this.player.start(Number(this.speed.value));
    this.showPlaying();
  }

  private advance(): boolean {
    if (this.events.isWaiting()) return true; // every step is seen
    const step = this.step.value as Step;
    const next = nextWindow(this.edges, this.clamped(), step, (a, b) => this.events.isSame(a, b));
    if (!next) {
      this.pause();
      return false;
    }
    this.send(next, false);
    return true;
  }

  private showPlaying(): void {
    const { playing } = this.player;
    this.play.replaceChildren(icon(playing ? 'pause' : 'play'));
    this.play.setAttribute('aria-label', this.loc.t(playing ? 'time.pause' : 'time.play'));
    this.element.classList.toggle('is-playing', playing);
  }

  private whole(): Span {
    return { from: this.edges[0] ?? 0, to: (this.edges.at(-1) ?? 1) - 1 };
  }

  private clamped(): Span {
    const whole = this.whole();
    const clamp = (day: Day) => Math.max(whole.from, Math.min(whole.to, day));
    return { from: clamp(this.span.from), to: clamp(this.span.to) };
  }
}

function select(label: string, options: Record<string, string>): HTMLSelectElement {
  const choices = Object.entries(options).map(([value, text]) => h('option', { value }, text));
  return h('select', { 'aria-label': label, class: 'select' }, ...choices);
}

function dateInput(): HTMLInputElement {
  return h('input', { type: 'date', class: 'input', min: '1000-01-01', max: '9999-12-31' });
}
