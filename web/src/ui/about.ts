// What the map is, how to read it, and whose data it shows.

import type { Collection } from '../data/types';
import { countedIn } from '../i18n/casualties';
import type { Locale } from '../i18n/locale';
import { dialog } from './dialog';
import { fill, h } from './dom';

export class AboutDialog {
  readonly element: HTMLDialogElement;
  private readonly data = h('div');
  private readonly figures: HTMLElement;

  constructor(
    private readonly loc: Locale,
    private readonly loadSources: () => Promise<string>,
  ) {
    const { t } = loc;
    this.figures = h('p', {}, t('about.figures'));
    this.element = dialog(
      loc,
      t('about.title'),
      h('p', {}, t('app.lead')),
      h('h3', {}, t('about.reading')),
      h('p', {}, t('about.marks')),
      h('p', {}, t('about.dates')),
      this.figures,
      h('p', {}, t('about.borders')),
      h('p', {}, t('about.keys')),
      h('h3', {}, t('about.data')),
      this.data,
      this.sources(),
      h('p', {}, h('a', { href: 'licences' }, t('about.notices'))),
      h('p', {}, t('about.api')),
    );
  }

  setData(collection: Collection | null, basemap: string): void {
    const { t } = this.loc;
    this.figures.hidden = countedIn(collection).length === 0;
    const line = (text: string | undefined) => (text ? h('p', { dir: 'auto' }, text) : null);
    fill(
      this.data,
      line(collection?.title),
      line(collection?.description),
      line(collection?.attribution),
      line(collection?.license && t('about.licence', { licence: collection.license })),
      line(collection?.citation && t('about.citation', { citation: collection.citation })),
      line(collection?.dataVersion && t('about.version', { version: collection.dataVersion })),
      collection && this.codebook(collection.id),
      line(basemap),
    );
  }

  // All sources are asked for when the reader opens them, and once.
  private sources(): HTMLElement {
    const text = h('pre', { class: 'sources-text', dir: 'ltr', lang: 'en', tabindex: 0 });
    const details = h('details', {}, h('summary', {}, this.loc.t('about.sources')), text);
    details.addEventListener('toggle', async () => {
      if (!details.open || text.textContent) return;
      text.textContent = await this.loadSources().catch(() => '');
      if (!text.textContent) details.open = false; // the next opening asks again
    });
    return details;
  }

  private codebook(id: string): HTMLElement {
    const href = `api/collections/${encodeURIComponent(id)}/codebook?f=html`;
    return h('p', {}, h('a', { href }, this.loc.t('about.codebook')));
  }

  open(): void {
    this.element.showModal();
  }
}
