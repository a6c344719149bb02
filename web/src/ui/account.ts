// Who the reader is to the server, among the settings: shown only where it keeps incidents.

import type { Access } from '../data/access';
import type { Locale } from '../i18n/locale';
import { bdi, fill, h } from './dom';

export interface AccountEvents {
  signIn(): void;
  signOut(): void;
}

export class Account {
  readonly element = h('div', { class: 'account', hidden: true });

  constructor(
    private readonly loc: Locale,
    private readonly on: AccountEvents,
  ) {}

  show({ writes, name, role }: Access): void {
    const { t, term } = this.loc;
    this.element.hidden = !writes;
    const button = (words: string, onclick: () => void) =>
      h('button', { type: 'button', class: 'button', onclick }, words);
    if (role === undefined) {
      fill(
        this.element,
        button(t('account.signIn'), () => this.on.signIn()),
      );
      return;
    }
    fill(
      this.element,
      h('p', {}, bdi(name ?? ''), ` (${term('account.role', role)})`),
      button(t('account.signOut'), () => this.on.signOut()),
    );
  }
}
