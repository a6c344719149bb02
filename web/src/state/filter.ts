// What the reader asked to see, and its two spellings: the page's address
// (after #) and the API's parameters. Pure: no fetch, no DOM.

import { parseDay } from './day';
import { formatLook, type Look, parseLook } from './look';
import { formatPlay, type Play, parsePlay } from './play';

/** Properties that can be filtered by a set of values (OR within, AND between). */
export const FACETS = [
  'kind',
  'event_type',
  'country',
  'actor',
  'attribution',
  'occurrence',
  'place_precision',
] as const;
export type FacetName = (typeof FACETS)[number];

/** `overlap`: may have happened within the window. `inside`: certainly did. */
export type Mode = 'overlap' | 'inside';

/** Which incidents are shown. Days are `YYYY-MM-DD`, inclusive; null is open. */
export interface Filter {
  readonly facets: { readonly [F in FacetName]?: readonly string[] };
  readonly q: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly mode: Mode;
}

/** Where the map looks: degrees and a zoom level. */
export interface MapPosition {
  readonly lat: number;
  readonly lon: number;
  readonly zoom: number;
}

/** Everything that a link to the page restores. */
export interface PageState {
  readonly collection: string | null;
  readonly filter: Filter;
  readonly map: MapPosition | null;
  readonly look: Look;
  readonly play: Play;
  readonly selected: string | null;
}

export const NO_FILTER: Filter = { facets: {}, q: '', from: null, to: null, mode: 'overlap' };

const MAX_TEXT = 200; // characters of a search text; the server rejects longer ones
const MAX_VALUES = 100; // values per property: an address is not a data file

/** Reads a page's address. What is not understood is left out: a link never breaks the page. */
export function parseHash(hash: string): PageState {
  const raw = new Map<string, string>();
  for (const pair of hash.replace(/^#/, '').split('&')) {
    const at = pair.indexOf('=');
    if (at > 0) raw.set(pair.slice(0, at), pair.slice(at + 1));
  }
  const [from, to] = parseInterval(decode(raw.get('datetime') ?? ''));
  return {
    collection: decode(raw.get('c') ?? '') || null,
    filter: {
      facets: parseFacets(raw),
      q: decode(raw.get('q') ?? '').slice(0, MAX_TEXT),
      from,
      to,
      mode: raw.get('datetime-mode') === 'inside' ? 'inside' : 'overlap',
    },
    map: parsePosition(decode(raw.get('map') ?? '')),
    look: parseLook(raw),
    play: parsePlay(raw),
    selected: decode(raw.get('id') ?? '') || null,
  };
}

/** Writes a page's address, without '#'; parseHash reads it back to the same state. */
export function formatHash(state: PageState): string {
  const { filter, map } = state;
  const parts: string[] = [];
  const add = (key: string, value: string | null) => {
    if (value) parts.push(`${key}=${value}`);
  };
  add('c', state.collection && encodeURIComponent(state.collection));
  for (const name of FACETS)
    add(name, filter.facets[name]?.map(encodeURIComponent).join(',') ?? '');
  add('q', encodeURIComponent(filter.q));
  add('datetime', interval(filter));
  if (filter.mode === 'inside') add('datetime-mode', 'inside');
  add('map', map && `${fixed(map.lat, 5)},${fixed(map.lon, 5)},${fixed(map.zoom, 2)}`);
  for (const [key, value] of formatLook(state.look)) add(key, value);
  for (const [key, value] of formatPlay(state.play)) add(key, value);
  add('id', state.selected && encodeURIComponent(state.selected));
  return parts.join('&');
}

/** Which part of a filter the API is asked for. */
export interface ParamOptions {
  /** West, south, east, north in degrees. */
  bbox?: readonly [number, number, number, number];
}

/** The filter as parameters of the API. */
export function toParams(filter: Filter, options: ParamOptions = {}): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of FACETS) {
    const values = filter.facets[name];
    if (values?.length) params.set(name, values.map(escapeComma).join(','));
  }
  if (filter.q) params.set('q', filter.q);
  const window = interval(filter);
  if (window) {
    params.set('datetime', window);
    if (filter.mode === 'inside') params.set('datetime-mode', 'inside');
  }
  if (options.bbox) params.set('bbox', options.bbox.join(','));
  return params;
}

/** The filter with one value of a property switched on or off. */
export function toggleValue(filter: Filter, name: FacetName, value: string): Filter {
  const had = filter.facets[name] ?? [];
  const values = had.includes(value) ? had.filter((v) => v !== value) : [...had, value];
  const { [name]: _, ...others } = filter.facets;
  return { ...filter, facets: values.length ? { ...others, [name]: values } : others };
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

function parseFacets(raw: Map<string, string>): Filter['facets'] {
  const facets: { [F in FacetName]?: string[] } = {};
  for (const name of FACETS) {
    const values = (raw.get(name) ?? '').split(',').map(decode).filter(Boolean);
    if (values.length) facets[name] = [...new Set(values)].slice(0, MAX_VALUES);
  }
  return facets;
}

function interval({ from, to }: Filter): string {
  return from === null && to === null ? '' : `${from ?? '..'}/${to ?? '..'}`;
}

function parseInterval(text: string): [string | null, string | null] {
  const [a = '', b = '', more] = text.split('/');
  const from = validDay(a);
  const to = validDay(b);
  if (more !== undefined || (from !== null && to !== null && from > to)) return [null, null];
  return [from, to];
}

// Days of four-digit years only, which compare as text.
function validDay(text: string): string | null {
  return /^\d{4}-/.test(text) && parseDay(text) !== null ? text : null;
}

function parsePosition(text: string): MapPosition | null {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [lat, lon, zoom] = numbers;
  if (numbers.length !== 3 || lat === undefined || lon === undefined || zoom === undefined) {
    return null;
  }
  const ok = Math.abs(lat) <= 90 && Math.abs(lon) <= 360 && zoom >= 0 && zoom <= 22;
  return ok ? { lat, lon, zoom } : null;
}

// The API splits at commas; a backslash keeps one inside a value.
function escapeComma(value: string): string {
  return value.replace(/[\\,]/g, '\\$&');
}

function fixed(n: number, digits: number): string {
  return String(Number(n.toFixed(digits)));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return ''; // a broken escape names nothing
  }
}
