// <time-brush>: a histogram over time with a window in it. Drag on it to
// choose a window, drag the window to move it, its edges to resize it;
// double-click shows all. Three sliders for the keyboard.
//
// Events: `brush-input` while the window changes, `brush-change` when it rests,
// `brush-play` when Space asks to play or pause.

import { type BinCounts, nearestEdge } from '../data/bins';
import type { Day, Span, Unit } from '../state/day';
import { h, svg } from '../ui/dom';
import { axisTicks, barPaths, dayToX, xToDay } from './bars';
import { applyKey, BIG_STEP, moveBy, setEnd, setStart, snap, type Thumb } from './brush-keys';

export interface BrushWords {
  readonly thumbs: Record<Thumb, string>;
  day(day: Day): string;
  span(span: Span): string;
  tick(day: Day, unit: 'year' | 'month' | 'day'): string;
}

interface Data {
  readonly edges: readonly Day[];
  readonly all: BinCounts;
  readonly filtered: BinCounts;
  readonly unit: Unit;
}

const BAR_SPACE = 4; // pixels above the highest bar
const NAME_SPACE = 14; // the same below a line of names
const AXIS = 18; // pixels below the bars for the axis
const CLICK = 3; // pixels: a shorter drag is a click

export class TimeBrush extends HTMLElement {
  private data: Data | null = null;
  private span: Span = { from: 0, to: 0 };
  private words: BrushWords | null = null;
  private space = BAR_SPACE;
  private readonly bars = {
    all: svg('path', { class: 'bar-all' }),
    outside: svg('path', { class: 'bar-outside' }),
    certain: svg('path', { class: 'bar-certain' }),
    possible: svg('path', { class: 'bar-possible' }),
  };
  private readonly clip = svg('rect', { y: 0, height: 200 });
  private readonly axis = h('div', { class: 'brush-axis', 'aria-hidden': 'true' });
  private readonly thumbs: Record<Thumb, HTMLElement> = {
    window: h('div', { class: 'brush-window' }),
    start: h('div', { class: 'brush-handle' }),
    end: h('div', { class: 'brush-handle' }),
  };
  private readonly track = h('div', { class: 'brush-track', dir: 'ltr' });
  private width = 0; // pixels of the track: to ask for it in a drag would lay out the page
  private readonly resize = new ResizeObserver(() => this.draw());

  connectedCallback(): void {
    if (this.track.isConnected) return;
    this.track.append(
      this.drawing(),
      this.axis,
      this.thumbs.window,
      this.thumbs.start,
      this.thumbs.end,
    );
    this.append(this.track);
    for (const thumb of ['start', 'end', 'window'] as const) {
      const element = this.thumbs[thumb];
      element.setAttribute('role', 'slider');
      element.tabIndex = 0;
      element.dataset['thumb'] = thumb;
      element.addEventListener('keydown', (event) => this.onKey(event, thumb));
    }
    this.track.addEventListener('pointerdown', (event) => this.onPointer(event));
    this.track.addEventListener('dblclick', () => this.set(this.whole(), 'brush-change'));
    this.resize.observe(this.track);
  }

  disconnectedCallback(): void {
    this.resize.disconnect();
  }

  setWords(words: BrushWords): void {
    this.words = words;
    this.draw();
  }

  /** Shows bins and counts; the window stays. */
  setData(data: Data): void {
    this.data = data;
    this.draw();
  }

  /** Leaves room above the bars for a line of names, or not. */
  setNamed(named: boolean): void {
    this.space = named ? NAME_SPACE : BAR_SPACE;
    this.draw();
  }

  /** Shows a window; no event is sent. */
  setSpan(span: Span): void {
    this.span = span;
    this.place();
  }

  get edges(): readonly Day[] {
    return this.data?.edges ?? [];
  }

  private drawing(): SVGElement {
    const id = 'brush-clip';
    const stripes = svg('path', { d: 'M-1 1l2-2M0 5l5-5M4 6l2-2', class: 'stripe' });
    const pattern = { id: 'brush-stripes', width: 5, height: 5, patternUnits: 'userSpaceOnUse' };
    const inside = svg('g', { 'clip-path': `url(#${id})` }, this.bars.certain, this.bars.possible);
    const defs = svg(
      'defs',
      {},
      svg('clipPath', { id }, this.clip),
      svg('pattern', pattern, stripes),
    );
    return svg(
      'svg',
      { class: 'brush-bars', 'aria-hidden': 'true' },
      defs,
      this.bars.all,
      this.bars.outside,
      inside,
    );
  }

  private draw(): void {
    const { data, words } = this;
    const width = this.track.clientWidth;
    this.width = width;
    const height = this.track.clientHeight - AXIS - this.space;
    if (!data || !words || width === 0 || height <= 0) return;
    const paths = barPaths(data.edges, data.all, data.filtered, width, height);
    for (const [bars, d] of [
      [this.bars.all, paths.all],
      [this.bars.outside, paths.certain + paths.possible],
      [this.bars.certain, paths.certain],
      [this.bars.possible, paths.possible],
    ] as const) {
      bars.setAttribute('d', d);
      bars.setAttribute('transform', `translate(0 ${this.space})`);
    }
    this.drawAxis(data, words, width);
    this.place();
  }

