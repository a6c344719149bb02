// The page's modal dialogs: native ones, which keep the focus and close on Escape.

import type { Locale } from '../i18n/locale';
import { h } from './dom';
import { icon } from './icons';

/** A modal dialog with a title and a button to close it. */
export function dialog(loc: Locale, title: string, ...content: HTMLElement[]): HTMLDialogElement {
  const close = h(
    'button',
    { type: 'button', class: 'button round', 'aria-label': loc.t('common.close') },
    icon('close'),
  );
  const element = h(
    'dialog',
    { class: 'dialog', 'aria-label': title },
    h('div', { class: 'detail-head' }, h('h2', { class: 'detail-title' }, title), close),
    h('div', { class: 'dialog-body' }, ...content),
  );
  close.addEventListener('click', () => element.close());
  element.addEventListener('click', (event) => {
    if (event.target === element) element.close(); // on the backdrop
  });
  return element;
}
