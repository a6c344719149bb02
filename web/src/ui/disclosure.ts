// A button that opens a small panel beside it. Escape and a click elsewhere
// close it, and the button gets the focus back.

import { h, uniqueId } from './dom';
import { type IconName, icon } from './icons';

export class Disclosure {
  readonly element: HTMLElement;
  private readonly button: HTMLButtonElement;

  constructor(
    label: string,
    iconName: IconName,
    private readonly panel: HTMLElement,
  ) {
    panel.id ||= uniqueId('panel');
    panel.classList.add('popup');
    panel.hidden = true;
    this.button = h(
      'button',
      {
        type: 'button',
        class: 'button tool',
        'aria-expanded': 'false',
        'aria-controls': panel.id,
        title: label,
        'aria-label': label,
        onclick: () => this.toggle(this.panel.hidden === true),
      },
      icon(iconName),
    );
    this.element = h('div', { class: 'disclosure' }, this.button, panel);
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.panel.hidden) return;
      event.stopPropagation();
      this.toggle(false);
      this.button.focus();
    });
    document.addEventListener('pointerdown', (event) => {
      if (!this.element.contains(event.target as Node)) this.toggle(false);
    });
  }

  private toggle(open: boolean): void {
    this.panel.hidden = !open;
    this.button.setAttribute('aria-expanded', String(open));
  }
}
