// What a reader may bring: a file to look at, and, for editors, an incident.

import type { Locale } from '../i18n/locale';
import { h } from './dom';

export interface ContributeEvents {
  file(): void;
  add(): void;
}

export class Contribute {
  readonly element: HTMLElement;
  private readonly add: HTMLButtonElement;

  constructor({ t }: Locale, on: ContributeEvents) {
    this.add = link(t('contribute.add'), () => on.add());
    this.add.hidden = true;
    this.element = h(
      'p',
      { class: 'contribute' },
      this.add,
      link(t('contribute.file'), () => on.file()),
    );
  }

  /** Offers to add an incident, or does not. */
  offerAdd(offered: boolean): void {
    this.add.hidden = !offered;
  }
}

function link(words: string, onclick: () => void): HTMLButtonElement {
  return h('button', { type: 'button', class: 'link', onclick }, words);
}
