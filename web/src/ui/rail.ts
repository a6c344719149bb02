// The rail: search, and the two tabs of filters and list.

import type { Locale } from '../i18n/locale';
import { h, uniqueId } from './dom';

export type TabName = 'filters' | 'list';
const NAMES: readonly TabName[] = ['filters', 'list'];

export class Rail {
  readonly element: HTMLElement;
  private readonly tabs: Record<TabName, HTMLButtonElement>;
  private readonly panels: Record<TabName, HTMLElement>;
  private shown: TabName = 'filters';

  constructor(
    loc: Locale,
    top: HTMLElement[],
    contents: Record<TabName, HTMLElement>,
    private readonly onTab: (name: TabName) => void,
  ) {
    const panel = (name: TabName) =>
      h(
        'div',
        { class: 'tab-panel', role: 'tabpanel', id: uniqueId('panel'), tabindex: -1 },
        contents[name],
      );
    this.panels = { filters: panel('filters'), list: panel('list') };
    const tab = (name: TabName) =>
      h(
        'button',
        {
          type: 'button',
          role: 'tab',
          class: 'tab',
          id: uniqueId('tab'),
          'aria-controls': this.panels[name].id,
          onclick: () => this.show(name),
          onkeydown: (event: KeyboardEvent) => this.onKey(event),
        },
        loc.t(`tab.${name}`),
      );
    this.tabs = { filters: tab('filters'), list: tab('list') };
    for (const name of NAMES) this.panels[name].setAttribute('aria-labelledby', this.tabs[name].id);
    this.element = h(
      'aside',
      { class: 'rail', 'aria-label': loc.t('rail.label') },
      ...top,
      h('div', { class: 'tabs', role: 'tablist' }, this.tabs.filters, this.tabs.list),
      this.panels.filters,
      this.panels.list,
    );
    this.mark();
  }

  get tab(): TabName {
    return this.shown;
  }

  show(name: TabName): void {
    this.shown = name;
    this.mark();
    this.onTab(name);
  }

  private onKey(event: KeyboardEvent): void {
    if (!['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
    event.preventDefault();
    this.show(this.shown === 'filters' ? 'list' : 'filters');
    this.tabs[this.shown].focus();
  }

  private mark(): void {
    for (const name of NAMES) {
      const chosen = name === this.shown;
      this.tabs[name].setAttribute('aria-selected', String(chosen));
      this.tabs[name].tabIndex = chosen ? 0 : -1;
      this.panels[name].hidden = !chosen;
    }
  }
}
