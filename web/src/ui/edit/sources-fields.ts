// The sources of an incident.

import type { Source } from '../../data/types';
import { Field, input, withTexts } from './fields';
import { type FormRow, FormRows } from './rows';
import type { Say } from './words';

interface Row extends FormRow {
  read(): Source;
}

const TYPED = ['title', 'url', 'publisher', 'date'] as const;

export class SourcesFields {
  readonly element: HTMLElement;
  private readonly rows: FormRows<Row>;

  constructor(
    private readonly say: Say,
    onChange: () => void,
  ) {
    this.rows = new FormRows(say, 'source', { fresh: () => this.fresh(), changed: onChange });
    this.element = this.rows.element;
  }

  show(sources: readonly Source[]): void {
    this.rows.show(sources.map((source) => this.row(source)));
  }

  get value(): Source[] {
    return this.rows.all.map((row) => row.read());
  }

  /** What is wrong, in words. */
  problems(): string[] {
    return this.value.flatMap(({ title, url }, i) =>
      title || url ? [] : [this.say('source.bad', { n: i + 1 })],
    );
  }

  private fresh(): Row {
    const taken = new Set(this.value.map(({ key }) => key));
    let n = 1;
    while (taken.has(`s${n}`)) n++;
    return this.row({ key: `s${n}`, title: '' });
  }

  private row(source: Source): Row {
    const texts = TYPED.map((name) => {
      const control = input(name === 'url' || name === 'date' ? { dir: 'ltr' } : {});
      control.value = source[name] ?? '';
      return [name, new Field(this.say(`source.${name}`), control)] as const;
    });
    return {
      element: this.rows.group(...texts.map(([, { element }]) => element)),
      read: () =>
        withTexts(
          source,
          texts.map(([name, { control }]) => [name, control.value.trim()] as const),
        ),
    };
  }
}
