// The line above the map: how many are shown, of when, with which filters,
// and what the incidents add up to.

import type { Collection, Facets, KindSums } from '../data/types';
import { countedIn, prefixOf, sumWords } from '../i18n/casualties';
import type { Locale } from '../i18n/locale';
import { type Filter, isFiltered } from '../state/filter';
import { chipsOf } from './chips';
import { bdi, fill, h, keepFocus, setHidden, setText } from './dom';
import { icon } from './icons';
import { valueLabel } from './labels';

export interface SummaryEvents {
  /** The reader takes a part of the filter away. */
  filter(filter: Filter): void;
  removeWindow(): void;
  reset(): void;
  fit(): void;
}

/** The counts of a moment; during a drag they change with every frame. */
export interface Counts {
  readonly shown: number;
  readonly total: number;
  readonly withoutPlace: number;
  /** Outside the view; null where that is told later. */
  readonly outside: number | null;
  /** The time window in words. */
  readonly when: string;
  readonly filtered: boolean;
}

export class Summary {
  readonly element: HTMLElement;
  private readonly count = h('strong', { class: 'sum-count' });
  private readonly when = h('span', { class: 'sum-when' });
  private readonly noPlace = h('span', { class: 'sum-note' });
  private readonly undrawn = h('span', { class: 'sum-note' });
  private readonly areas = h('span', { class: 'sum-note' });
  private readonly outside: HTMLButtonElement;
  private readonly reset: HTMLButtonElement;
  private readonly chips = h('div', { class: 'chips' });
  private readonly refused = h('p', { class: 'sum-refused', role: 'status', hidden: true });
  private readonly sums = h('p', { class: 'sums is-split' }); // until the kinds are known
  private readonly spoken = h('p', { class: 'visually-hidden', role: 'status' });

  constructor(
    private readonly loc: Locale,
    private readonly events: SummaryEvents,
  ) {
    this.outside = h('button', {
      type: 'button',
      class: 'link',
      hidden: true,
      onclick: () => events.fit(),
    });
    this.reset = h(
      'button',
      { type: 'button', class: 'link', hidden: true, onclick: () => events.reset() },
      loc.t('common.reset'),
    );
    const line = h(
      'p',
      { class: 'sum-line' },
      this.count,
      this.when,
      this.noPlace,
      this.undrawn,
      this.areas,
      this.outside,
    );
    // On a phone it has two lines until more is asked for.
    const more = h(
      'button',
      {
        type: 'button',
        class: 'button round sum-more',
        'aria-expanded': 'false',
        'aria-label': loc.t('sum.more'),
        onclick: () => {
          const isOpen = this.element.classList.toggle('is-open');
          more.setAttribute('aria-expanded', String(isOpen));
        },
      },
      icon('down'),
    );
    this.element = h(
      'div',
      { class: 'summary' },
      more,
      h('div', { class: 'sum-top' }, line, this.chips, this.reset),
      this.refused,
      this.sums,
      this.spoken,
    );
  }

  /** Shows the counts; `rests` when no drag is going on, and they are to be spoken. */
  showCounts(counts: Counts, rests: boolean): void {
    const { t } = this.loc;
    const showing = t('sum.showing', { shown: counts.shown, total: counts.total });
    setText(this.count, showing);
    setText(this.when, counts.when);
    setText(this.noPlace, counts.withoutPlace ? t('sum.noPlace', { n: counts.withoutPlace }) : '');
    if (counts.outside !== null) this.showOutside(counts.outside);
    setHidden(this.reset, !counts.filtered);
    this.element.dataset['shown'] = String(counts.shown);
    if (rests) setText(this.spoken, `${showing}, ${counts.when}`);
  }

  /** Says how many are outside the view. */
  showOutside(n: number): void {
    setText(this.outside, this.loc.t('sum.outside', { n }));
    setHidden(this.outside, n === 0);
  }

