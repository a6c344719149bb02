// The search field: asks for a text once the reader has stopped typing.

import type { Locale } from '../i18n/locale';
import { h, uniqueId } from './dom';
import { icon } from './icons';

const PAUSE_MS = 250;

export class SearchField {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private timer = 0;

  constructor(
    loc: Locale,
    private readonly onSearch: (text: string) => void,
  ) {
    const id = uniqueId('search');
    this.input = h('input', {
      id,
      type: 'search',
      class: 'input',
      placeholder: loc.t('search.placeholder'),
      maxlength: 200,
      autocomplete: 'off',
      dir: 'auto',
      oninput: () => this.later(),
    });
    this.element = h(
      'form',
      { class: 'search', role: 'search' },
      h('label', { for: id, class: 'visually-hidden' }, loc.t('search.label')),
      icon('search'),
      this.input,
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.send();
    });
  }

  /** Shows the text of the filter, unless the reader is typing another. */
  show(text: string): void {
    if (this.timer === 0 && this.input.value.trim() !== text) this.input.value = text;
  }

  private later(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.send(), PAUSE_MS);
  }

  private send(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.onSearch(this.input.value.trim());
  }
}
