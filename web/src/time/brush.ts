// <time-brush>: the detail strip, a histogram of the window and its
// surroundings. Drag on the bars to zoom to them, click one to choose it, drag
// the handles to a day or the axis between them to move the window; double-click
// shows all. Three sliders for the keyboard.
//
// Events: `brush-input` while the window changes, `brush-change` when it rests,
// `brush-play` when Space asks to play or pause.

import { type Bins, binOf, type LayeredCounts } from '../data/bins';
import type { Day, Span, Unit } from '../state/day';
import { UNITS } from '../state/units';
import { h, setAttribute, setText } from '../ui/dom';
import { type Tick, type TickUnit, ticksOf } from './axis-ticks';
import type { BarTip, Layer } from './bar-tip';
import { highest, totalOf } from './bars';
import { dayToX, holds, xToDay } from './scale';
import { StackedBars } from './stacked-bars';
import { applyKey, moveDays, setEnd, setStart, type Thumb } from './window-keys';

export interface BrushWords {
  readonly thumbs: Record<Thumb, string>;
  day(day: Day): string;
  span(span: Span): string;
  tick(tick: Tick): string;
  number(n: number): string;
  unit(unit: Unit): string;
}

/** What the strip shows: its days, and the bins over them. */
export interface Detail extends Bins {
  readonly span: Span;
  readonly unit: Unit;
  /** The days of the axis, which the window is moved within. */
  readonly axis: Span;
}

/** A window, and what of it was changed; `range` is one that was drawn, `exact` one as it stands. */
export interface WindowChange extends Span {
  readonly part?: Thumb | 'range' | 'exact' | 'all' | undefined;
  /** A side was taken to its end by a key: it is open. */
  readonly opened?: boolean;
}

const BAR_SPACE = 4; // pixels above the highest bar
const NAME_SPACE = 13; // the same below a line of names
const AXIS = 18; // pixels below the bars for the axis
const CLICK = 3; // pixels: a shorter drag is a click
const SAMPLE: Day = 18_532; // 27 September 2020: as wide as dates get

export class TimeBrush extends HTMLElement {
  private detail: Detail | null = null;
  private counts: LayeredCounts | null = null;
  private layers: readonly Layer[] = [];
  private span: Span = { from: 0, to: 0 };
  private words: BrushWords | null = null;
  private tip: BarTip | null = null;
  private space = BAR_SPACE;
  private readonly bars = new StackedBars();
  private readonly axis = h('div', { class: 'brush-axis', 'aria-hidden': 'true' });
  private readonly peak = h('div', { class: 'brush-peak', 'aria-hidden': 'true' });
  private readonly unit = h('div', { class: 'brush-unit', 'aria-hidden': 'true' });
  private readonly thumbs: Record<Thumb, HTMLElement> = {
    window: h(
      'div',
      { class: 'brush-window' },
      h('div', { class: 'brush-grip', 'data-thumb': 'window' }),
    ),
    start: h('div', { class: 'brush-handle', 'data-thumb': 'start' }),
    end: h('div', { class: 'brush-handle', 'data-thumb': 'end' }),
  };
  private readonly track = h('div', { class: 'brush-track', dir: 'ltr' });
  // Pixels of the track, and of labels: to ask for them in a drag would lay out the page.
  private width = 0;
  private height = 0;
  private room: (Record<TickUnit, number> & { unit: number }) | null = null;
  private readonly resize = new ResizeObserver(() => this.resized());

  connectedCallback(): void {
    if (this.track.isConnected) return;
    const { window, start, end } = this.thumbs;
    this.track.append(this.bars.element, ...this.bars.shades);
    this.track.append(this.peak, this.axis, this.unit, window, start, end);
    this.append(this.track);
    for (const thumb of ['start', 'end', 'window'] as const) {
      const element = this.thumbs[thumb];
      element.setAttribute('role', 'slider');
      element.tabIndex = 0;
      element.addEventListener('keydown', (event) => this.onKey(event, thumb));
    }
    this.track.addEventListener('pointerdown', (event) => this.onPointer(event));
    this.track.addEventListener('pointermove', (event) => this.onHover(event));
    this.track.addEventListener('pointerleave', () => this.tip?.hide());
    this.track.addEventListener('dblclick', () => this.send('brush-change', this.span, 'all'));
    this.resize.observe(this.track);
  }

  disconnectedCallback(): void {
    this.resize.disconnect();
  }

  setWords(words: BrushWords, tip: BarTip): void {
    this.words = words;
    this.tip = tip;
    this.track.append(tip.element);
  }

