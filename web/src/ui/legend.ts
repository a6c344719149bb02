// The legend: everything that is drawn, and nothing that is not.

import type { Locale } from '../i18n/locale';
import type { Mark } from '../map/palette';
import { fill, h, setHidden, setText } from './dom';
import { badgeIcon, contextIcon, countIcon, dashIcon, markIcon } from './icons';

export interface LegendEntry {
  readonly mark: Mark;
  readonly label: string;
}

/** What colours mean, from few to many. */
export interface Scale {
  readonly title: string;
  readonly colors: readonly string[];
  /** Of the colours in their order; a colour may have none. */
  readonly labels: readonly string[];
  /** What has no colour. */
  readonly note: string;
}

export class Legend {
  readonly element: HTMLDetailsElement;
  private readonly body = h('ul', { class: 'legend-list' });
  private marks: HTMLElement[] = [];
  private isKnown = false; // what incidents there are to be drawn
  private isDrawn = false; // anything of them
  private readonly counted = h('span', {});
  private readonly count = h('li', { hidden: true });
  private readonly badge: HTMLElement;
  private readonly context = h('li', { hidden: true }, contextIcon(), h('span', { dir: 'auto' }));
  private readonly note = h('li', { class: 'scale scale-note', hidden: true });
  private readonly scale = h('li', { class: 'scale', hidden: true });

  constructor(private readonly loc: Locale) {
    this.badge = entry(badgeIcon(), h('span', {}, loc.t('legend.area')));
    this.badge.hidden = true;
    this.element = h(
      'details',
      { class: 'legend' },
      h('summary', {}, loc.t('map.legend')),
      this.body,
    );
    this.element.hidden = true;
    this.element.open = matchMedia('(min-width: 1200px)').matches;
  }

  /** `title` says what colours stand for; empty for the kind. */
  show(
    title: string,
    entries: readonly LegendEntry[],
    has: { areas: boolean; possible: boolean; doubted: boolean },
  ): void {
    const { t } = this.loc;
    const first = entries[0];
    this.isKnown = first !== undefined || has.areas;
    this.hideOrNot();
    const marks = entries.map(({ mark }) => mark);
    this.marks = [
      ...entries.map(({ mark, label }) => entry(markIcon(mark), h('span', { dir: 'auto' }, label))),
      ...(has.possible && first
        ? [entry(markIcon(first.mark, true), h('span', {}, t('legend.possible')))]
        : []),
      ...(has.doubted && first
        ? [entry(markIcon(first.mark, false, true), h('span', {}, t('legend.doubted')))]
        : []),
    ];
    this.count.replaceChildren(countIcon(marks), this.counted);
    fill(
      this.body,
      title ? h('li', { class: 'scale legend-of', dir: 'auto' }, title) : null,
      ...this.marks,
      this.count,
      this.scale,
      this.note,
      this.badge,
      this.context,
      h('li', {}, dashIcon(), h('span', {}, t('legend.disputed'))),
    );
  }

  /** Shows the entries of marks and of badges, or hides those that are not drawn. */
  showDrawn(drawn: { marks: boolean; badges: boolean; counts: boolean }): void {
    this.isDrawn = drawn.badges || drawn.counts;
    this.hideOrNot();
    for (const mark of this.marks) setHidden(mark, !drawn.marks);
    setHidden(this.badge, !drawn.badges);
  }

  private hideOrNot(): void {
    setHidden(this.element, !this.isKnown && !this.isDrawn);
  }

  /** Shows which context layers are on the map, by their titles. */
  showContext(titles: readonly string[]): void {
    this.context.hidden = titles.length === 0;
    const words = this.context.querySelector('span');
    if (words) setText(words, titles.join(' · '));
  }

  /** Shows what colours of areas and of heat mean; null where there are none. */
  showScale(scale: Scale | null): void {
    setHidden(this.scale, scale === null);
    if (!scale) return;
    const swatches = scale.colors.map((color, i) => {
      const swatch = h('span', { class: 'swatch' });
      swatch.style.background = color;
      const label = scale.labels[i];
      return h('span', { class: 'scale-step' }, swatch, label ? h('span', {}, label) : null);
    });
    fill(
      this.scale,
      this.note,
      h('span', { class: 'scale-title' }, scale.title),
      h('span', { class: 'scale-steps' }, ...swatches),
      scale.note ? h('span', { class: 'scale-note' }, scale.note) : null,
    );
  }

  /** Says why the map is not drawn as it was asked for; empty where it is. */
  showNote(text: string): void {
    setHidden(this.note, text === '');
    setText(this.note, text);
  }

  /** Says what numbers on the map count; null where there are none. */
  showCounts(measure: 'count' | 'killed' | null): void {
    setHidden(this.count, measure === null);
    if (measure) setText(this.counted, this.loc.t(`legend.${measure}`));
  }
}

function entry(icon: SVGElement, label: HTMLElement): HTMLElement {
  return h('li', {}, icon, label);
}