  /** Says how many are not drawn: their area is larger than the view, or they are to be hidden. */
  showUndrawn({ coarser, hidden }: { coarser: number; hidden: number }): void {
    const { t } = this.loc;
    const parts = [
      coarser > 0 ? t('sum.coarser', { n: coarser }) : '',
      hidden > 0 ? t('sum.hidden', { n: hidden }) : '',
    ];
    setText(this.undrawn, parts.filter(Boolean).join(' · '));
  }

  /** Says how many are not drawn, because they are known to an area only. */
  showAreas(n: number): void {
    setText(this.areas, n > 0 ? this.loc.t('sum.areas', { n }) : '');
  }

  /** Shows the sums of the measures that the dataset counts, of each kind apart. */
  showSums(collection: Collection, facets: Facets, kinds: readonly KindSums[]): void {
    const counted = countedIn(collection);
    const words = (sums: Facets['sums']) =>
      counted.map((measure) => sumWords(this.loc, measure, sums[prefixOf(measure)])).join(' · ');
    this.sums.classList.remove('is-stale');
    setHidden(this.sums, counted.length === 0);
    const names = kinds.map(({ kind }) =>
      valueLabel(this.loc, collection, 'kind', kind.value, kind.label),
    );
    // Its line stays when there is nothing to sum, so that the map does not jump.
    if (kinds.length > 0)
      this.showKinds(
        names,
        kinds.map(({ sums }) => words(sums)),
      );
    else setText(this.sums, facets.numberMatched === 0 ? '' : words(facets.sums));
  }

  // In a drag the same kinds have other sums: then these alone are changed.
  private showKinds(names: readonly string[], sums: readonly string[]): void {
    const before = [...this.sums.querySelectorAll('.sum-kind')];
    const isSame =
      before.length === names.length &&
      names.every((name, i) => before[i]?.firstChild?.textContent === name);
    if (isSame) {
      sums.forEach((words, i) => {
        const element = before[i]?.lastElementChild;
        if (element) setText(element, ` ${words}`);
      });
      return;
    }
    const parts = names.map((name, i) =>
      h('span', { class: 'sum-kind' }, h('b', {}, bdi(name)), h('span', {}, ` ${sums[i]}`)),
    );
    fill(this.sums, ...parts);
  }

  /** Shows that the sums are those of before. */
  showOldSums(): void {
    this.sums.classList.add('is-stale');
  }

  /** Shows that the counts are on their way. */
  showWaiting(collection: Collection | null): void {
    setText(this.count, this.loc.t('sum.waiting', { total: collection?.numberOfItems ?? 0 }));
    setText(this.noPlace, '');
    this.outside.hidden = true;
    this.showOldSums();
    const kinds = collection?.vocabularies?.kind?.length;
    this.sums.classList.toggle('is-split', kinds === undefined || kinds > 1);
    delete this.element.dataset['shown'];
  }

  showFilters(collection: Collection | null, filter: Filter, when: string): void {
    const chips = chipsOf(this.loc, collection, filter).map(({ key, text, without }) =>
      this.chip(key, text, () => this.events.filter(without)),
    );
    if (filter.from !== null || filter.to !== null) {
      chips.push(this.chip('time', when, this.events.removeWindow));
    }
    keepFocus(this.chips, () => fill(this.chips, ...chips));
    this.reset.hidden = !isFiltered(filter);
  }

  /** Says which filters of a link are none of this dataset. */
  showRefused(names: readonly string[]): void {
    const words = names.map((name) => h('span', {}, this.loc.t('chip.refused', { name })));
    fill(this.refused, ...words);
    this.refused.hidden = names.length === 0;
  }

  /** Keeps the time's chip up to date in a drag; it comes and goes when the drag ends. */
  showWindow(when: string): void {
    const text = this.chips.querySelector('[data-key="time"] span');
    if (text) setText(text, when);
  }

  private chip(key: string, text: string, remove: () => void): HTMLElement {
    const label = this.loc.t('chip.remove', { what: text });
    return h(
      'button',
      { type: 'button', class: 'chip', 'aria-label': label, 'data-key': key, onclick: remove },
      h('span', { dir: 'auto' }, text),
      icon('close'),
    );
  }
}
