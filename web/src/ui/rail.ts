// The rail: search, and panels behind tabs.

import type { Locale } from '../i18n/locale';
import type { TabName } from '../state/screen';
import { h, uniqueId } from './dom';

/** What stands behind a tab. Its words are those of `tab.NAME`. */
export interface Panel {
  readonly name: TabName;
  readonly element: HTMLElement;
  /** Called when the reader turns to it. */
  readonly onShow?: () => void;
}

interface Tab {
  readonly panel: Panel;
  readonly button: HTMLButtonElement;
  readonly body: HTMLElement;
}

export class Rail {
  readonly element: HTMLElement;
  /** Called when another panel is shown. */
  onTurn: (name: TabName) => void = () => {};
  private readonly tabs: readonly Tab[];
  private shown: Tab;

  /** Makes it with the first panel shown. */
  constructor(
    private readonly loc: Locale,
    top: HTMLElement[],
    panels: readonly [Panel, ...Panel[]],
  ) {
    const [first, ...rest] = panels;
    this.shown = this.tabOf(first);
    this.tabs = [this.shown, ...rest.map((panel) => this.tabOf(panel))];
    this.element = h(
      'aside',
      { class: 'rail', 'aria-label': loc.t('rail.label') },
      ...top,
      h('div', { class: 'tabs', role: 'tablist' }, ...this.tabs.map(({ button }) => button)),
      ...this.tabs.map(({ body }) => body),
    );
    this.mark();
  }

  get tab(): TabName {
    return this.shown.panel.name;
  }

  show(name: TabName): void {
    const tab = this.tabs.find(({ panel }) => panel.name === name);
    if (tab) this.turnTo(tab);
  }

  /** Offers a panel, or takes its tab away. */
  offer(name: TabName, offered: boolean): void {
    const tab = this.tabs.find(({ panel }) => panel.name === name);
    if (tab) tab.button.hidden = !offered;
    if (!offered && tab === this.shown) this.shownUntil(tab);
  }

  // Its panel is gone for now: the next one that is offered is shown.
  private shownUntil(tab: Tab): void {
    const next = this.tabs.find((other) => other !== tab && !other.button.hidden);
    if (next) this.turnTo(next);
  }

  private tabOf(panel: Panel): Tab {
    const body = h(
      'div',
      { class: 'tab-panel', role: 'tabpanel', id: uniqueId('panel'), tabindex: -1 },
      panel.element,
    );
    const button = h(
      'button',
      {
        type: 'button',
        role: 'tab',
        class: 'tab',
        id: uniqueId('tab'),
        'aria-controls': body.id,
        onclick: () => this.show(panel.name),
        onkeydown: (event: KeyboardEvent) => this.onKey(event),
      },
      this.loc.t(`tab.${panel.name}`),
    );
    body.setAttribute('aria-labelledby', button.id);
    return { panel, button, body };
  }

  private turnTo(tab: Tab): void {
    this.shown = tab;
    this.mark();
    this.onTurn(tab.panel.name);
    tab.panel.onShow?.();
  }

  // Arrows follow the direction of the text.
  private onKey(event: KeyboardEvent): void {
    if (!['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
    event.preventDefault();
    const offered = this.tabs.filter(({ button }) => !button.hidden);
    const forward =
      (event.key === 'ArrowRight') === (getComputedStyle(this.element).direction !== 'rtl');
    const at = offered.indexOf(this.shown) + (forward ? 1 : -1);
    this.turnTo(offered[(at + offered.length) % offered.length] as Tab);
    this.shown.button.focus();
  }

  private mark(): void {
    for (const tab of this.tabs) {
      const chosen = tab === this.shown;
      tab.button.setAttribute('aria-selected', String(chosen));
      tab.button.tabIndex = chosen ? 0 : -1;
      tab.body.hidden = !chosen;
    }
  }
}