  private drawAxis(data: Data, words: BrushWords, width: number): void {
    this.axis.replaceChildren(
      ...axisTicks(data.edges, width).flatMap(({ day, unit }) => {
        const label = h('span', {}, words.tick(day, unit));
        const x = dayToX(data.edges, day, width);
        if (x > width - 30) return [];
        label.style.left = `${x}px`;
        return [label];
      }),
    );
  }

  // Puts window and handles where the span is, and says so to screen readers.
  private place(): void {
    const { data, words, span, width } = this;
    if (!data || !words || width === 0) return;
    const left = dayToX(data.edges, span.from, width);
    const right = dayToX(data.edges, span.to + 1, width);
    this.clip.setAttribute('x', String(left));
    this.clip.setAttribute('width', String(Math.max(0, right - left)));
    const { start, end, window } = this.thumbs;
    start.style.left = `${left}px`;
    end.style.left = `${right}px`;
    window.style.left = `${left}px`;
    window.style.width = `${right - left}px`;
    this.toggleAttribute('whole', this.isWhole());
    const { from: first, to: last } = this.whole();
    this.announce('start', first, span.to, span.from, words.day(span.from));
    this.announce('end', span.from, last, span.to, words.day(span.to));
    this.announce('window', first, last - (span.to - span.from), span.from, words.span(span));
  }

  private announce(thumb: Thumb, min: number, max: number, now: number, text: string): void {
    const element = this.thumbs[thumb];
    element.setAttribute('aria-label', this.words?.thumbs[thumb] ?? thumb);
    element.setAttribute('aria-valuemin', String(min));
    element.setAttribute('aria-valuemax', String(Math.max(min, max)));
    element.setAttribute('aria-valuenow', String(now));
    element.setAttribute('aria-valuetext', text);
  }

  private onKey(event: KeyboardEvent, thumb: Thumb): void {
    if (!this.data || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ' ') {
      event.preventDefault();
      this.dispatchEvent(new CustomEvent('brush-play', { bubbles: true }));
      return;
    }
    const span = applyKey(this.data.edges, this.span, thumb, event, BIG_STEP[this.data.unit]);
    if (!span) return;
    event.preventDefault();
    this.set(span, 'brush-change');
  }

  private onPointer(event: PointerEvent): void {
    if (!this.data || event.button !== 0) return;
    const began = this.span;
    const x0 = event.clientX;
    const change = this.dragOf(event, began);
    if (!change) return;
    const { track } = this;
    track.setPointerCapture(event.pointerId);
    const moved = (e: PointerEvent) => Math.abs(e.clientX - x0) >= CLICK;
    const move = (e: PointerEvent) => {
      if (moved(e)) this.set(change(e.clientX), 'brush-input');
    };
    const end = () => {
      track.removeEventListener('pointermove', move);
      track.removeEventListener('pointerup', end);
      track.removeEventListener('pointercancel', end);
      if (this.span !== began) this.set(this.span, 'brush-change');
    };
    track.addEventListener('pointermove', move);
    track.addEventListener('pointerup', end);
    track.addEventListener('pointercancel', end);
  }

  // What a drag that begins here does: from the pointer's x to a window.
  private dragOf(event: PointerEvent, began: Span): ((clientX: number) => Span) | null {
    const { edges } = this;
    const box = this.track.getBoundingClientRect();
    const day = (clientX: number) => xToDay(edges, clientX - box.left, box.width);
    const first = day(event.clientX);
    switch ((event.target as HTMLElement).dataset['thumb']) {
      case 'start':
        return (x) => setStart(edges, began, nearestEdge(edges, day(x)));
      case 'end':
        return (x) => setEnd(edges, began, nearestEdge(edges, day(x)) - 1);
      case 'window':
        if (!this.isWhole()) {
          const at = edges.indexOf(nearestEdge(edges, began.from));
          return (x) => {
            const target = nearestEdge(edges, began.from + day(x) - first);
            return moveBy(edges, began, edges.indexOf(target) - at);
          };
        }
    }
    return (x) => snap(edges, first, day(x));
  }

  private set(span: Span, type: 'brush-input' | 'brush-change'): void {
    const same = span.from === this.span.from && span.to === this.span.to;
    if (same && type === 'brush-input') return;
    this.span = span;
    this.place();
    this.dispatchEvent(new CustomEvent<Span>(type, { detail: span, bubbles: true }));
  }

  private whole(): Span {
    const { edges } = this;
    return { from: edges[0] ?? 0, to: (edges.at(-1) ?? 1) - 1 };
  }

  private isWhole(): boolean {
    const whole = this.whole();
    return this.span.from <= whole.from && this.span.to >= whole.to;
  }
}

/** Makes <time-brush> known to the browser. */
export function defineTimeBrush(): void {
  if (!customElements.get('time-brush')) customElements.define('time-brush', TimeBrush);
}
