// The rail: search, and the tabs of filters, list and context.

import type { Locale } from '../i18n/locale';
import { h, uniqueId } from './dom';

export type TabName = 'filters' | 'list' | 'context';
const NAMES: readonly TabName[] = ['filters', 'list', 'context'];

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
    this.panels = {
      filters: panel('filters'),
      list: panel('list'),
      context: panel('context'),
    };
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
    this.tabs = { filters: tab('filters'), list: tab('list'), context: tab('context') };
    this.tabs.context.hidden = true;
    for (const name of NAMES) this.panels[name].setAttribute('aria-labelledby', this.tabs[name].id);
    this.element = h(
      'aside',
      { class: 'rail', 'aria-label': loc.t('rail.label') },
      ...top,
      h('div', { class: 'tabs', role: 'tablist' }, ...NAMES.map((name) => this.tabs[name])),
      ...NAMES.map((name) => this.panels[name]),
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

  /** Offers the context tab, or takes it away. */
  offerContext(offered: boolean): void {
    this.tabs.context.hidden = !offered;
    if (!offered && this.shown === 'context') this.show('filters');
  }

  // Arrows follow the direction of the text.
  private onKey(event: KeyboardEvent): void {
    if (!['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
    event.preventDefault();
    const names = NAMES.filter((name) => !this.tabs[name].hidden);
    const forward =
      (event.key === 'ArrowRight') === (getComputedStyle(this.element).direction !== 'rtl');
    const at = names.indexOf(this.shown) + (forward ? 1 : -1);
    this.show(names[(at + names.length) % names.length] as TabName);
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
