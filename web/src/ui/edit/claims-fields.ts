// The figures of an incident as claims: what is counted, how many, in whose words, and
// from which source.

import { FIGURES, type Figure, type FigureKind, figureOf, withFigure } from '../../data/figure';
import type { Claim, Source } from '../../data/types';
import type { Locale } from '../../i18n/locale';
import { h } from '../dom';
import { Field, input, select, withTexts } from './fields';
import { type FormRow, FormRows } from './rows';
import { SourceChoice } from './source-choice';
import type { Say } from './words';

const MEASURES = ['killed', 'injured', 'arrested', 'displaced_families'];

interface Row extends FormRow {
  readonly source: SourceChoice;
  /** What is typed; the claim has no figure of it that is none. */
  read(): { claim: Claim; figure: Figure };
}

export class ClaimsFields {
  readonly element: HTMLElement;
  private readonly rows: FormRows<Row>;
  private sources: readonly Source[] = [];

  constructor(
    private readonly loc: Locale,
    private readonly say: Say,
    onChange: () => void,
  ) {
    this.rows = new FormRows(say, 'claim', { fresh: () => this.fresh(), changed: onChange });
    this.element = this.rows.element;
  }

  show(claims: readonly Claim[], sources: readonly Source[]): void {
    this.sources = sources;
    this.rows.show(claims.map((claim) => this.row(claim)));
  }

  /** The sources that claims can be of are others. */
  showSources(sources: readonly Source[]): void {
    this.sources = sources;
    for (const { source } of this.rows.all) source.show(sources);
  }

  /** The claims as they are typed; where a figure is none, as it was. */
  get value(): Claim[] {
    return this.rows.all.map((row) => {
      const { claim, figure } = row.read();
      return withFigure(claim, figure) ?? claim;
    });
  }

  /** What is wrong, in words; none if the claims can be sent. */
  problems(): string[] {
    return this.rows.all.flatMap((row, i) => {
      const { claim, figure } = row.read();
      const n = i + 1;
      return [
        ...(withFigure(claim, figure) ? [] : [this.say('claim.bad', { n })]),
        ...(claim.source ? [] : [this.say('claim.sourceless', { n })]),
      ];
    });
  }

  private fresh(): Row {
    const counted = new Set(this.rows.all.map((row) => row.read().claim.measure));
    const measure = counted.has('killed') && !counted.has('injured') ? 'injured' : 'killed';
    const source = this.sources[0]?.key ?? '';
    const claim = { measure, scope: 'total', low: null, best: null, high: null, source } as const;
    return this.row(claim, 'exact');
  }

  private row(claim: Claim, asked?: FigureKind): Row {
    const { loc, say } = this;
    const shown = figureOf(claim);
    const measures = MEASURES.map((id) => [id, loc.term('measure', id)] as const);
    const measure = select(measures, claim.measure);
    const kind = select(
      FIGURES.map((id) => [id, say(`figure.${id}`)] as const),
      asked ?? shown.kind,
    );
    const number = { inputmode: 'numeric', maxlength: 9, dir: 'ltr' };
    const first = new Field(say('claim.first'), input(number));
    const second = new Field(say('claim.second'), input(number));
    first.control.value = shown.first;
    second.control.value = shown.second;
    const words = input();
    words.value = claim.words ?? '';
    const source = new SourceChoice(say, claim.source ?? '', this.sources);
    const showNumbers = () => {
      first.element.hidden = kind.value === 'none';
      second.element.hidden = kind.value !== 'range';
    };
    kind.addEventListener('change', showNumbers);
    showNumbers();
    return {
      element: this.rows.group(
        claim.who ? h('p', { class: 'muted' }, say('claim.of', { who: claim.who })) : null,
        h(
          'div',
          { class: 'form-line' },
          new Field(say('claim.measure'), measure).element,
          new Field(say('claim.kind'), kind).element,
          first.element,
          second.element,
        ),
        new Field(say('claim.words'), words).element,
        source.field.element,
      ),
      source,
      read: () => ({
        claim: {
          ...withTexts(claim, [['words', words.value.trim()]]),
          measure: measure.value,
          source: source.value,
        },
        figure: {
          kind: kind.value as FigureKind,
          first: first.control.value,
          second: kind.value === 'range' ? second.control.value : '',
        },
      }),
    };
  }
}