  /** The kinds that bars are stacked of. */
  setLayers(layers: readonly Layer[]): void {
    this.layers = layers;
    this.bars.setColors(layers.map(({ color }) => color));
  }

  /** How many pixels wide the strip is. */
  get trackWidth(): number {
    return this.width;
  }

  /** Shows other days; their bars come with their counts. */
  setDetail(detail: Detail, named: boolean): void {
    this.detail = detail;
    this.space = named ? NAME_SPACE : BAR_SPACE;
    this.setCounts(null);
    this.drawAxis();
    this.place();
  }

  /** Shows the counts of the bins; null while they are on their way. */
  setCounts(counts: LayeredCounts | null): void {
    this.counts = counts;
    this.tip?.hide();
    this.toggleAttribute('waiting', counts === null);
    this.draw();
  }

  /** Shows a window; no event is sent. */
  setSpan(span: Span): void {
    this.span = span;
    this.place();
  }

  private resized(): void {
    const width = this.track.clientWidth;
    if (width === 0) return;
    const isOther = width !== this.width;
    this.width = width;
    this.height = this.track.clientHeight;
    this.draw();
    if (!isOther) return;
    this.room = null;
    this.dispatchEvent(new CustomEvent('brush-resize'));
    this.drawAxis();
    this.place();
  }

  private draw(): void {
    const { detail, counts, width } = this;
    const height = this.height - AXIS - this.space;
    this.bars.clear();
    setText(this.peak, '');
    if (!detail || !counts || width === 0 || height <= 0) return;
    const most = highest(counts);
    const strip = { span: detail.span, width, height };
    this.bars.draw(detail, counts, strip, { top: this.space, most: Math.max(1, most) });
    if (most > 0) setText(this.peak, this.words?.number(most) ?? '');
    this.peak.style.top = `${this.space - 4}px`;
  }

  private drawAxis(): void {
    const { detail, words, width } = this;
    if (!detail || !words || width === 0) return;
    this.room ??= this.roomOf(words);
    setText(this.unit, words.unit(detail.unit));
    const labelled = width - this.room.unit;
    const span = { from: detail.span.from, to: Math.floor(xToDay(detail.span, labelled, width)) };
    const ticks = ticksOf(span, labelled, this.room);
    this.axis.replaceChildren(
      ...ticks.map((tick) => {
        const label = h('span', {}, words.tick(tick));
        label.style.left = `${dayToX(detail.span, tick.day, width)}px`;
        return label;
      }),
    );
  }

  // The pixels that labels of the axis take, and the longest name of a unit.
  private roomOf(words: BrushWords): Record<TickUnit, number> & { unit: number } {
    const labels = (['year', 'month', 'day'] as const).map((unit) =>
      h('span', {}, words.tick({ day: SAMPLE, unit, full: true })),
    );
    this.axis.replaceChildren(...labels);
    const [year = 0, month = 0, day = 0] = labels.map((label) => label.offsetWidth);
    const units = UNITS.map((unit) => {
      setText(this.unit, words.unit(unit));
      return this.unit.offsetWidth;
    });
    return { year, month, day, unit: Math.max(...units) };
  }

  // Puts window and handles where the span is, and says so to screen readers.
  private place(): void {
    const { detail, words, span, width } = this;
    if (!detail || !words || width === 0) return;
    const x = (day: Day) => Math.max(0, Math.min(width, dayToX(detail.span, day, width)));
    const [left, right] = [x(span.from), x(span.to + 1)];
    this.toggleAttribute('whole', holds(span, detail.axis));
    this.bars.setWindow(left, right, width);
    const { start, end, window } = this.thumbs;
    start.style.transform = `translateX(${left}px)`;
    end.style.transform = `translateX(${right}px)`;
    window.style.transform = `translateX(${left}px)`;
    window.style.width = `${right - left}px`;
    const { from: first, to: last } = detail.axis;
    this.announce('start', first, span.to, span.from, words.day(span.from));
    this.announce('end', span.from, last, span.to, words.day(span.to));
    this.announce('window', first, last - (span.to - span.from), span.from, words.span(span));
  }

  private announce(thumb: Thumb, min: number, max: number, now: number, text: string): void {
    const element = this.thumbs[thumb];
    setAttribute(element, 'aria-label', this.words?.thumbs[thumb] ?? thumb);
    setAttribute(element, 'aria-valuemin', String(Math.min(min, now)));
    setAttribute(element, 'aria-valuemax', String(Math.max(max, now)));
    setAttribute(element, 'aria-valuenow', String(now));
    setAttribute(element, 'aria-valuetext', text);
  }

