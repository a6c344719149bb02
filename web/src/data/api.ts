// The only file that talks to the server. Addresses are relative to the page,
// which may be served under a path of another host.

import type { Unit } from '../state/day';
import {
  type Filter,
  NO_FILTER,
  type ParamOptions,
  toParams,
  withoutWindow,
} from '../state/filter';
import { ApiError } from './error';
import {
  type AreaOutline,
  type BasemapInfo,
  type Collection,
  type ContextProperties,
  type Detail,
  type ExportFile,
  type Facets,
  type Feature,
  type FoundPlace,
  type Histogram,
  type ItemPage,
  type KindSums,
  SUMMARY_COLUMNS,
  type UnitIndex,
} from './types';

/** The most incidents that the page holds; above that it says so. */
export const MAX_HELD = 200_000;
const PAGE_SIZE = 10_000;
const MAX_PLACES = 6;

/** True when a request was given up because a newer one took its place. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

export async function fetchCollections(signal: AbortSignal): Promise<Collection[]> {
  const body = await getJSON<{ collections: Collection[] }>('api/collections', signal);
  return body.collections;
}

/** The first incidents that pass the filter, no more than the page holds, page by page in day order. */
export async function* fetchItems(
  collection: string,
  filter: Filter,
  signal: AbortSignal,
): AsyncGenerator<ItemPage> {
  const params = toParams(filter);
  params.set('limit', String(PAGE_SIZE));
  params.set('properties', SUMMARY_COLUMNS.join(','));
  let url: string | null = `${path(collection)}/items?${params}`;
  let held = 0;
  while (url !== null && held < MAX_HELD) {
    const page: ItemPage = await getJSON<ItemPage>(url, signal);
    held += page.features.length;
    yield page;
    url = page.features.length > 0 ? nextOf(page) : null;
  }
}

export function fetchDetail(
  collection: string,
  id: string,
  signal: AbortSignal,
): Promise<Feature<Detail>> {
  return getJSON(`${path(collection)}/items/${encodeURIComponent(id)}`, signal);
}

/** All records of a context layer with their sources; a layer is small. */
export async function fetchContext(
  layer: Collection,
  signal: AbortSignal,
): Promise<Feature<ContextProperties>[]> {
  const url = `${path(layer.id)}/items?limit=1000&detail=true`;
  return (await getJSON<{ features: Feature<ContextProperties>[] }>(url, signal)).features;
}

export function fetchFacets(
  collection: string,
  filter: Filter,
  by: readonly string[],
  signal: AbortSignal,
): Promise<Facets> {
  const params = toParams(filter);
  params.set('by', by.join(','));
  return getJSON(`${path(collection)}/facets?${params}`, signal);
}

/** More kinds than this are not summed one by one. */
const MAX_KINDS = 4;

/**
 * Sums of each kind that is among what is shown, the most frequent first: those of
 * an attack and of an operation against its authors are no one number. Empty where
 * there is only one kind.
 */
export async function fetchKindSums(
  collection: string,
  filter: Filter,
  { facets }: Facets,
  signal: AbortSignal,
): Promise<KindSums[]> {
  const chosen = filter.facets.kind;
  const kinds = (facets['kind'] ?? []).filter(
    ({ value, count }) => count > 0 && (!chosen || chosen.includes(value)),
  );
  if (kinds.length < 2 || kinds.length > MAX_KINDS) return [];
  return Promise.all(
    kinds.map(async (kind) => {
      const only = { ...filter, facets: { ...filter.facets, kind: [kind.value] } };
      return { kind, sums: (await fetchFacets(collection, only, ['kind'], signal)).sums };
    }),
  );
}

/** Every source of the program's data, its version and its licence, as text. */
export async function fetchAttribution(signal: AbortSignal): Promise<string> {
  return (await getJSON<{ attribution: string }>('api', signal)).attribution;
}

/**
 * The histogram of the whole collection in bins of the server's choice, or that
 * of a filter in all of time, in bins of a width.
 */
export function fetchHistogram(
  collection: string,
  signal: AbortSignal,
  of?: { filter: Filter; bin: Unit },
): Promise<Histogram> {
  const params = toParams(withoutWindow(of?.filter ?? NO_FILTER));
  if (of) params.set('bin', of.bin);
  return getJSON(`${path(collection)}/histogram?${params}`, signal);
}

/** How many incidents pass the filter, time window included. */
export async function fetchCount(
  collection: string,
  filter: Filter,
  signal: AbortSignal,
  options: ParamOptions = {},
): Promise<number> {
  const params = toParams(filter, options);
  params.set('limit', '1');
  params.set('properties', 'start');
  return (await getJSON<ItemPage>(`${path(collection)}/items?${params}`, signal)).numberMatched;
}

