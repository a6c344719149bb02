// The page's address: everything that a link restores, and every filter of the API
// by the API's own name. Pure.

import { formatDay, parseDay } from './day';
import { CLOSED, type Filter, interval, namesOf } from './filter';
import { formatLook, LOOK_KEYS, type Look, parseLook } from './look';
import { formatPlay, PLAY_KEY, type Play, parsePlay } from './play';
import { formatScreen, parseScreen, SCREEN_KEYS, type Screen } from './screen';

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
  readonly screen: Screen;
  readonly play: Play;
  readonly selected: string | null;
}

const MAX_TEXT = 200; // characters of a search text; the server rejects longer ones
const MAX_VALUES = 100; // values per property: an address is not a data file
const MAX_PARAM = 4_000; // characters of any other parameter

// What is no filter. A column that is called so has OWN before its name.
const RESERVED: ReadonlySet<string> = new Set([
  ...['c', 'q', 'datetime', 'datetime-mode', 'map', 'id'],
  ...LOOK_KEYS,
  ...SCREEN_KEYS,
  PLAY_KEY,
]);
const OWN = 'own.';

// Filters of the API with one value, in which a comma parts nothing that the page shows
// by itself.
const SINGLE: ReadonlySet<string> = new Set([
  'bbox',
  'bbox-crs',
  'within',
  'filter',
  'filter-lang',
]);

/** Whether a parameter has one value: an area, an expression or an end of a range. */
export function isSingle(name: string): boolean {
  return SINGLE.has(name) || /_(min|max)$/.test(name);
}

/** Reads a page's address. What is not understood is left out: a link never breaks the page. */
export function parseHash(hash: string): PageState {
  const raw = new Map<string, string>();
  for (const pair of hash.replace(/^#/, '').split('&')) {
    const at = pair.indexOf('=');
    const key = decode(pair.slice(0, Math.max(0, at)));
    if (key && !raw.has(key)) raw.set(key, pair.slice(at + 1));
  }
  const decoded = new Map([...raw].map(([key, value]) => [key, decode(value)]));
  const [from, to] = parseInterval(decode(raw.get('datetime') ?? ''));
  return {
    collection: decode(raw.get('c') ?? '') || null,
    filter: {
      ...parseFilters(raw),
      q: decode(raw.get('q') ?? '').slice(0, MAX_TEXT),
      from,
      to,
      mode: raw.get('datetime-mode') === 'inside' ? 'inside' : 'overlap',
    },
    map: parsePosition(decode(raw.get('map') ?? '')),
    look: parseLook(decoded),
    screen: parseScreen(decoded),
    play: parsePlay(decoded),
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
  for (const name of namesOf(filter.facets)) {
    add(keyOf(name), filter.facets[name]?.map(encodeValue).join(',') ?? '');
  }
  for (const [name, value] of Object.entries(filter.params)) {
    add(keyOf(name), encodeURIComponent(value).replaceAll('%2C', ','));
  }
  add('q', encodeURIComponent(filter.q));
  add('datetime', interval(filter));
  if (filter.mode === 'inside') add('datetime-mode', 'inside');
  add('map', map && `${fixed(map.lat, 5)},${fixed(map.lon, 5)},${fixed(map.zoom, 2)}`);
  const { look, screen, play } = state;
  for (const [key, value] of [...formatLook(look), ...formatScreen(screen), ...formatPlay(play)]) {
    add(key, encodeURIComponent(value).replaceAll('%2C', ','));
  }
  add('id', state.selected && encodeURIComponent(state.selected));
  return parts.join('&');
}

function keyOf(name: string): string {
  const taken = RESERVED.has(name) || name.startsWith(OWN);
  return encodeURIComponent(taken ? OWN + name : name);
}

function encodeValue(value: string): string {
  return encodeURIComponent(value.replaceAll('\\', '\\\\'));
}

// Every key that is none of the page's is a filter: which of them a dataset has is
// seen when it is known.
function parseFilters(raw: ReadonlyMap<string, string>): Pick<Filter, 'facets' | 'params'> {
  const facets: Record<string, readonly string[]> = {};
  const params: Record<string, string> = {};
  for (const [key, text] of raw) {
    if (RESERVED.has(key)) continue;
    const name = key.startsWith(OWN) ? key.slice(OWN.length) : key;
    if (isSingle(name)) {
      const value = decode(text).slice(0, MAX_PARAM);
      if (value) params[name] = value;
      continue;
    }
    const values = [...new Set(valuesOf(name, text))].slice(0, MAX_VALUES);
    if (values.length > 0) facets[name] = values;
  }
  return { facets, params };
}

// Commas part values, but for those that are escaped as in the API, or encoded, as this
// page writes those within a value. Words of closed lists have none: programs encode
// the commas between them.
function valuesOf(name: string, text: string): string[] {
  const parts = CLOSED.has(name) ? decode(text).split(',') : text.split(/(?<!\\),/).map(decode);
  return parts.map((part) => part.replace(/\\([\\,])/g, '$1')).filter(Boolean);
}

function parseInterval(text: string): [string | null, string | null] {
  const [a = '', b, more] = text.split('/');
  const from = dayOf(a);
  if (b === undefined) return [from, from]; // one day
  const to = dayOf(b) ?? afterDuration(from, b);
  if (more !== undefined || (from !== null && to !== null && from > to)) return [null, null];
  return [from, to];
}

// Days of four-digit years only, which compare as text; an instant stands for its UTC day.
function dayOf(text: string): string | null {
  const day = /^\d{4}-\d\d-\d\dT/.test(text) ? utcDay(text) : text;
  return /^\d{4}-/.test(day) && parseDay(day) !== null ? day : null;
}

function utcDay(instant: string): string {
  const ms = Date.parse(instant);
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString().slice(0, 10);
}

// The last day of a duration that begins with a day, as the API reads it: P1M, P2W, P10D.
function afterDuration(from: string | null, text: string): string | null {
  const [, years, months, weeks, days] =
    /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(text) ?? [];
  const parts = [years, months, weeks, days].map(Number);
  if (from === null || parts.every(Number.isNaN)) return null;
  const [y, m, w, d] = parts.map((n) => n || 0) as [number, number, number, number];
  const [year, month, day] = from.split('-').map(Number) as [number, number, number];
  const end = Date.UTC(year + y, month - 1 + m, day + 7 * w + d) / 86_400_000 - 1;
  return Number.isFinite(end) ? formatDay(end) : null;
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
