// Colours by the values of a property: columns in which these stand in the place of kinds.

import type { Columns } from './columns';

/** So many values have a colour of their own; the others share one. */
export const MOST = 8;

/** What stands for the values beyond them, and for rows without any. */
export const OTHER = '';

/**
 * The columns with the values of a property as their kinds, the most frequent first; null
 * where they do not have the property. `known` are the values that had a colour before:
 * they keep it while filters come and go.
 */
export function colouredBy(
  columns: Columns,
  property: string,
  known: readonly string[] = [],
): Columns | null {
  const coded = columns.coded.get(property);
  if (!coded) return null;
  const counts = new Map<string, number>();
  const first = coded.values.map(([value = OTHER]) => value);
  for (const code of coded.codes) {
    const value = first[code] as string;
    if (value !== OTHER) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const come = [...counts.keys()].filter((value) => !known.includes(value));
  come.sort((a, b) => (counts.get(b) as number) - (counts.get(a) as number) || (a < b ? -1 : 1));
  const kinds = [...known, ...come].slice(0, MOST);
  kinds.push(OTHER);
  const category = first.map((value) => {
    const at = kinds.indexOf(value);
    return at < 0 ? kinds.length - 1 : at;
  });
  return {
    ...columns,
    kinds,
    kind: Uint8Array.from(coded.codes, (code) => category[code] as number),
  };
}
