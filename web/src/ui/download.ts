// The download: exactly what is shown, as a file.

import type { ExportFile } from '../data/types';
import type { Locale } from '../i18n/locale';
import { dialog } from './dialog';
import { h, setText } from './dom';
import { icon } from './icons';

export type Scope = 'all' | 'view';

export interface Choice {
  readonly files: readonly ExportFile[];
  /** How many incidents the file will have. */
  readonly count: Promise<number>;
}

export class DownloadDialog {
  readonly element: HTMLDialogElement;
  private readonly count = h('p', { class: 'download-count', role: 'status' });
  private readonly links = h('p', { class: 'notice-actions' });
  private shown: Choice | null = null;
  private readonly all = radio('all');
  private readonly view = radio('view');

  constructor(
    private readonly loc: Locale,
    private readonly choose: (scope: Scope) => Choice,
  ) {
    const { t } = loc;
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
      this.links,
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
    this.links.replaceChildren(...choice.files.map((file) => this.link(file)));
    setText(this.count, '…');
    this.shown = choice;
    choice.count.then(
      (n) => this.shown === choice && setText(this.count, this.loc.t('download.what', { n })),
      () => this.shown === choice && setText(this.count, ''), // the links work all the same
    );
  }

  private link({ format, title, href }: ExportFile): HTMLElement {
    const words = this.loc.term('download.as', format, title);
    return h('a', { class: 'button', download: '', href }, icon('download'), words);
  }
}

function radio(value: Scope): HTMLInputElement {
  return h('input', { type: 'radio', name: 'download-scope', value });
}
