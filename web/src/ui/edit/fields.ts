// Fields of a form: each with its label, its help and what is wrong with it.

import { bdi, fill, h, uniqueId } from '../dom';

/** A control that is typed into, or chosen from. */
export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A labelled control; `notes` are told to screen readers with it. */
export class Field<C extends Control = Control> {
  readonly element: HTMLElement;
  private readonly error = h('p', { class: 'form-error' });

  constructor(
    label: string | HTMLElement,
    readonly control: C,
    ...notes: HTMLElement[]
  ) {
    control.id ||= uniqueId('field');
    for (const note of [...notes, this.error]) note.id ||= uniqueId('note');
    const ids = [...notes, this.error].map(({ id }) => id).join(' ');
    control.setAttribute('aria-describedby', ids);
    this.element = h(
      'div',
      { class: 'form-field' },
      h('label', { for: control.id }, label),
      control,
      ...notes,
      this.error,
    );
  }

  /** Says what is wrong with what was typed; nothing if it is empty. */
  setError(words: string): void {
    this.control.setAttribute('aria-invalid', String(words !== ''));
    fill(this.error, words ? bdi(words) : null);
  }
}

export function input(props: Record<string, string | number> = {}): HTMLInputElement {
  return h('input', { class: 'input', dir: 'auto', autocomplete: 'off', maxlength: 500, ...props });
}

export function textarea(rows: number): HTMLTextAreaElement {
  return h('textarea', { class: 'input', dir: 'auto', rows, maxlength: 10_000 });
}

/** A choice of values with their words; a value that is not among them is offered too. */
export function select(
  options: readonly (readonly [value: string, words: string])[],
  value: string,
): HTMLSelectElement {
  const known = options.some(([v]) => v === value);
  const all = known ? options : [...options, [value, value] as const];
  const element = h(
    'select',
    { class: 'select', dir: 'auto' },
    ...all.map(([v, words]) => h('option', { value: v }, words)),
  );
  element.value = value;
  return element;
}

/** Something with other texts. What was not told and is not typed stays untold. */
export function withTexts<T extends object>(
  before: T,
  typed: readonly (readonly [name: keyof T, text: string])[],
): T {
  const told = typed.filter(([name, text]) => text !== (before[name] ?? ''));
  return { ...before, ...Object.fromEntries(told) };
}

/** Fields that belong together. */
export function group(title: string, ...content: (HTMLElement | null)[]): HTMLElement {
  return h('fieldset', { class: 'form-group' }, h('legend', {}, title), ...content);
}

export function button(words: string, onclick: () => void, kind = 'button'): HTMLButtonElement {
  return h('button', { type: 'button', class: kind, onclick }, words);
}
