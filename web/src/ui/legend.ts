// The legend: everything that is drawn, and nothing that is not.

import type { Locale } from '../i18n/locale';
import type { Mark } from '../map/palette';
import { fill, h } from './dom';
import { areaIcon, dashIcon, markIcon } from './icons';

export interface LegendEntry {
  readonly mark: Mark;
  readonly label: string;
}

export class Legend {
  readonly element: HTMLDetailsElement;
  private readonly body = h('ul', { class: 'legend-list' });

  constructor(private readonly loc: Locale) {
    this.element = h(
      'details',
      { class: 'legend' },
      h('summary', {}, loc.t('map.legend')),
      this.body,
    );
    this.element.hidden = true;
    this.element.open = matchMedia('(min-width: 1200px)').matches;
  }

  show(entries: readonly LegendEntry[], has: { areas: boolean; possible: boolean }): void {
    const { t } = this.loc;
    const first = entries[0];
    this.element.hidden = !first && !has.areas;
    fill(
      this.body,
      ...entries.map(({ mark, label }) =>
        h('li', {}, markIcon(mark), h('span', { dir: 'auto' }, label)),
      ),
      has.possible && first
        ? h('li', {}, markIcon(first.mark, true), h('span', {}, t('legend.possible')))
        : null,
      has.areas ? h('li', {}, areaIcon(), h('span', {}, t('legend.area'))) : null,
      h('li', {}, dashIcon(), h('span', {}, t('legend.disputed'))),
    );
  }
}
