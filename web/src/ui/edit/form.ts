// The form of an incident. It is filled by a draft, and gives one back.

import { type Draft, REVIEWS } from '../../data/draft';
import type { Problem } from '../../data/error';
import type { Collection, OwnColumn, Position } from '../../data/types';
import type { Locale } from '../../i18n/locale';
import { bdi, h } from '../dom';
import { valueLabel } from '../labels';
import { ClaimsFields } from './claims-fields';
import { DateField } from './date-field';
import { Field, group, input, select, textarea } from './fields';
import { PartiesField } from './parties-field';
import { type PlaceEvents, PlaceFields } from './place-fields';
import { SourcesFields } from './sources-fields';
import { StatementsFields } from './statements-fields';
import { partName, type Say } from './words';

// The part of an incident that a JSON pointer leads to; that of a member of a list, such as
// /properties/actors/1/name, is the list.
const nameOf = (pointer: string) =>
  pointer
    .replace(/^\/properties\//, '')
    .replace(/^\//, '')
    .replace(/\/.*$/, '');

export class IncidentForm {
  readonly element: HTMLElement;
  readonly place: PlaceFields;
  private readonly fields = new Map<string, Field>();
  private readonly date: DateField;
  private readonly claims: ClaimsFields;
  private readonly statements: StatementsFields;
  private readonly sources: SourcesFields;
  private readonly actors: PartiesField;
  private readonly targets: PartiesField;
  private readonly reviews = REVIEWS.map((name) => ({
    name,
    box: h('input', { type: 'checkbox' }),
  }));
  private draft: Draft;

  constructor(
    private readonly loc: Locale,
    private readonly say: Say,
    private readonly collection: Collection,
    draft: Draft,
    on: PlaceEvents & { changed(): void },
  ) {
    this.draft = draft;
    this.date = new DateField(loc, say);
    this.place = new PlaceFields(loc, say, on);
    this.claims = new ClaimsFields(loc, say, () => on.changed());
    this.statements = new StatementsFields(loc, say, () => on.changed());
    this.sources = new SourcesFields(say, () => {
      this.offerSources();
      on.changed();
    });
    this.actors = new PartiesField(say, 'actors');
    this.targets = new PartiesField(say, 'targets');
    this.element = h('div', { class: 'form' }, ...this.groups());
    this.element.addEventListener('input', () => on.changed());
    this.sources.element.addEventListener('change', () => this.offerSources());
    this.show(draft);
  }

  /** Shows another draft of the incident. */
  show(draft: Draft): void {
    this.draft = draft;
    for (const [name, { control }] of this.fields) control.value = draft.texts[name] ?? '';
    this.date.value = draft.texts['date'] ?? '';
    this.place.show(draft.texts, draft.points);
    this.sources.show(draft.sources);
    this.claims.show(draft.claims, draft.sources);
    this.statements.show(draft.statements, draft.sources);
    this.actors.show(draft.actors);
    this.targets.show(draft.targets);
    for (const { name, box } of this.reviews) box.checked = draft.reviews[name];
  }

  /** The draft as it is typed. */
  get value(): Draft {
    const typed = [...this.fields].map(([name, { control }]) => [name, control.value] as const);
    const texts = {
      ...this.draft.texts,
      ...Object.fromEntries(typed),
      ...this.place.texts(),
      date: this.date.value.trim(),
    };
    const reviews = Object.fromEntries(this.reviews.map(({ name, box }) => [name, box.checked]));
    return {
      texts,
      points: this.place.value,
      actors: this.actors.value,
      targets: this.targets.value,
      claims: this.claims.value,
      statements: this.statements.value,
      sources: this.sources.value,
      reviews: reviews as Draft['reviews'],
    };
  }

  focus(): void {
    this.fields.get('title')?.control.focus();
  }

  showPoints(points: readonly Position[]): void {
    this.place.showPoints(points);
  }

  /** What cannot be sent, in words. */
  problems(): string[] {
    const { place, sources, claims, statements } = this;
    return [place, sources, claims, statements].flatMap((part) => part.problems());
  }

  /** Tells at each field what the server says of it, and returns all of it in words. */
  showProblems(problems: readonly Problem[]): string[] {
    for (const field of this.all()) field.setError('');
    let first: Field | null = null;
    const all = problems.map((problem) => {
      const name = nameOf(problem.pointer);
      const field = this.fieldOf(name);
      const words = this.words(problem);
      field?.setError(words);
      first ??= field;
      return field ? `${partName(this.say, name, this.collection.columns ?? [])}: ${words}` : words;
    });
    (first as Field | null)?.control.focus();
    return all;
  }

  private words({ detail, allowed = [] }: Problem): string {
    if (allowed.length === 0) return detail;
    return `${detail}. ${this.say('allowed', { list: allowed.join(', ') })}`;
  }

  private fieldOf(name: string): Field | null {
    if (name === 'date') return this.date.field;
    if (name === 'actors' || name === 'targets') return this[name].field;
    return this.fields.get(name) ?? this.place.fieldOf(name);
  }

  private all(): Field[] {
    const place = ['geometry', 'place', 'country', 'admin1', 'admin2', 'place_precision'];
    return [
      ...this.fields.values(),
      this.date.field,
      this.actors.field,
      this.targets.field,
      ...place.flatMap((name) => this.place.fieldOf(name) ?? []),
    ];
  }

  private groups(): HTMLElement[] {
    const { say } = this;
    const columns = this.collection.columns ?? [];
    const own = columns.map((column) => this.own(column).element);
    return [
      group(
        say('what'),
        this.text('title').element,
        this.add('summary', new Field(say('summary'), textarea(4))).element,
        h(
          'div',
          { class: 'form-line' },
          this.term('kind').element,
          this.term('event_type').element,
        ),
      ),
      group(
        say('when'),
        this.date.element,
        this.add('time', new Field(say('time'), input({ dir: 'ltr', maxlength: 40 }))).element,
      ),
      group(say('where'), this.place.element),
      group(say('who'), this.actors.field.element, this.targets.field.element),
      group(say('figures'), this.claims.element, this.text('group', say('group.note')).element),
      group(say('statements'), this.statements.element),
      group(say('sources'), this.sources.element),
      ...(own.length > 0 ? [group(say('own'), ...own)] : []),
      group(
        say('review'),
        ...this.reviews.map(({ name, box }) => h('label', { class: 'check' }, box, say(name))),
        h('p', { class: 'muted' }, say('review.note')),
      ),
    ];
  }

  private offerSources(): void {
    this.claims.showSources(this.sources.value);
    this.statements.showSources(this.sources.value);
  }

  private add(name: string, field: Field): Field {
    this.fields.set(name, field);
    return field;
  }

  private text(name: 'title' | 'group', note = ''): Field {
    const notes = note ? [h('p', { class: 'muted' }, note)] : [];
    return this.add(name, new Field(this.say(name), input(), ...notes));
  }

  private term(name: 'kind' | 'event_type'): Field {
    const { loc, say, collection, draft } = this;
    const terms = collection.vocabularies?.[name] ?? [];
    const options = terms.map(({ id }) => [id, valueLabel(loc, collection, name, id)] as const);
    const value = draft.texts[name] ?? '';
    return this.add(name, new Field(say(name), select([['', say('choose')], ...options], value)));
  }

  private own(column: OwnColumn): Field {
    const { say, draft } = this;
    const label = bdi(column.title || column.name);
    const value = draft.texts[column.name] ?? '';
    if (column.type === 'boolean') {
      const options = [
        ['', say('choose')],
        ['true', say('yes')],
        ['false', say('no')],
      ] as const;
      return this.add(column.name, new Field(label, select(options, value)));
    }
    const isNumber = column.type === 'integer' || column.type === 'number';
    const props = isNumber
      ? { inputmode: 'decimal', dir: 'ltr', maxlength: 40 }
      : column.type === 'date'
        ? { dir: 'ltr', placeholder: 'YYYY-MM-DD', maxlength: 10 }
        : { maxlength: 10_000 };
    return this.add(column.name, new Field(label, input(props)));
  }
}
