// Who did it, or against whom: a name a line.

import type { Party } from '../../data/types';
import { h } from '../dom';
import { Field, textarea } from './fields';
import type { Say } from './words';

export class PartiesField {
  readonly field: Field<HTMLTextAreaElement>;
  private parties: readonly Party[] = [];

  constructor(say: Say, name: 'actors' | 'targets') {
    const note = h('p', { class: 'muted' }, say('parties.note'));
    this.field = new Field(say(name), textarea(2), note);
  }

  show(parties: readonly Party[]): void {
    this.parties = parties;
    this.field.control.value = parties.map(({ name }) => name).join('\n');
  }

  /** The parties as they are typed; whoever was there before keeps their role. */
  get value(): Party[] {
    const names = this.field.control.value.split('\n').map((name) => name.trim());
    const left = [...this.parties];
    return names.filter(Boolean).map((name) => {
      const at = left.findIndex((party) => party.name === name);
      return (at < 0 ? undefined : left.splice(at, 1)[0]) ?? { name };
    });
  }
}
