// The phone's bottom sheet, with three stops: the time bar, half, full. On
// wider screens CSS lays its parts out beside the map and it does nothing.

import type { Locale } from '../i18n/locale';
import { h } from './dom';
import { icon } from './icons';

export const STOPS = ['peek', 'half', 'full'] as const;
export type Stop = (typeof STOPS)[number];

const DRAG = 24; // pixels: a shorter drag is a tap

export class Sheet {
  readonly element: HTMLElement;
  private readonly up: HTMLButtonElement;
  private readonly down: HTMLButtonElement;
  private stop: Stop = 'peek';

  constructor(
    loc: Locale,
    private readonly onStop: () => void,
    ...children: HTMLElement[]
  ) {
    const button = (label: string, name: 'up' | 'down', by: number) =>
      h(
        'button',
        {
          type: 'button',
          class: 'button sheet-button',
          'aria-label': label,
          onclick: () => this.step(by),
        },
        icon(name),
      );
    this.up = button(loc.t('sheet.more'), 'up', 1);
    this.down = button(loc.t('sheet.less'), 'down', -1);
    const grip = h(
      'div',
      { class: 'sheet-grip' },
      this.up,
      h('span', { class: 'sheet-bar' }),
      this.down,
    );
    grip.addEventListener('pointerdown', (event) => this.drag(event, grip));
    this.element = h('div', { class: 'sheet' }, grip, ...children);
    this.set('peek');
  }

  get current(): Stop {
    return this.stop;
  }

  /** Opens the sheet at least to a stop. */
  atLeast(stop: Stop): void {
    if (STOPS.indexOf(stop) > STOPS.indexOf(this.stop)) this.set(stop);
  }

  set(stop: Stop): void {
    this.stop = stop;
    this.element.dataset['stop'] = stop;
    this.up.disabled = stop === 'full';
    this.down.disabled = stop === 'peek';
    this.onStop();
  }

  private step(by: number): void {
    const at = STOPS.indexOf(this.stop) + by;
    this.set(STOPS[Math.max(0, Math.min(STOPS.length - 1, at))] as Stop);
    if (this.up.disabled) this.down.focus();
    if (this.down.disabled) this.up.focus();
  }

  private drag(down: PointerEvent, grip: HTMLElement): void {
    if (down.target instanceof Element && down.target.closest('button')) return;
    grip.setPointerCapture(down.pointerId);
    grip.addEventListener(
      'pointerup',
      (up) => {
        const by = down.clientY - up.clientY;
        if (Math.abs(by) >= DRAG) this.step(Math.sign(by));
      },
      { once: true },
    );
  }
}
