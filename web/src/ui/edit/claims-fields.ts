// The figures of an incident as claims: what is counted, how many, in whose words, and
// from which source.

import { FIGURES, type Figure, type FigureKind, figureOf, withFigure } from '../../data/figure';
import type { Claim, Source } from '../../data/types';
import type { Locale } from '../../i18n/locale';
import { fill, h } from '../dom';
import { button, Field, input, select, sourceOptions } from './fields';
import type { Say } from './words';

const MEASURES = ['killed', 'injured', 'arrested', 'displaced_families'];

interface Row {
  readonly claim: Claim;
  readonly element: HTMLElement;
  /** What is typed; the claim has no figure of it that is none. */
  read(): { claim: Claim; figure: Figure };
  showSources(sources: readonly Source[]): void;
}

export class ClaimsFields {
  readonly element = h('div', { class: 'form-rows' });
  private readonly list = h('div', { class: 'form-rows' });
  private rows: Row[] = [];
  private sources: readonly Source[] = [];

  constructor(
    private readonly loc: Locale,
    private readonly say: Say,
    private readonly onChange: () => void,
  ) {
    const add = button(say('claim.add'), () => this.add());
    this.element.append(this.list, h('p', {}, add));
  }

  show(claims: readonly Claim[], sources: readonly Source[]): void {
    this.sources = sources;
    this.rows = claims.map((claim) => this.row(claim));
    this.number();
  }

  /** The sources that claims can be of are others. */
  showSources(sources: readonly Source[]): void {
    this.sources = sources;
    for (const row of this.rows) row.showSources(sources);
  }

  /** The claims as they are typed; where a figure is none, as it was. */
  get value(): Claim[] {
    return this.rows.map((row) => {
      const { claim, figure } = row.read();
      return withFigure(claim, figure) ?? claim;
    });
  }

  /** What is wrong, in words; none if the claims can be sent. */
  problems(): string[] {
    return this.rows.flatMap((row, i) => {
      const { claim, figure } = row.read();
      const n = i + 1;
      return [
        ...(withFigure(claim, figure) ? [] : [this.say('claim.bad', { n })]),
        ...(claim.source ? [] : [this.say('claim.sourceless', { n })]),
      ];
    });
  }

  private add(): void {
    const counted = new Set(this.rows.map((row) => row.read().claim.measure));
    const measure = counted.has('killed') && !counted.has('injured') ? 'injured' : 'killed';
    const source = this.sources[0]?.key ?? '';
    const claim = { measure, scope: 'total', low: null, best: null, high: null, source } as const;
    const row = this.row(claim, 'exact');
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
    this.rows.forEach((row, i) => {
      const title = this.say('claim', { n: i + 1 });
      row.element.querySelector('legend')?.replaceChildren(title);
      const remove = row.element.querySelector('.form-remove');
      remove?.setAttribute('aria-label', this.say('claim.remove', { n: i + 1 }));
    });
    fill(this.list, ...this.rows.map(({ element }) => element));
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
    const source = h('select', { class: 'select', dir: 'auto' });
    const showNumbers = () => {
      first.element.hidden = kind.value === 'none';
      second.element.hidden = kind.value !== 'range';
    };
    kind.addEventListener('change', showNumbers);
    showNumbers();
    const remove = button('×', () => this.remove(row), 'button round form-remove');
    const row: Row = {
      claim,
      element: h(
        'fieldset',
        { class: 'form-row' },
        h('legend', {}, ''),
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
        new Field(say('claim.source'), source).element,
        remove,
      ),
      read: () => ({
        claim: withTexts(claim, measure.value, words.value.trim(), source.value),
        figure: {
          kind: kind.value as FigureKind,
          first: first.control.value,
          second: kind.value === 'range' ? second.control.value : '',
        },
      }),
      showSources: (sources) => {
        const value = source.value || claim.source || '';
        const isThere = value === '' || sources.some(({ key }) => key === value);
        fill(source, ...sourceOptions(sources, value, say('claim.noSource')));
        source.value = isThere ? value : '';
      },
    };
    row.showSources(this.sources);
    return row;
  }
}

// What was not changed stays as it is, whether it is empty or not told.
function withTexts(claim: Claim, measure: string, words: string, source: string): Claim {
  const next = { ...claim, measure, source };
  if ((claim.words ?? '') !== words) next.words = words;
  return next;
}