  private onKey(event: KeyboardEvent, thumb: Thumb): void {
    if (!this.detail || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ' ') {
      event.preventDefault();
      this.dispatchEvent(new CustomEvent('brush-play', { bubbles: true }));
      return;
    }
    const span = applyKey(this.detail, this.span, thumb, event);
    if (!span) return;
    event.preventDefault();
    const isOpened = thumb !== 'window' && ['Home', 'End'].includes(event.key);
    this.send('brush-change', span, thumb, isOpened);
  }

  private onPointer(event: PointerEvent): void {
    if (!this.detail || event.button !== 0) return;
    const began = this.span;
    const x0 = event.clientX;
    const { part, change } = this.dragOf(event, began);
    const { track } = this;
    track.setPointerCapture(event.pointerId);
    let moved = false;
    const move = (e: PointerEvent) => {
      moved ||= Math.abs(e.clientX - x0) >= CLICK;
      if (moved) this.send('brush-input', change(e.clientX), part);
    };
    const end = (e: PointerEvent) => {
      track.removeEventListener('pointermove', move);
      track.removeEventListener('pointerup', end);
      track.removeEventListener('pointercancel', end);
      if (moved) this.send('brush-change', this.span, part);
      else if (part === 'range' && e.type === 'pointerup') this.choose(e.clientX);
    };
    track.addEventListener('pointermove', move);
    track.addEventListener('pointerup', end);
    track.addEventListener('pointercancel', end);
  }

  // What a drag that begins here changes, and to what by the pointer's x.
  private dragOf(event: PointerEvent, began: Span) {
    const detail = this.detail as Detail;
    const box = this.track.getBoundingClientRect();
    const day = (x: number) => xToDay(detail.span, x - box.left, box.width);
    const first = day(event.clientX);
    const part = (event.target as HTMLElement).dataset['thumb'] as Thumb | undefined;
    const changes: Record<Thumb | 'range', (x: number) => Span> = {
      start: (x) => setStart(detail, began, Math.round(day(x))),
      end: (x) => setEnd(detail, began, Math.round(day(x)) - 1),
      window: (x) => moveDays(detail, began, Math.round(day(x) - first)),
      range: (x) => this.binsBetween(first, day(x)),
    };
    return { part: part ?? ('range' as const), change: changes[part ?? 'range'] };
  }

  // The days of the bins that two places lie in, and of those between.
  private binsBetween(a: number, b: number): Span {
    const { edges, span, axis } = this.detail as Detail;
    const bin = (day: number) => Math.max(0, Math.min(edges.length - 2, binOf(edges, day)));
    const from = edges[bin(Math.floor(Math.max(span.from, Math.min(a, b))))] as Day;
    const to = (edges[bin(Math.floor(Math.min(span.to, Math.max(a, b)))) + 1] as Day) - 1;
    return {
      from: Math.max(from, Math.min(axis.from, span.from)),
      to: Math.min(to, Math.max(axis.to, span.to)),
    };
  }

  // A click on a bar chooses its days; where there is none it does nothing.
  private choose(clientX: number): void {
    const bar = this.barAt(clientX);
    if (bar) this.send('brush-change', bar.days, 'exact');
  }

  private barAt(clientX: number): { bin: number; days: Span; x: number } | null {
    const { detail, counts, width } = this;
    if (!detail || !counts) return null;
    const x = clientX - this.track.getBoundingClientRect().left;
    const bin = binOf(detail.edges, Math.floor(xToDay(detail.span, x, width)));
    if (!(bin >= 0 && bin + 1 < detail.edges.length) || totalOf(counts, bin) === 0) return null;
    const days = { from: detail.edges[bin] as Day, to: (detail.edges[bin + 1] as Day) - 1 };
    return { bin, days, x };
  }

  private onHover(event: PointerEvent): void {
    const onBars = !(event.target as HTMLElement).closest('.brush-grip');
    const bar = onBars && (event.buttons === 0 || event.pointerType === 'touch');
    const found = bar ? this.barAt(event.clientX) : null;
    if (!found || !this.counts) this.tip?.hide();
    else this.tip?.show(found.days, this.counts, found.bin, this.layers, found.x);
  }

  private send(
    type: 'brush-input' | 'brush-change',
    span: Span,
    part: WindowChange['part'],
    opened = false,
  ): void {
    const same = span.from === this.span.from && span.to === this.span.to;
    if (same && type === 'brush-input') return;
    this.span = span;
    this.place();
    const detail = { ...span, part, opened };
    this.dispatchEvent(new CustomEvent<WindowChange>(type, { detail, bubbles: true }));
  }
}

/** Makes <time-brush> known to the browser. */
export function defineTimeBrush(): void {
  if (!customElements.get('time-brush')) customElements.define('time-brush', TimeBrush);
}
