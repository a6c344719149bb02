// What is said of an incident: whether it happened and who did it, by whom, and in which
// source.

import type { Source, Statement } from '../../data/types';
import type { Locale } from '../../i18n/locale';
import { fill, h } from '../dom';
import { button, Field, input, select, sourceOptions } from './fields';
import type { Say } from './words';

/** What may be said, as the API has it. */
const GRADES = {
  occurrence: ['reported', 'confirmed', 'disputed', 'denied'],
  attribution: ['claimed', 'attributed', 'disputed', 'denied', 'unknown'],
} as const;
const TYPED = ['by', 'words'] as const;

interface Row {
  readonly element: HTMLElement;
  read(): Statement;
  showSources(sources: readonly Source[]): void;
}

export class StatementsFields {
  readonly element = h('div', { class: 'form-rows' });
  private readonly list = h('div', { class: 'form-rows' });
  private rows: Row[] = [];
  private sources: readonly Source[] = [];

  constructor(
    private readonly loc: Locale,
    private readonly say: Say,
    private readonly onChange: () => void,
  ) {
    const add = button(say('statement.add'), () => this.add());
    this.element.append(this.list, h('p', {}, add));
  }

  show(statements: readonly Statement[], sources: readonly Source[]): void {
    this.sources = sources;
    this.rows = statements.map((statement) => this.row(statement));
    this.number();
  }

  /** The sources that statements can be of are others. */
  showSources(sources: readonly Source[]): void {
    this.sources = sources;
    for (const row of this.rows) row.showSources(sources);
  }

  get value(): Statement[] {
    return this.rows.map((row) => row.read());
  }

  /** What is wrong, in words. */
  problems(): string[] {
    return this.value.flatMap(({ by, source }, i) =>
      by && source ? [] : [this.say('statement.bad', { n: i + 1 })],
    );
  }

  private add(): void {
    const source = this.sources[0]?.key ?? '';
    const row = this.row({ about: 'attribution', grade: 'claimed', by: '', source });
    this.rows.push(row);
    this.number();
    row.element.querySelector('select')?.focus();
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
      element.querySelector('legend')?.replaceChildren(this.say('statement', { n: i + 1 }));
      const remove = element.querySelector('.form-remove');
      remove?.setAttribute('aria-label', this.say('statement.remove', { n: i + 1 }));
    });
    fill(this.list, ...this.rows.map(({ element }) => element));
  }

  private row(statement: Statement): Row {
    const { say } = this;
    const grade = this.grades(statement);
    const texts = TYPED.map((name) => {
      const control = input();
      control.value = statement[name] ?? '';
      return new Field(say(`statement.${name}`), control);
    });
    const source = h('select', { class: 'select', dir: 'auto' });
    const remove = button('×', () => this.remove(row), 'button round form-remove');
    const row: Row = {
      element: h(
        'fieldset',
        { class: 'form-row' },
        h('legend', {}, ''),
        new Field(say('statement.grade'), grade).element,
        ...texts.map(({ element }) => element),
        new Field(say('claim.source'), source).element,
        remove,
      ),
      read: () => {
        const [about, said] = grade.value.split(' ') as [Statement['about'], string];
        const read: Statement = { ...statement, about, grade: said, source: source.value };
        TYPED.forEach((name, i) => {
          const text = texts[i]?.control.value.trim() ?? '';
          // What was not told and is not typed stays untold.
          if (text !== (statement[name] ?? '')) read[name] = text;
        });
        return read;
      },
      showSources: (sources) => {
        const value = source.value || statement.source || '';
        fill(source, ...sourceOptions(sources, value, say('claim.noSource')));
        source.value = sources.some(({ key }) => key === value) ? value : '';
      },
    };
    row.showSources(this.sources);
    return row;
  }

  // What is said and what of, in one list: the grades of one are none of the other.
  private grades({ about, grade }: Statement): HTMLSelectElement {
    const { loc } = this;
    const control = select([], `${about} ${grade}`);
    const groups = (Object.keys(GRADES) as (keyof typeof GRADES)[]).map((of) =>
      h(
        'optgroup',
        { label: this.say(`statement.${of}`) },
        ...GRADES[of].map((id) => h('option', { value: `${of} ${id}` }, loc.term(of, id))),
      ),
    );
    const isKnown = (GRADES[about] as readonly string[] | undefined)?.includes(grade);
    fill(control, ...(isKnown ? [] : control.children), ...groups);
    control.value = `${about} ${grade}`;
    return control;
  }
}
