// The band of terms and the marks of events below the bars: what was when,
// beside the incidents. A term can be clicked to look at its days.

import { type ContextLayer, type ContextRecord, ofKind } from '../data/context';
import { contextWhen } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import type { Day, Span } from '../state/day';
import { fill, h } from '../ui/dom';
import { moveFocus } from '../ui/list';
import { dayToX } from './bars';

const MIN_LABEL = 40; // pixels: a narrower term is not labelled
const MARK_ROOM = 120; // pixels for the name of a mark

export class TermsBand {
  readonly element: HTMLElement;
  private readonly band: HTMLElement;
  private readonly marks = h('div', { class: 'axis-marks', 'aria-hidden': 'true' });
  private terms: readonly ContextRecord[] = [];
  private events: readonly ContextRecord[] = [];
  private edges: readonly Day[] = [];

  constructor(
    private readonly loc: Locale,
    private readonly choose: (span: Span) => void,
  ) {
    this.band = h('div', { class: 'terms', role: 'group', 'aria-label': loc.t('context.terms') });
    this.band.addEventListener('keydown', (event) => this.onKey(event));
    this.element = h(
      'div',
      { class: 'terms-track', dir: 'ltr', hidden: true },
      this.marks,
      this.band,
    );
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  /** Shows the terms and marks of these layers. */
  setLayers(layers: readonly ContextLayer[]): void {
    this.terms = ofKind(layers, 'term');
    this.events = ofKind(layers, 'mark');
    this.draw();
  }

  /** True when there are marks, which are named above the bars. */
  get hasMarks(): boolean {
    return this.events.length > 0;
  }

  /** Shows another axis. */
  setEdges(edges: readonly Day[]): void {
    this.edges = edges;
    this.draw();
  }

  private draw(): void {
    const { edges, element } = this;
    element.hidden = edges.length < 2 || this.terms.length + this.events.length === 0;
    const width = element.clientWidth;
    if (element.hidden || width === 0) return;
    const last = (edges.at(-1) as Day) - 1;
    const first = edges[0] as Day;
    const seen = this.terms.filter((t) => t.from <= last && this.endOf(t, last) >= first);
    fill(this.band, ...seen.map((term, i) => this.term(term, i, width)));
    const marks = this.events.filter(({ from, to }) => from <= last && to >= first);
    this.drawMarks(marks, width);
  }

  private endOf(term: ContextRecord, last: Day): Day {
    return term.ongoing ? last : Math.min(term.to, last);
  }

  private term(term: ContextRecord, i: number, width: number): HTMLElement {
    const { edges } = this;
    const last = (edges.at(-1) as Day) - 1;
    const from = Math.max(term.from, edges[0] as Day);
    const to = this.endOf(term, last);
    const left = dayToX(edges, from, width);
    const right = dayToX(edges, to + 1, width);
    const words = this.words(term);
    const button = h(
      'button',
      {
        type: 'button',
        class: 'term',
        tabindex: i === 0 ? 0 : -1,
        title: words,
        'aria-label': words,
        'data-key': term.id,
        onclick: () => this.choose({ from, to }),
      },
      right - left < MIN_LABEL ? null : h('span', { dir: 'auto' }, term.properties.title),
    );
    button.style.left = `${left}px`;
    button.style.width = `${Math.max(3, right - left - 1)}px`;
    return button;
  }

  // A line each, with its name where the one named before it leaves room.
  private drawMarks(marks: readonly ContextRecord[], width: number): void {
    let free = 0;
    const lines = marks.map(({ from, properties: { title } }) => {
      const left = dayToX(this.edges, from, width);
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
