// What a bar says when it is pointed at: its days, how many incidents, of which kinds.

import type { LayeredCounts } from '../data/bins';
import { rangeWords } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import type { Span } from '../state/day';
import { bdi, fill, h } from '../ui/dom';
import { layerAt, totalOf } from './bars';

/** A kind of incidents as the bars show it. */
export interface Layer {
  readonly label: string;
  readonly color: string;
}

export class BarTip {
  readonly element: HTMLElement;

  constructor(private readonly loc: Locale) {
    this.element = h('div', {
      class: 'bar-tip',
      dir: loc.dir,
      'aria-hidden': 'true',
      hidden: true,
    });
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** Shows a bin above a place of the strip. */
  show(days: Span, counts: LayeredCounts, bin: number, layers: readonly Layer[], x: number): void {
    const { loc } = this;
    fill(
      this.element,
      h('b', {}, rangeWords(loc, days.from, days.to)),
      h('span', {}, loc.t('time.count', { n: totalOf(counts, bin) })),
      ...layers.map((layer, i) => this.line(layer, layerAt(counts, i, bin))),
    );
    this.element.hidden = false;
    this.place(x);
  }

  // Within the window, wherever the strip stands in it.
  private place(x: number): void {
    const { element } = this;
    const strip = (element.offsetParent ?? document.body).getBoundingClientRect();
    const half = element.offsetWidth / 2;
    const least = 4 + half - strip.left;
    const most = innerWidth - 4 - half - strip.left;
    element.style.left = `${Math.max(least, Math.min(most, x))}px`;
  }

  private line(layer: Layer, { certain, possible }: { certain: number; possible: number }) {
    const { loc } = this;
    if (certain + possible === 0) return null;
    const swatch = h('i', { class: 'swatch' });
    swatch.style.background = layer.color;
    const counts = [
      certain > 0 ? loc.number(certain) : '',
      possible > 0 ? loc.t('time.possibly', { n: possible }) : '',
    ];
    const words = counts.filter(Boolean).join(' + ');
    return h('span', {}, swatch, bdi(layer.label), ' ', words);
  }
}
