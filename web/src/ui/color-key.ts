// Which colour and shape stands for which value, as long as a dataset is shown.

import { colouredBy } from '../data/categories';
import type { Columns } from '../data/columns';
import { type Mark, marksOf, marksOfValues } from '../map/palette';

/** Columns whose kinds are what has colours: the values of a property, or the kinds. */
export interface Painted {
  readonly columns: Columns;
  /** Of the columns' kinds. */
  readonly marks: readonly Mark[];
  readonly property: string;
}

export class ColorKey {
  // Values that have had a colour, by property: filters do not change it.
  private readonly known = new Map<string, readonly string[]>();

  /** Forgets the values of another dataset. */
  clear(): void {
    this.known.clear();
  }

  /** Null, and a property that the columns do not have, are coloured by kind. */
  paint(columns: Columns, property: string | null): Painted {
    const known = property === null ? [] : this.known.get(property);
    const painted =
      property === null || property === 'kind' ? null : colouredBy(columns, property, known);
    if (!painted || property === null) {
      return { columns, marks: marksOf(columns.kinds), property: 'kind' };
    }
    this.known.set(property, painted.kinds.slice(0, -1));
    return { columns: painted, marks: marksOfValues(painted.kinds), property };
  }
}
