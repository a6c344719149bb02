// The choice of a dataset, where there is more than one.

import type { Collection } from '../data/types';
import type { Locale } from '../i18n/locale';
import { fill, h } from './dom';

export class DatasetChooser {
  readonly element: HTMLElement;
  private readonly field: HTMLElement;
  private readonly select = h('select', { class: 'select', dir: 'auto' });
  private current = '';
  private readonly leftOut = h('a', { class: 'left-out', target: '_blank', hidden: true });

  constructor(
    private readonly loc: Locale,
    onChoose: (id: string) => void,
  ) {
    this.select.addEventListener('change', () => onChoose(this.select.value));
    this.field = h(
      'label',
      { class: 'field dataset', hidden: true },
      h('span', {}, loc.t('dataset.label')),
      this.select,
    );
    const note = loc.t('dataset.untranslated');
    this.element = h(
      'div',
      { class: 'datasets' },
      this.field,
      this.leftOut,
      note ? h('p', { class: 'muted untranslated' }, note) : null,
    );
  }

  /** Offers one collection of every dataset, and the current one. */
  show(collections: readonly Collection[], current: Collection): void {
    const offered = onePerDataset(collections, current);
    this.field.hidden = offered.length < 2;
    this.showLeftOut(current);
    const name = (c: Collection) => this.loc.isolate(titleOf(collections, c));
    fill(this.select, ...offered.map((c) => h('option', { value: c.id }, name(c))));
    this.current = current.id;
    this.again();
  }

  /** Another dataset was chosen and is not shown: the choice is what it was. */
  again(): void {
    this.select.value = this.current;
  }

  // How the file was read stands on a page of its own.
  private showLeftOut({ id, leftOut = 0 }: Collection): void {
    this.leftOut.hidden = leftOut === 0;
    this.leftOut.href = `api/collections/${encodeURIComponent(id)}/report?f=html`;
    this.leftOut.textContent = this.loc.t('dataset.leftOut', { n: leftOut });
  }
}

/** What the page is called while a collection is shown: own data by their title. */
export function headingOf(
  collections: readonly Collection[],
  collection: Collection,
): string | null {
  return collection.shipped ? null : titleOf(collections, collection);
}

/** A collection that holds its whole dataset is called by the dataset's title. */
export function titleOf(collections: readonly Collection[], collection: Collection): string {
  const whole = collections.find(({ id, dataset }) => id === dataset && id === collection.dataset);
  return whole && whole.numberOfItems === collection.numberOfItems ? whole.title : collection.title;
}

/** The first collection of each dataset; views of the same incidents are not offered apart. */
export function onePerDataset(
  collections: readonly Collection[],
  current: Collection,
): Collection[] {
  const offered = new Map<string, Collection>();
  for (const collection of collections) {
    if (!offered.has(collection.dataset)) offered.set(collection.dataset, collection);
  }
  if (![...offered.values()].some(({ id }) => id === current.id)) {
    offered.set(`view ${current.id}`, current);
  }
  return [...offered.values()];
}
