// What the page says instead of incidents: that they are on their way, that
// there are none, or that something went wrong and what to do next.

import type { Locale } from '../i18n/locale';
import { fill, h } from './dom';

export interface Suggestion {
  /** What is removed, and how many incidents there would be then. */
  readonly what: string;
  readonly count: number;
  readonly remove: () => void;
}

export class Notice {
  readonly element = h('div', { class: 'notice', hidden: true });

  constructor(
    private readonly loc: Locale,
    private readonly onReset: () => void,
  ) {}

  hide(): void {
    this.element.hidden = true;
    fill(this.element);
  }

  showProgress(held: number, total: number | null): void {
    const text =
      total === null ? this.loc.t('load.items') : this.loc.t('load.progress', { held, total });
    const bar = h('progress', { 'aria-label': this.loc.t('load.items'), max: total ?? 1 });
    if (total !== null) bar.value = held;
    this.open('status', h('p', {}, text), bar);
  }

  showError(message: string, retry: () => void): void {
    this.open(
      'alert',
      h('p', {}, message),
      h(
        'p',
        { class: 'notice-actions' },
        h(
          'button',
          { type: 'button', class: 'button', onclick: retry },
          this.loc.t('common.retry'),
        ),
        this.reset(),
      ),
    );
  }

  showEmpty(message: string, suggestions: readonly Suggestion[], canReset: boolean): void {
    const buttons = suggestions.map(({ what, count, remove }) =>
      h(
        'button',
        { type: 'button', class: 'button', onclick: remove },
        this.loc.t('empty.remove', { what, n: count }),
      ),
    );
    const actions = [...buttons, ...(canReset ? [this.reset()] : [])];
    this.open(
      'status',
      h('p', {}, message),
      actions.length ? h('p', { class: 'notice-actions' }, ...actions) : h('span'),
    );
  }

  private reset(): HTMLElement {
    return h(
      'button',
      { type: 'button', class: 'button', onclick: () => this.onReset() },
      this.loc.t('common.reset'),
    );
  }

  private open(role: 'status' | 'alert', ...children: HTMLElement[]): void {
    this.element.setAttribute('role', role);
    this.element.hidden = false;
    fill(this.element, ...children);
  }
}
