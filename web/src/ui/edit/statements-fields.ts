// What is said of an incident: whether it happened and who did it, by whom, and in which
// source.

import type { Source, Statement } from '../../data/types';
import type { Locale } from '../../i18n/locale';
import { fill, h } from '../dom';
import { Field, input, select, withTexts } from './fields';
import { type FormRow, FormRows } from './rows';
import { SourceChoice } from './source-choice';
import type { Say } from './words';

/** What may be said, as the API has it. */
const GRADES = {
  occurrence: ['reported', 'confirmed', 'disputed', 'denied'],
  attribution: ['claimed', 'attributed', 'disputed', 'denied', 'unknown'],
} as const;
const TYPED = ['by', 'words'] as const;

interface Row extends FormRow {
  readonly source: SourceChoice;
  read(): Statement;
}

export class StatementsFields {
  readonly element: HTMLElement;
  private readonly rows: FormRows<Row>;
  private sources: readonly Source[] = [];

  constructor(
    private readonly loc: Locale,
    private readonly say: Say,
    onChange: () => void,
  ) {
    this.rows = new FormRows(say, 'statement', { fresh: () => this.fresh(), changed: onChange });
    this.element = this.rows.element;
  }

  show(statements: readonly Statement[], sources: readonly Source[]): void {
    this.sources = sources;
    this.rows.show(statements.map((statement) => this.row(statement)));
  }

  /** The sources that statements can be of are others. */
  showSources(sources: readonly Source[]): void {
    this.sources = sources;
    for (const { source } of this.rows.all) source.show(sources);
  }

  get value(): Statement[] {
    return this.rows.all.map((row) => row.read());
  }

  /** What is wrong, in words. */
  problems(): string[] {
    return this.value.flatMap(({ by, source }, i) =>
      by && source ? [] : [this.say('statement.bad', { n: i + 1 })],
    );
  }

  private fresh(): Row {
    const source = this.sources[0]?.key ?? '';
    return this.row({ about: 'attribution', grade: 'claimed', by: '', source });
  }

  private row(statement: Statement): Row {
    const { say } = this;
    const grade = this.grades(statement);
    const texts = TYPED.map((name) => {
      const control = input();
      control.value = statement[name] ?? '';
      return [name, new Field(say(`statement.${name}`), control)] as const;
    });
    const source = new SourceChoice(say, statement.source ?? '', this.sources);
    return {
      element: this.rows.group(
        new Field(say('statement.grade'), grade).element,
        ...texts.map(([, { element }]) => element),
        source.field.element,
      ),
      source,
      read: () => {
        const [about, said] = grade.value.split(' ') as [Statement['about'], string];
        const typed = texts.map(([name, { control }]) => [name, control.value.trim()] as const);
        return { ...withTexts(statement, typed), about, grade: said, source: source.value };
      },
    };
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
