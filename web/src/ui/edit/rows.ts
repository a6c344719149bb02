// Rows of a form that readers add and take away, each a numbered group of fields.

import { fill, h } from '../dom';
import { button } from './fields';
import type { Say } from './words';

export interface FormRow {
  readonly element: HTMLElement;
}

/** What rows are of: their words begin with it. */
type Kind = 'claim' | 'statement' | 'source';

export class FormRows<R extends FormRow> {
  readonly element = h('div', { class: 'form-rows' });
  private readonly list = h('div', { class: 'form-rows' });
  private readonly more: HTMLButtonElement;
  private rows: R[] = [];

  constructor(
    private readonly say: Say,
    private readonly kind: Kind,
    private readonly on: { fresh(): R; changed(): void },
  ) {
    this.more = button(say(`${kind}.add`), () => this.add());
    this.element.append(this.list, h('p', {}, this.more));
  }

  get all(): readonly R[] {
    return this.rows;
  }

  show(rows: R[]): void {
    this.rows = rows;
    this.number();
  }

  /** The element of a row with some content, with a button that takes the row away. */
  group(...content: (HTMLElement | null)[]): HTMLElement {
    const remove = button('×', () => this.remove(element), 'button round form-remove');
    const element = h('fieldset', { class: 'form-row' }, h('legend', {}, ''), ...content, remove);
    return element;
  }

  private add(): void {
    const row = this.on.fresh();
    this.rows.push(row);
    this.number();
    row.element.querySelector<HTMLElement>('select, input')?.focus();
    this.on.changed();
  }

  private remove(element: HTMLElement): void {
    this.rows = this.rows.filter((row) => row.element !== element);
    this.number();
    this.more.focus();
    this.on.changed();
  }

  private number(): void {
    this.rows.forEach(({ element }, i) => {
      const n = i + 1;
      element.querySelector('legend')?.replaceChildren(this.say(this.kind, { n }));
      const remove = element.querySelector('.form-remove');
      remove?.setAttribute('aria-label', this.say(`${this.kind}.remove`, { n }));
    });
    fill(this.list, ...this.rows.map(({ element }) => element));
  }
}
