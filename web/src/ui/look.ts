// How incidents are drawn: the choices of the menu.

import type { Locale } from '../i18n/locale';
import { COARSEST, DENSITIES, type Look, MEASURES } from '../state/look';
import { fill, h, setText, uniqueId } from './dom';

const NAMES = { density: uniqueId('density'), measure: uniqueId('measure') };
const NOTES = { density: uniqueId('note'), color: uniqueId('note') };

export class LookMenu {
  readonly element: HTMLElement;
  private readonly radios = new Map<string, HTMLInputElement>();
  private readonly coarsest: HTMLSelectElement;
  private readonly measures: HTMLElement;
  private readonly color = h('select', { class: 'select', 'aria-describedby': NOTES.color });
  private readonly notes = {
    density: h('p', { class: 'look-note', id: NOTES.density, hidden: true }),
    color: h('p', { class: 'look-note', id: NOTES.color, hidden: true }),
  };

  constructor(
    loc: Locale,
    private readonly onChange: (change: Partial<Look>) => void,
  ) {
    const { t } = loc;
    const options = COARSEST.map((value) => h('option', { value }, t(`look.${value}`)));
    this.coarsest = h(
      'select',
      { class: 'select' },
      h('option', { value: '' }, t('look.all')),
      ...options,
    );
    this.coarsest.addEventListener('change', () => {
      this.onChange({ coarsest: COARSEST.find((c) => c === this.coarsest.value) ?? null });
    });
    this.measures = this.group(
      t('look.measure'),
      MEASURES.map((value) => this.radio('measure', value, t(`look.${value}`))),
    );
    this.color.addEventListener('change', () => {
      this.onChange({ color: this.color.value === 'kind' ? null : this.color.value });
    });
    this.element = h(
      'div',
      { class: 'look' },
      this.group(t('look.density'), [
        ...DENSITIES.map((value) => this.radio('density', value, t(`look.${value}`))),
        this.notes.density,
      ]),
      this.measures,
      h('label', { class: 'field' }, h('span', {}, t('look.coarsest')), this.coarsest),
      h('label', { class: 'field' }, h('span', {}, t('look.color')), this.color),
      this.notes.color,
    );
  }

  /** Shows what is chosen; without figures there is nothing to choose between. `colors` are properties. */
  show(look: Look, hasFigures: boolean, colors: readonly { name: string; title: string }[]): void {
    fill(
      this.color,
      ...colors.map(({ name, title }) => h('option', { value: name, dir: 'auto' }, title)),
    );
    this.color.value = look.color ?? 'kind';
    for (const [key, radio] of this.radios) {
      radio.checked = key === `density=${look.density}` || key === `measure=${look.measure}`;
    }
    this.coarsest.value = look.coarsest ?? '';
    this.measures.hidden = !hasFigures;
  }

  /** Says beside the choices why incidents are not drawn so; empty where they are. */
  showNotes(texts: Readonly<Record<'density' | 'color', string>>): void {
    for (const name of ['density', 'color'] as const) {
      this.notes[name].hidden = texts[name] === '';
      setText(this.notes[name], texts[name]);
    }
  }

  private group(title: string, radios: readonly HTMLElement[]): HTMLElement {
    return h(
      'fieldset',
      { class: 'look-group' },
      h('legend', { class: 'popup-title' }, title),
      ...radios,
    );
  }

  private radio<K extends 'density' | 'measure'>(
    key: K,
    value: Look[K],
    label: string,
  ): HTMLElement {
    const name = NAMES[key];
    const input = h('input', { type: 'radio', name, value });
    input.addEventListener('change', () => this.onChange({ [key]: value }));
    this.radios.set(`${key}=${value}`, input);
    return h('label', { class: 'check' }, input, h('span', {}, label));
  }
}
