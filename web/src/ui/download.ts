// The download: exactly what is shown, as a file.

import type { Locale } from '../i18n/locale';
import { dialog } from './dialog';
import { h, setText } from './dom';
import { icon } from './icons';

export type Scope = 'all' | 'view';

export interface Choice {
  readonly geojson: string;
  readonly csv: string;
  /** How many incidents the file will have. */
  readonly count: Promise<number>;
}

export class DownloadDialog {
  readonly element: HTMLDialogElement;
  private readonly count = h('p', { class: 'download-count', role: 'status' });
  private readonly links: Record<'geojson' | 'csv', HTMLAnchorElement>;
  private readonly all = radio('all');
  private readonly view = radio('view');

  constructor(
    private readonly loc: Locale,
    private readonly choose: (scope: Scope) => Choice,
  ) {
    const { t } = loc;
    this.links = {
      geojson: h('a', { class: 'button', download: '' }, icon('download'), t('download.geojson')),
      csv: h('a', { class: 'button', download: '' }, icon('download'), t('download.csv')),
    };
    for (const input of [this.all, this.view])
      input.addEventListener('change', () => this.update());
    this.element = dialog(
      loc,
      t('download.title'),
      h(
        'fieldset',
        { class: 'facet' },
        h('legend', {}, t('download.scope')),
        h('label', { class: 'check' }, this.all, h('span', {}, t('download.all'))),
        h('label', { class: 'check' }, this.view, h('span', {}, t('download.view'))),
      ),
      this.count,
      h('p', { class: 'notice-actions' }, this.links.geojson, this.links.csv),
      h('p', { class: 'muted' }, t('download.viewNote')),
    );
  }

  open(): void {
    this.all.checked = true;
    this.update();
    this.element.showModal();
  }

  private update(): void {
    const scope = this.view.checked ? 'view' : 'all';
    const choice = this.choose(scope);
    this.links.geojson.href = choice.geojson;
    this.links.csv.href = choice.csv;
    setText(this.count, '…');
    const isCurrent = () => this.links.csv.getAttribute('href') === choice.csv;
    choice.count.then(
      (n) => isCurrent() && setText(this.count, this.loc.t('download.what', { n })),
      () => isCurrent() && setText(this.count, ''), // the links work all the same
    );
  }
}

function radio(value: Scope): HTMLInputElement {
  return h('input', { type: 'radio', name: 'download-scope', value });
}
