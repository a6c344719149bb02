// The controls of playing: back, play, on; in which way, how fast, again and
// again, and whether windows in which nothing is new are passed over.

import type { Locale } from '../i18n/locale';
import { type Play, SPEEDS, type Step } from '../state/play';
import { h } from '../ui/dom';
import { icon } from '../ui/icons';

export interface PlayEvents {
  toggle(): void;
  /** One window back, or on. */
  step(by: 1 | -1): void;
  change(change: Partial<Play>): void;
}

export class PlayControls {
  readonly element: HTMLElement;
  private readonly play: HTMLButtonElement;
  private readonly step: HTMLSelectElement;
  private readonly speed: HTMLSelectElement;
  private readonly loop: HTMLInputElement;
  private readonly skip: HTMLInputElement;
  private isPlaying: boolean | null = null;

  constructor(
    private readonly loc: Locale,
    events: PlayEvents,
  ) {
    const { t } = loc;
    this.play = h('button', {
      type: 'button',
      class: 'button round dock-toggle',
      onclick: () => events.toggle(),
    });
    this.step = select(t('time.step'), {
      step: t('time.stepwise'),
      moving: t('time.moving'),
      cumulative: t('time.cumulative'),
    });
    this.speed = select(
      t('time.speed'),
      Object.fromEntries(SPEEDS.map((s) => [String(s), `${loc.number(s)}×`])),
    );
    this.loop = h('input', { type: 'checkbox' });
    this.skip = h('input', { type: 'checkbox' });
    this.step.addEventListener('change', () => events.change({ step: this.step.value as Step }));
    this.speed.addEventListener('change', () => events.change({ speed: Number(this.speed.value) }));
    this.loop.addEventListener('change', () => events.change({ loop: this.loop.checked }));
    this.skip
      .addEventListener('change', () => events.change({ skip: this.skip.checked }));
    this.element = h(
      'div',
      { class: 'dock-play' },
      h(
        'div',
        { class: 'dock-buttons', dir: 'ltr' },
        this.button('time.back', 'stepBack', () => events.step(-1)),
        this.play,
        this.button('time.on', 'stepOn', () => events.step(1)),
      ),
      h('div', { class: 'dock-selects' }, this.step, this.speed),
      h(
        'div',
        { class: 'dock-options' },
        this.check(this.loop, 'time.loop'),
        this.check(this.skip, 'time.skip'),
      ),
    );
    this.showPlaying(false);
  }

  /** Shows what was chosen. */
  show({ step, speed, loop, skip }: Play): void {
    this.step.value = step;
    this.speed.value = String(speed);
    this.loop.checked = loop;
    this.skip.checked = skip;
  }

  showPlaying(playing: boolean): void {
    if (playing === this.isPlaying) return; // every move of a drag says so
    this.isPlaying = playing;
    const label = this.loc.t(playing ? 'time.pause' : 'time.play');
    this.play.replaceChildren(icon(playing ? 'pause' : 'play'));
    this.play.setAttribute('aria-label', label);
    this.play.title = label;
  }

  private button(
    key: 'time.back' | 'time.on',
    name: 'stepBack' | 'stepOn',
    onclick: () => void,
  ): HTMLButtonElement {
    const label = this.loc.t(key);
    const props = {
      type: 'button',
      class: 'button round dock-step',
      'aria-label': label,
      title: label,
    };
    return h('button', { ...props, onclick }, icon(name));
  }

  private check(input: HTMLInputElement, key: 'time.loop' | 'time.skip'): HTMLElement {
    return h('label', { class: 'check' }, input, h('span', {}, this.loc.t(key)));
  }
}

/** A choice that is named for screen readers. */
export function select(label: string, options: Record<string, string>): HTMLSelectElement {
  const choices = Object.entries(options).map(([value, text]) => h('option', { value }, text));
  return h('select', { 'aria-label': label, class: 'select' }, ...choices);
}
