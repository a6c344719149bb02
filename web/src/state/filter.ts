// Which incidents the reader asks for, and the API's parameters for it. Pure: no
// fetch, no DOM. link.ts has the other spelling, the page's address.

/** Properties of every dataset that can be filtered by a set of values (OR within, AND between). */
export const FACETS = [
  'kind',
  'event_type',
  'country',
  'admin1',
  'admin2',
  'actor',
  'target',
  'attribution',
  'occurrence',
  'place_precision',
  'date_precision',
  'place_review',
  'record_review',
] as const;

/** One of FACETS, or a column of the dataset's own. */
export type FacetName = string;

/** Facets whose values are words of a closed list, which have no commas in them. */
export const CLOSED: ReadonlySet<string> = new Set([
  'kind',
  'event_type',
  'country',
  'attribution',
  'occurrence',
  'place_precision',
  'date_precision',
  'place_review',
  'record_review',
]);

/** `overlap`: may have happened within the window. `inside`: certainly did. */
export type Mode = 'overlap' | 'inside';

/** Which incidents are shown. Days are `YYYY-MM-DD`, inclusive; null is open. */
export interface Filter {
  /** Chosen values by the name of a property. */
  readonly facets: Readonly<Record<FacetName, readonly string[]>>;
  /** Other parameters of the API as it spells them: ranges, areas, expressions. */
  readonly params: Readonly<Record<string, string>>;
  readonly q: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly mode: Mode;
}

export const NO_FILTER: Filter = {
  facets: {},
  params: {},
  q: '',
  from: null,
  to: null,
  mode: 'overlap',
};

/** West, south, east, north in degrees; west lies beyond east across the antimeridian. */
export type Bbox = readonly [number, number, number, number];

/** Which part of a filter the API is asked for. */
export interface ParamOptions {
  /** A box besides what the filter asks. */
  bbox?: Bbox;
}

/** The filter as parameters of the API. */
export function toParams(filter: Filter, options: ParamOptions = {}): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of namesOf(filter.facets)) {
    const values = filter.facets[name];
    if (values?.length) params.set(name, joinValues(values));
  }
  for (const [name, value] of Object.entries(filter.params)) params.set(name, value);
  if (filter.q) params.set('q', filter.q);
  const window = interval(filter);
  if (window) {
    params.set('datetime', window);
    if (filter.mode === 'inside') params.set('datetime-mode', 'inside');
  }
  const { bbox } = options;
  if (bbox) {
    const asked = parseBbox(filter.params['bbox'] ?? '');
    params.set('bbox', (asked ? overlap(asked, bbox) : bbox).join(','));
  }
  return params;
}

/** Facets that all datasets have in their order, then those of the dataset's own. */
export function namesOf(facets: Filter['facets']): FacetName[] {
  const shared = FACETS.filter((name) => Object.hasOwn(facets, name));
  const own = Object.keys(facets).filter((name) => !(FACETS as readonly string[]).includes(name));
  return [...shared, ...own];
}

/** The filter with one value of a property switched on or off. */
export function toggleValue(filter: Filter, name: FacetName, value: string): Filter {
  const had = filter.facets[name] ?? [];
  const values = had.includes(value) ? had.filter((v) => v !== value) : [...had, value];
  const { [name]: _, ...others } = filter.facets;
  return { ...filter, facets: values.length ? { ...others, [name]: values } : others };
}

/** The filter with another value of a parameter; an empty one takes it away. */
export function withParam(filter: Filter, name: string, value: string): Filter {
  const { [name]: _, ...others } = filter.params;
  return { ...filter, params: value ? { ...others, [name]: value } : others };
}

/** The filter as if it asked for no window of time. */
export function withoutWindow(filter: Filter): Filter {
  const { from, to, mode } = NO_FILTER;
  return { ...filter, from, to, mode };
}

/** True when the filter asks for something other than everything. */
export function isFiltered(filter: Filter): boolean {
  return filter.from !== null || filter.to !== null || !sameSet(filter, NO_FILTER);
}

/** True when two filters differ at most in their time window. */
export function sameSet(a: Filter, b: Filter): boolean {
  const bare = (f: Filter) => toParams(withoutWindow(f)).toString();
  return bare(a) === bare(b);
}

/** The window as the API's `datetime`; empty for all of time. */
export function interval({ from, to }: Pick<Filter, 'from' | 'to'>): string {
  return from === null && to === null ? '' : `${from ?? '..'}/${to ?? '..'}`;
}

/** Values as the API has them: it splits at commas, and a backslash keeps one inside a value. */
export function joinValues(values: readonly string[]): string {
  return values.map((value) => value.replace(/[\\,]/g, '\\$&')).join(',');
}

/** Reads a `bbox`; null for what is none. */
export function parseBbox(text: string): Bbox | null {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [w, s, e, n] = numbers.length === 6 ? [0, 1, 3, 4].map((i) => numbers[i]) : numbers;
  if (![4, 6].includes(numbers.length) || numbers.some(Number.isNaN)) return null;
  return [w as number, s as number, e as number, n as number];
}

// What lies in both boxes. Two arcs around the world may have two parts in common:
// the first is taken then. Boxes that are apart have a corner of one in common, so
// that only what has no place is found.
function overlap([w, s, e, n]: Bbox, [w2, s2, e2, n2]: Bbox): Bbox {
  if (arc(w, e) === 360) return [w2, Math.max(s, s2), e2, Math.min(n, n2)];
  if (arc(w2, e2) === 360) return [w, Math.max(s, s2), e, Math.min(n, n2)];
  const south = Math.max(s, s2);
  const north = Math.min(n, n2);
  const [width, width2] = [arc(w, e), arc(w2, e2)];
  const [first, second] = [arc(w, w2), arc(w2, w)]; // how far one begins after the other
  const [west, length] =
    first <= width
      ? [w2, Math.min(width - first, width2)]
      : [w, second <= width2 ? Math.min(width2 - second, width) : -1];
  if (length < 0 || north < south) return [w, s, w, s];
  return [west, south, west + length > 180 ? west + length - 360 : west + length, north];
}

// Degrees from one meridian eastwards to another.
function arc(from: number, to: number): number {
  return to - from >= 360 ? 360 : (((to - from) % 360) + 360) % 360;
}
