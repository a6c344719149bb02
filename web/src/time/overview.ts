// The overview strip: all of the data, whatever the window is, with the window
// in it. Drag the window to move it, or elsewhere to choose another; click to
// bring the window there. For the pointer: the detail strip's sliders do the same
// for the keyboard.

import type { Beyond } from '../data/axis';
import type { BinCounts, Bins } from '../data/bins';
import type { Day, Span } from '../state/day';
import { h, setAttribute, svg } from '../ui/dom';
import { plainPath } from './bars';
import type { WindowChange } from './brush';
import { dayToX, holds, xToDay } from './scale';
import { moveDays } from './window-keys';

export interface OverviewEvents {
  change(window: WindowChange, rests: boolean): void;
  /** The reader goes to what lies beyond an end of the axis. */
  go(span: Span): void;
}

export interface OverviewWords {
  /** "2 before". */
  beyond(side: Side, n: number): string;
  /** The same as a sentence. */
  beyondLong(side: Side, n: number): string;
}

export type Side = 'before' | 'after';

/** Bins over all of the data, and how many incidents they have. */
export interface Overview extends Bins, BinCounts {
  readonly axis: Span;
}

const LINK = 6; // pixels down to the detail strip
const CLICK = 3; // pixels: a shorter drag is a click
const REACH = 6; // pixels beside a narrow window that are still of it

export class OverviewStrip {
  readonly element: HTMLElement;
  private readonly all = svg('path', { class: 'bar-all' });
  private readonly matching = svg('path', { class: 'bar-outside' });
  private readonly link = svg('path', { class: 'overview-link' });
  private readonly window = h('div', { class: 'overview-window' });
  private readonly track = h('div', { class: 'overview-track', dir: 'ltr' });
  private readonly buttons: Record<Side, HTMLButtonElement>;
  private spans: Partial<Record<Side, Span>> = {};
  private data: Overview | null = null;
  private counts: BinCounts | null = null;
  private span: Span = { from: 0, to: 0 };
  private detail: Span = { from: 0, to: 0 };
  // Pixels of the track: to ask for them in a drag would lay out the page.
  private width = 0;
  private height = 0;

  constructor(
    private readonly words: OverviewWords,
    private readonly events: OverviewEvents,
  ) {
    const button = (side: Side) =>
      h('button', {
        type: 'button',
        class: `button beyond beyond-${side}`,
        hidden: true,
        onclick: () => {
          const span = this.spans[side];
          if (span) this.events.go(span);
        },
      });
    this.buttons = { before: button('before'), after: button('after') };
    const bars = svg('svg', { class: 'overview-bars', 'aria-hidden': 'true' }, this.all);
    bars.append(this.matching, this.link);
    this.track.append(bars, this.window);
    this.track.addEventListener('pointerdown', (event) => this.onPointer(event));
    this.element = h(
      'div',
      { class: 'overview', dir: 'ltr' },
      this.buttons.before,
      this.track,
      this.buttons.after,
    );
    new ResizeObserver(() => this.resized()).observe(this.track);
  }

  /** Shows the axis of other data. */
  setData(data: Overview): void {
    this.data = data;
    this.counts = null;
    this.draw();
  }

  /** Shows how many incidents pass the filter; null while they are being counted. */
  setCounts(counts: BinCounts | null): void {
    this.counts = counts;
    this.draw();
  }

  /** Says how many incidents have days beyond the axis. */
  setBeyond(sides: Record<Side, Beyond | null>): void {
    for (const side of ['before', 'after'] as const) {
      const beyond = sides[side];
      const button = this.buttons[side];
      button.hidden = beyond === null;
      delete this.spans[side];
      if (!beyond) continue;
      this.spans[side] = beyond.span;
      button.textContent = this.words.beyond(side, beyond.n);
      button.title = this.words.beyondLong(side, beyond.n);
      button.setAttribute('aria-label', button.title);
    }
  }

  /** Shows the window, and which days the detail strip has. */
  setSpans(span: Span, detail: Span): void {
    this.span = span;
    this.detail = detail;
    this.place();
  }

  private resized(): void {
    this.width = this.track.clientWidth;
    this.height = this.track.clientHeight;
    this.draw();
  }

  private draw(): void {
    const { data, counts, width, height } = this;
    if (!data || width === 0 || height === 0) return;
    const strip = { span: data.axis, width, height };
    const most = data.certain.reduce((n, certain, bin) => {
      return Math.max(n, certain + (data.possible[bin] ?? 0));
    }, 1);
    this.all.setAttribute('d', plainPath(data, data, strip, most));
    this.matching.setAttribute('d', counts ? plainPath(data, counts, strip, most) : '');
    this.place();
  }

  private place(): void {
    const { data, width, height, span, detail } = this;
    if (!data || width === 0) return;
    const x = (day: Day) => Math.max(0, Math.min(width, dayToX(data.axis, day, width)));
    const [left, right] = [x(span.from), x(span.to + 1)];
    this.window.style.transform = `translateX(${left}px)`;
    this.window.style.width = `${right - left}px`;
    this.window.classList.toggle('is-whole', holds(span, data.axis));
    const [a, b] = [x(detail.from), x(detail.to + 1)];
    setAttribute(this.link, 'd', `M${a} ${height}H${b}L${width} ${height + LINK}H0z`);
  }

  private onPointer(event: PointerEvent): void {
    const { data, track } = this;
    if (!data || event.button !== 0) return;
    const box = track.getBoundingClientRect();
    const day = (clientX: number) => xToDay(data.axis, clientX - box.left, box.width);
    const x0 = event.clientX;
    const { part, change } = this.dragOf(data, day, x0);
    track.setPointerCapture(event.pointerId);
    let last: Span | null = null;
    const move = (e: PointerEvent) => {
      if (!last && Math.abs(e.clientX - x0) < CLICK) return;
      last = change(e.clientX);
      this.events.change({ ...last, part }, false);
    };
    const end = (e: PointerEvent) => {
      track.removeEventListener('pointermove', move);
      track.removeEventListener('pointerup', end);
      track.removeEventListener('pointercancel', end);
      if (last) this.events.change({ ...last, part }, true);
      else if (e.type === 'pointerup') this.bring(data, day(e.clientX));
    };
    track.addEventListener('pointermove', move);
    track.addEventListener('pointerup', end);
    track.addEventListener('pointercancel', end);
  }

  // A drag that begins in the window moves it, any other draws a window.
  private dragOf(data: Overview, day: (x: number) => number, x0: number) {
    const began = this.span;
    const { axis } = data;
    const box = this.window.getBoundingClientRect();
    const isInside = x0 >= box.left - REACH && x0 <= box.right + REACH;
    if (isInside && !holds(began, axis)) {
      const move = (x: number) => moveDays({ axis }, began, Math.round(day(x) - day(x0)));
      return { part: 'window' as const, change: move };
    }
    const within = (n: number) => Math.max(axis.from, Math.min(axis.to, Math.floor(n)));
    const draw = (x: number) => ({
      from: within(Math.min(day(x0), day(x))),
      to: within(Math.max(day(x0), day(x))),
    });
    return { part: 'range' as const, change: draw };
  }

  // Brings the middle of the window to a day.
  private bring({ axis }: Overview, day: number): void {
    const { span } = this;
    if (holds(span, axis)) return;
    const by = Math.round(day - (span.from + span.to) / 2);
    this.events.change({ ...moveDays({ axis }, span, by), part: 'window' }, true);
  }
}
