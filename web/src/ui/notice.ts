// What the page says instead of incidents or beside them: that they are on their way, what
// could not be had and what to do next, or that there are none. The first of these that is
// so is seen.

import type { Locale } from '../i18n/locale';
import { fill, h } from './dom';

export interface Suggestion {
  /** What is removed, and how many incidents there would be then. */
  readonly what: string;
  readonly count: number;
  readonly remove: () => void;
}

interface Said {
  readonly role: 'status' | 'alert';
  readonly parts: readonly HTMLElement[];
}

export class Notice {
  readonly element = h('div', { class: 'notice', hidden: true });
  private progress: Said | null = null;
  private failures: Said | null = null;
  private empty: Said | null = null;
  private shown: Said | null = null;

  constructor(
    private readonly loc: Locale,
    private readonly onReset: () => void,
  ) {}

  /** Incidents are here: nothing is said of their being on the way, or of there being none. */
  hide(): void {
    this.progress = this.empty = null;
    this.show();
  }

  showProgress(held: number, total: number | null): void {
    const text =
      total === null ? this.loc.t('load.items') : this.loc.t('load.progress', { held, total });
    const bar = h('progress', { 'aria-label': this.loc.t('load.items'), max: total ?? 1 });
    if (total !== null) bar.value = held;
    this.progress = { role: 'status', parts: [h('p', {}, text), bar] };
    this.show();
  }

  /** Says what could not be had; null where all has been had. */
  showFailures(message: string | null, retry: () => void): void {
    if (message !== null) this.progress = null;
    this.failures = message === null ? null : this.failure(message, retry);
    this.show();
  }

  private failure(message: string, retry: () => void): Said {
    const parts = [
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
    ];
    return { role: 'alert', parts };
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
    const last = actions.length ? h('p', { class: 'notice-actions' }, ...actions) : h('span');
    this.empty = { role: 'status', parts: [h('p', {}, message), last] };
    this.show();
  }

  private reset(): HTMLElement {
    return h(
      'button',
      { type: 'button', class: 'button', onclick: () => this.onReset() },
      this.loc.t('common.reset'),
    );
  }

  private show(): void {
    const said = this.progress ?? this.failures ?? this.empty;
    if (said === this.shown) return;
    this.shown = said;
    this.element.hidden = said === null;
    if (said) this.element.setAttribute('role', said.role);
    fill(this.element, ...(said?.parts ?? []));
  }
}
