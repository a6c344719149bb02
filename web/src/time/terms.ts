// The band of terms and the marks of events below the bars: what was when,
// beside the incidents, on the days of the detail strip. A term can be clicked to
// look at its days.

import { type ContextLayer, type ContextRecord, ofKind } from '../data/context';
import { contextWhen } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import type { Day, Span } from '../state/day';
import { fill, h, keepFocus } from '../ui/dom';
import { moveFocus } from '../ui/list';
import type { OpenSpan } from './presets';
import { dayToX } from './scale';

const MIN_LABEL = 40; // pixels: a narrower term is not labelled
const MARK_ROOM = 120; // pixels for the name of a mark
const PHONE = '(max-width: 767px)'; // a term is too narrow for a finger: the menu has them

export class TermsBand {
  readonly element: HTMLElement;
  private readonly band: HTMLElement;
  private readonly marks = h('div', { class: 'axis-marks', 'aria-hidden': 'true' });
  private terms: readonly ContextRecord[] = [];
  private events: readonly ContextRecord[] = [];
  private span: Span = { from: 0, to: -1 };
  private width = 0; // pixels

  constructor(
    private readonly loc: Locale,
    private readonly choose: (window: OpenSpan) => void,
  ) {
    this.band = h('div', { class: 'terms', role: 'group', 'aria-label': loc.t('context.terms') });
    this.band.addEventListener('keydown', (event) => this.onKey(event));
    this.element = h(
      'div',
      { class: 'terms-track', dir: 'ltr', hidden: true },
      this.marks,
      this.band,
    );
    new ResizeObserver(() => {
      this.width = this.element.clientWidth;
      this.draw();
    }).observe(this.element);
  }

  /** Shows the terms and marks of these layers. */
  setLayers(layers: readonly ContextLayer[]): void {
    this.terms = ofKind(layers, 'term');
    this.events = ofKind(layers, 'mark');
    this.draw();
  }

  /** True when the days have marks, which are named above the bars. */
  hasMarks(span: Span): boolean {
    return this.events.some(({ from }) => from >= span.from && from <= span.to);
  }

  /** Shows other days. */
  setSpan(span: Span): void {
    this.span = span;
    this.draw();
  }

  private draw(): void {
    const { span, element, width } = this;
    element.hidden = span.to < span.from || this.terms.length + this.events.length === 0;
    if (element.hidden || width === 0) return;
    const seen = this.terms
      .map((term) => ({ term, ...this.clipped(term) }))
      .filter(({ from, to }) => from <= to);
    const x = (day: Day) => dayToX(span, day, width);
    const drawn = seen.map(({ term, from, to }, i) => {
      const next = seen[i + 1]?.from ?? span.to + 1;
      return this.term(term, i, { left: x(from), right: x(to + 1), free: x(next) });
    });
    keepFocus(this.band, () => fill(this.band, ...drawn));
    this.drawMarks(width);
  }

  // The days of a term that the strip shows.
  private clipped(term: ContextRecord): Span {
    const { from, to } = this.span;
    return { from: Math.max(term.from, from), to: term.ongoing ? to : Math.min(term.to, to) };
  }

  // Its name has room up to the term that begins next, which lies over it.
  private term(
    term: ContextRecord,
    i: number,
    { left, right, free }: { left: number; right: number; free: number },
  ): HTMLElement {
    const words = this.words(term);
    const room = Math.min(right, free) - left;
    const label = room >= MIN_LABEL && h('span', { dir: 'auto' }, term.properties.title);
    if (label) label.style.maxWidth = `${room - 9}px`;
    const element = matchMedia(PHONE).matches
      ? h('div', { class: 'term', title: words }, label)
      : h(
          'button',
          {
            type: 'button',
            class: 'term',
            tabindex: i === 0 ? 0 : -1,
            title: words,
            'aria-label': words,
            'data-key': term.id,
            onclick: () => this.choose({ from: term.from, to: term.ongoing ? null : term.to }),
          },
          label,
        );
    element.style.left = `${left}px`;
    element.style.width = `${Math.max(3, right - left - 1)}px`;
    return element;
  }

  // A line each, with its name where the one named before it leaves room.
  private drawMarks(width: number): void {
    const { span } = this;
    let free = 0;
    const shown = this.events.filter(({ from }) => from >= span.from && from <= span.to);
    const lines = shown.map(({ from, properties: { title } }) => {
      const left = dayToX(span, from, width);
      const named = left >= free && left + MARK_ROOM <= width;
      if (named) free = left + MARK_ROOM;
      const line = h('span', { class: 'axis-mark', dir: 'auto' }, named && title);
      line.style.left = `${left}px`;
      return line;
    });
    fill(this.marks, ...lines);
  }

  private words(record: ContextRecord): string {
    const when = contextWhen(this.loc, record);
    const { isolate } = this.loc;
    const named = `${isolate(record.properties.title)}: ${when}`;
    return record.remark ? `${named}. ${isolate(record.remark)}` : named;
  }

  // One stop of the Tab key for the band; arrows go from term to term.
  private onKey(event: KeyboardEvent): void {
    const keys: Record<string, string> = { ArrowRight: 'ArrowDown', ArrowLeft: 'ArrowUp' };
    const key = keys[event.key] ?? event.key;
    moveFocus(this.band, key === event.key ? event : new KeyboardEvent('keydown', { key }));
    if (key !== event.key) event.preventDefault();
    for (const button of this.band.querySelectorAll('button')) {
      button.tabIndex = button === document.activeElement ? 0 : -1;
    }
  }
}