/** Where the shown incidents can be downloaded: the same filter, as a file of each format. */
export function exportsOf(
  collection: Collection,
  filter: Filter,
  options: ParamOptions = {},
): ExportFile[] {
  const params = toParams(filter, options);
  const offered = collection.links?.filter(({ rel }) => rel === 'enclosure') ?? [];
  return offered.map(({ href, title }) => {
    const format = new URL(href).searchParams.get('f') ?? '';
    params.set('f', format);
    return {
      format,
      title: title ?? format,
      href: `${path(collection.id)}/export?${params}`,
    };
  });
}

/** Places that are called so; a box in degrees prefers those inside it. */
export async function fetchPlaces(
  text: string,
  bbox: readonly number[] | null,
  signal: AbortSignal,
): Promise<FoundPlace[]> {
  const params = new URLSearchParams({ q: text, limit: String(MAX_PLACES) });
  if (bbox) params.set('bbox', bbox.join(','));
  const ask = () => getJSON<{ features: PlaceFeature[] }>(`api/geocode?${params}`, signal);
  params.set('autocomplete', 'true');
  let { features } = await ask();
  if (features.length === 0) {
    params.delete('autocomplete'); // a phrase, or misspelt
    ({ features } = await ask());
  }
  return features.map(({ geometry, properties: { geocoding: p } }) => ({
    name: p.name,
    within: [p.admin2, p.admin1, p.country].filter((s) => s && s !== p.name).join(', '),
    precision: p.place_precision,
    lat: geometry.coordinates[1],
    lon: geometry.coordinates[0],
    radiusM: p.place_radius_m,
  }));
}

interface PlaceFeature {
  readonly geometry: { readonly coordinates: readonly [number, number] };
  readonly properties: {
    readonly geocoding: {
      readonly name: string;
      readonly country?: string;
      readonly admin1?: string;
      readonly admin2?: string;
      readonly place_precision: string;
      readonly place_radius_m: number;
    };
  };
}

/** What the basemap offers, or null when the server has none. */
export async function fetchBasemap(signal: AbortSignal): Promise<BasemapInfo | null> {
  try {
    return await getJSON<BasemapInfo>('basemap/basemap.json', signal);
  } catch (error) {
    if (isAbort(error)) throw error;
    return null; // the map works on a plain ground
  }
}

/** The basemap's tiles; null where the map is empty or the tile is missing. */
export const basemapTiles = {
  tile: async ({ z, x, y }: TileAddress) =>
    (await fetchFile(`basemap/${z}/${x}/${y}.mvt`))?.arrayBuffer() ?? null,
  relief: async ({ z, x, y }: TileAddress) =>
    (await fetchFile(`basemap/relief/${z}/${x}/${y}.png`))?.blob() ?? null,
  background: async ({ z, x, y }: TileAddress, ending: string) =>
    (await fetchFile(`basemap/background/${z}/${x}/${y}${ending}`))?.blob() ?? null,
};

interface TileAddress {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** Outlines of countries and their units; null when the server has none. */
export const outlines = {
  country: (code: string) => fetchOutline<AreaOutline>('countries', code, /^[A-Z]{2}$/),
  units: (code: string) => fetchOutline<UnitIndex>('units', code, /^[A-Z]{2}$/),
  unit: (id: string) => fetchOutline<AreaOutline>('units', id, /^[A-Z0-9]{3}[-+][A-Za-z0-9-]+$/),
};

async function fetchOutline<T>(folder: string, name: string, allowed: RegExp): Promise<T | null> {
  if (!allowed.test(name)) return null;
  const file = await fetchFile(`basemap/${folder}/${name}.json`);
  return file ? ((await file.json()) as T) : null;
}

async function fetchFile(url: string): Promise<Response | null> {
  const response = await fetch(url);
  return response.ok && response.status !== 204 ? response : null;
}

function path(collection: string): string {
  return `api/collections/${encodeURIComponent(collection)}`;
}

// The server's links are absolute and may carry the name by which a proxy
// knows it; only path and query are followed, so the page never leaves its host.
function nextOf(page: ItemPage): string | null {
  const href = page.links?.find((link) => link.rel === 'next')?.href;
  if (!href) return null;
  const url = new URL(href, location.href);
  return url.pathname + url.search;
}

async function getJSON<T>(url: string, signal: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, { signal, headers: { Accept: 'application/json' } });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError('', 0);
  }
  if (!response.ok) throw new ApiError(await problemText(response), response.status);
  return (await response.json()) as T;
}

// RFC 9457: the detail is written for people.
async function problemText(response: Response): Promise<string> {
  try {
    const problem = (await response.json()) as { detail?: unknown; title?: unknown };
    return String(problem.detail ?? problem.title ?? '');
  } catch {
    return '';
  }
}
