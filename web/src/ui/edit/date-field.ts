// The date of an incident, as it is typed, and what it means in words.

import { readDate } from '../../data/edtf';
import { dateWords } from '../../i18n/dates';
import type { Locale } from '../../i18n/locale';
import { h, setText } from '../dom';
import { Field, input } from './fields';
import type { EditKey, Say } from './words';

const EXAMPLES: readonly (readonly [string, EditKey])[] = [
  ['2024-03-21', 'date.day'],
  ['2024-03', 'date.month'],
  ['2024', 'date.year'],
  ['2024-03-21/2024-03-24', 'date.span'],
  ['2024-03-21/..', 'date.open'],
  ['[2024-03-21..2024-03-24]', 'date.oneOf'],
  ['2024-03-21~', 'date.about'],
  ['2024-03-21?', 'date.unsure'],
];

export class DateField {
  readonly element: HTMLElement;
  readonly field: Field<HTMLInputElement>;
  private readonly read = h('p', { class: 'muted', role: 'status' });

  constructor(
    private readonly loc: Locale,
    private readonly say: Say,
  ) {
    const control = input({ dir: 'ltr', maxlength: 200, placeholder: '2024-03-21' });
    this.field = new Field(say('date'), control, this.read);
    control.addEventListener('input', () => this.tell());
    this.element = h('div', {}, this.field.element, this.help());
  }

  get value(): string {
    return this.field.control.value;
  }

  set value(text: string) {
    this.field.control.value = text;
    this.tell();
  }

  private tell(): void {
    const text = this.value.trim();
    const read = readDate(text);
    this.field.setError('');
    setText(
      this.read,
      text === ''
        ? this.say('date.empty')
        : read
          ? this.say('date.read', { words: dateWords(this.loc, read) })
          : this.say('date.unread'),
    );
  }

  // Each example can be taken as it is, and changed.
  private help(): HTMLElement {
    const rows = EXAMPLES.map(([example, key]) =>
      h(
        'li',
        {},
        h(
          'button',
          { type: 'button', class: 'link', dir: 'ltr', onclick: () => this.take(example) },
          example,
        ),
        ` – ${this.say(key)}`,
      ),
    );
    return h(
      'details',
      { class: 'form-help' },
      h('summary', {}, this.say('date.help')),
      h('ul', {}, ...rows),
    );
  }

  private take(example: string): void {
    this.value = example;
    this.field.control.focus();
    this.field.control.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
