// The sources of an incident.

import type { Source } from '../../data/types';
import { fill, h } from '../dom';
import { button, Field, input } from './fields';
import type { Say } from './words';

interface Row {
  readonly element: HTMLElement;
  read(): Source;
}

const TYPED = ['title', 'url', 'publisher', 'date'] as const;

export class SourcesFields {
  readonly element = h('div', { class: 'form-rows' });
  private readonly list = h('div', { class: 'form-rows' });
  private rows: Row[] = [];

  constructor(
    private readonly say: Say,
    private readonly onChange: () => void,
  ) {
    const add = button(say('source.add'), () => this.add());
    this.element.append(this.list, h('p', {}, add));
  }

  show(sources: readonly Source[]): void {
    this.rows = sources.map((source) => this.row(source));
    this.number();
  }

  get value(): Source[] {
    return this.rows.map((row) => row.read());
  }

  /** What is wrong, in words. */
  problems(): string[] {
    return this.value.flatMap(({ title, url }, i) =>
      title || url ? [] : [this.say('source.bad', { n: i + 1 })],
    );
  }

  private add(): void {
    const taken = new Set(this.value.map(({ key }) => key));
    let n = 1;
    while (taken.has(`s${n}`)) n++;
    const row = this.row({ key: `s${n}`, title: '' });
    this.rows.push(row);
    this.number();
    row.element.querySelector('input')?.focus();
    this.onChange();
  }

  private remove(row: Row): void {
    this.rows = this.rows.filter((other) => other !== row);
    this.number();
    (this.element.querySelector(':scope > p > button') as HTMLElement | null)?.focus();
    this.onChange();
  }

  private number(): void {
    this.rows.forEach(({ element }, i) => {
      element.querySelector('legend')?.replaceChildren(this.say('source', { n: i + 1 }));
      const remove = element.querySelector('.form-remove');
      remove?.setAttribute('aria-label', this.say('source.remove', { n: i + 1 }));
    });
    fill(this.list, ...this.rows.map(({ element }) => element));
  }

  private row(source: Source): Row {
    const fields = TYPED.map((name) => {
      const control = input(name === 'url' || name === 'date' ? { dir: 'ltr' } : {});
      control.value = source[name] ?? '';
      return new Field(this.say(`source.${name}`), control);
    });
    const remove = button('×', () => this.remove(row), 'button round form-remove');
    const row: Row = {
      element: h(
        'fieldset',
        { class: 'form-row' },
        h('legend', {}, ''),
        ...fields.map(({ element }) => element),
        remove,
      ),
      read: () => {
        const read = { ...source };
        TYPED.forEach((name, i) => {
          const text = fields[i]?.control.value.trim() ?? '';
          // What was not told and is not typed stays untold.
          if (text !== (source[name] ?? '')) read[name] = text;
        });
        return read;
      },
    };
    return row;
  }
}
