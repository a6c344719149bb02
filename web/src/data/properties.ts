// What a collection can be filtered by: properties that all datasets have, and columns
// of the dataset's own.

import { FACETS, type FacetName, type Filter } from '../state/filter';
import type { Collection, OwnColumn } from './types';

/** A property that is filtered by its least and its greatest value. */
export interface Ranged {
  /** The parameters are NAME_min and NAME_max. */
  readonly name: string;
  readonly type: 'integer' | 'number' | 'date';
  /** Of a column of the dataset's own; the page has words for others. */
  readonly title?: string;
}

// Properties of every dataset that the API filters by and the page has no panel for.
const OTHERS: ReadonlySet<string> = new Set([
  ...['title', 'summary', 'date', 'start', 'end', 'time', 'date_certain', 'date_uncertain'],
  ...['source_id', 'place', 'country_name', 'place_radius_m', 'group', 'dataset', 'revision'],
  ...['fatalities_low', 'fatalities_best', 'fatalities_high'],
  ...['injuries_low', 'injuries_best', 'injuries_high'],
]);

const PARAMS: ReadonlySet<string> = new Set([
  ...['bbox', 'bbox-crs', 'within', 'filter', 'filter-lang'],
  ...['fatalities_min', 'fatalities_max', 'injuries_min', 'injuries_max'],
]);

// Own columns come after what, where and who, and before how well that is known.
const BEFORE_OWN = FACETS.indexOf('attribution');

/** The properties whose values are counted and chosen, in their order. */
export function facetsOf({ columns = [] }: Collection): FacetName[] {
  const own = columns.filter((column) => column.facet && !isRanged(column));
  const [before, after] = [FACETS.slice(0, BEFORE_OWN), FACETS.slice(BEFORE_OWN)];
  return [...before, ...own.map(({ name }) => name), ...after];
}

/** The properties that have ranges: figures, where the dataset has any, and own columns. */
export function rangesOf({ columns = [], figures }: Collection): Ranged[] {
  const counted = figures.map((name) => ({ name, type: 'integer' }) as const);
  const own = columns
    .filter(isRanged)
    .map(({ name, type, title }) => ({ name, type, title: title || name }) as Ranged);
  return [...counted, ...own];
}

/** Names in a filter that the collection cannot be filtered by. */
export function notUnderstood(collection: Collection, { facets, params }: Filter): string[] {
  const columns = new Map((collection.columns ?? []).map((column) => [column.name, column]));
  const isFacet = (name: string) =>
    (FACETS as readonly string[]).includes(name) || OTHERS.has(name) || columns.has(name);
  const isParam = (name: string) => {
    const column = columns.get(name.replace(/_(min|max)$/, ''));
    return PARAMS.has(name) || columns.has(name) || (column !== undefined && isRanged(column));
  };
  return [
    ...Object.keys(facets).filter((name) => !isFacet(name)),
    ...Object.keys(params).filter((name) => !isParam(name)),
  ];
}

/** The filter without some names. */
export function without(filter: Filter, names: readonly string[]): Filter {
  if (names.length === 0) return filter;
  const kept = <T>(values: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
  return { ...filter, facets: kept(filter.facets), params: kept(filter.params) };
}

function isRanged({ type }: OwnColumn): boolean {
  return type === 'integer' || type === 'number' || type === 'date';
}
