// The parts of a wide page that can be folded, so that the map has their room: each by a
// button on that edge of the map.

import type { Locale } from '../i18n/locale';
import { FOLDS, type Fold } from '../state/screen';
import { h } from './dom';
import { icon } from './icons';

export class Folds {
  readonly elements: readonly HTMLElement[];
  private readonly buttons: Readonly<Record<Fold, HTMLElement>>;
  private folded: readonly Fold[] = [];

  /** `turned` is called when the reader folds or opens one, `resized` whenever it is done. */
  constructor(
    private readonly loc: Locale,
    private readonly turned: (folded: readonly Fold[]) => void,
    private readonly resized: () => void,
  ) {
    this.buttons = { rail: this.buttonOf('rail'), dock: this.buttonOf('dock') };
    this.elements = FOLDS.map((part) => this.buttons[part]);
    for (const part of FOLDS) this.name(part);
  }

  /** Folds these, and no others. */
  show(folded: readonly Fold[]): void {
    if (folded.join() === this.folded.join()) return;
    this.folded = folded;
    for (const part of FOLDS) {
      document.body.classList.toggle(`no-${part}`, folded.includes(part));
      this.name(part);
    }
    this.resized();
  }

  /** Opens one, for what the reader has asked to see in it. */
  open(part: Fold): void {
    if (this.folded.includes(part)) this.turn(part);
  }

  private turn(part: Fold): void {
    this.show(FOLDS.filter((other) => this.folded.includes(other) !== (other === part)));
    this.turned(this.folded);
  }

  private buttonOf(part: Fold): HTMLElement {
    return h(
      'button',
      {
        type: 'button',
        class: `button hider hider-${part}`,
        onclick: () => this.turn(part),
      },
      icon(part === 'rail' ? 'left' : 'down'),
    );
  }

  private name(part: Fold): void {
    const { t } = this.loc;
    const isFolded = this.folded.includes(part);
    const names = {
      rail: isFolded ? t('rail.show') : t('rail.hide'),
      dock: isFolded ? t('time.show') : t('time.hide'),
    };
    const button = this.buttons[part];
    button.setAttribute('aria-label', names[part]);
    button.title = names[part];
    button.setAttribute('aria-expanded', String(!isFolded));
  }
}
