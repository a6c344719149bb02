// Signing in with a token.

import type { Locale } from '../i18n/locale';
import { dialog } from './dialog';
import { h, setText } from './dom';
import { signInWords } from './sign-in-words';

export class SignInDialog {
  readonly element: HTMLDialogElement;
  private readonly token = h('input', {
    class: 'input',
    type: 'password',
    dir: 'ltr',
    maxlength: 200,
    autocomplete: 'current-password',
    required: true,
  });
  private readonly failed = h('p', { class: 'form-error', role: 'alert' });
  private readonly button: HTMLButtonElement;

  constructor(loc: Locale, onToken: (token: string) => void) {
    const say = signInWords(loc);
    this.button = h('button', { type: 'submit', class: 'button primary' }, say('button'));
    const form = h(
      'form',
      { class: 'import-form', novalidate: true },
      h('p', {}, say('lead')),
      h('label', { class: 'form-field' }, h('span', {}, say('token')), this.token),
      h('p', {}, this.button),
      this.failed,
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const token = this.token.value.trim();
      if (token) onToken(token);
      else this.token.focus();
    });
    this.element = dialog(loc, say('title'), form);
  }

  open(): void {
    this.token.value = '';
    setText(this.failed, '');
    this.element.showModal();
    this.token.focus();
  }

  showFailed(message: string): void {
    setText(this.failed, message);
    this.token.setAttribute('aria-invalid', 'true');
    this.token.focus();
  }

  close(): void {
    this.token.value = '';
    this.element.close();
  }
}
