// The menu for choosing incidents by where they happened.

import type { Locale } from '../i18n/locale';
import { h } from './dom';

export interface AreaEvents {
  /** Only what is in view is to be shown. */
  view(): void;
  /** The reader wants to draw; the hint says how. */
  draw(what: 'box' | 'polygon', hint: string): void;
}

/** The menu's content. */
export function areaMenu({ t }: Locale, events: AreaEvents): HTMLElement {
  const choice = (text: string, onclick: () => void) =>
    h('button', { type: 'button', class: 'button', onclick }, text);
  return h(
    'div',
    { class: 'area-menu' },
    h('p', { class: 'popup-title' }, t('area.title')),
    choice(t('area.view'), () => events.view()),
    choice(t('area.box'), () => events.draw('box', t('area.hintBox'))),
    choice(t('area.polygon'), () => events.draw('polygon', t('area.hintPolygon'))),
  );
}
