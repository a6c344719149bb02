// The choice of one of the incident's sources, which change while the form is open.

import type { Source } from '../../data/types';
import { fill, h } from '../dom';
import { Field, select } from './fields';
import type { Say } from './words';

export class SourceChoice {
  readonly field: Field<HTMLSelectElement>;

  constructor(
    private readonly say: Say,
    private readonly first: string,
    sources: readonly Source[],
  ) {
    this.field = new Field(say('claim.source'), h('select', { class: 'select', dir: 'auto' }));
    this.show(sources);
  }

  /** The key of the source; empty where none is chosen. */
  get value(): string {
    return this.field.control.value;
  }

  /** Offers other sources. One that is not among them any more is offered, and not chosen. */
  show(sources: readonly Source[]): void {
    const { control } = this.field;
    const value = control.value || this.first;
    const options = sources.map(({ key, title, url }) => [key, title || url || key] as const);
    fill(control, ...select([['', this.say('claim.noSource')], ...options], value).children);
    control.value = sources.some(({ key }) => key === value) ? value : '';
  }
}
