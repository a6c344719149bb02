// What the server can be asked, at which address. Addresses are relative to the page,
// which may be served under a path of another host.

import { formatDay, type Span, type Unit } from '../state/day';
import {
  type Filter,
  NO_FILTER,
  type ParamOptions,
  toParams,
  withoutWindow,
} from '../state/filter';
import type { FoundPlace, Order } from '../state/screen';
import { ask, askFile, getJSON, isAbort, stream } from './ask';
import { SORT_BY } from './order';
import type { TileAddress } from './server-clusters';
import { isSplit } from './tally';
import {
  type AreaOutline,
  type BasemapInfo,
  type Candidate,
  type Collection,
  type ContextProperties,
  type Detail,
  type ExportFile,
  type Facets,
  type Feature,
  type Histogram,
  type ItemPage,
  type KindSums,
  SUMMARY_COLUMNS,
  type Summary,
  type UnitIndex,
} from './types';

const MAX_PLACES = 6;

/** The datasets and their context layers. index.html has the browser ask for them ahead. */
export async function fetchCollections(signal: AbortSignal): Promise<Collection[]> {
  const body = await getJSON<{ collections: Collection[] }>('api/collections', signal);
  return body.collections;
}

/** The address of the columns of all incidents that pass the filter. */
export function columnsOf(collection: string, filter: Filter): string {
  return `${path(collection)}/columns?${toParams(filter)}`;
}

/**
 * The bytes of the columns of all incidents that pass the filter, as they come:
 * decode.ts reads them.
 */
export function fetchColumns(
  collection: string,
  filter: Filter,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  return stream(columnsOf(collection, filter), signal);
}

/** What lists and tips tell of incidents, by their IDs: at most 100 of them. */
export async function fetchSummaries(
  collection: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Feature<Summary>[]> {
  const params = new URLSearchParams({
    filter: `id IN (${ids.map((id) => `'${id.replaceAll("'", "''")}'`).join(',')})`,
    'filter-lang': 'cql-text',
    limit: String(ids.length),
    properties: SUMMARY_COLUMNS.join(','),
  });
  return (await getJSON<ItemPage>(`${path(collection)}/items?${params}`, signal)).features;
}

/** How many summaries are asked for, and in which order. */
export interface PageOptions extends ParamOptions {
  readonly limit: number;
  readonly order: Order;
}

/** The address of the first summaries that pass the filter. */
export function pageOf(collection: string, filter: Filter, options: PageOptions): string {
  const params = toParams(filter, options);
  params.set('limit', String(options.limit));
  params.set('properties', SUMMARY_COLUMNS.join(','));
  if (SORT_BY[options.order]) params.set('sortby', SORT_BY[options.order]);
  return `${path(collection)}/items?${params}`;
}

/** The first summaries that pass the filter. */
export function fetchPage(
  collection: string,
  filter: Filter,
  options: PageOptions,
  signal: AbortSignal,
): Promise<ItemPage> {
  return getJSON(pageOf(collection, filter, options), signal);
}

/** The clusters of a tile; null where there are none. */
export async function fetchClusters(
  collection: string,
  filter: Filter,
  { z, x, y }: TileAddress,
  signal: AbortSignal,
): Promise<ArrayBuffer | null> {
  const address = `${path(collection)}/clusters/WebMercatorQuad/${z}/${y}/${x}`;
  const response = await ask(`${address}?${toParams(filter)}`, signal, '*/*');
  return response.status === 204 ? null : response.arrayBuffer();
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
  const chosen = filter.facets['kind'];
  const kinds = (facets['kind'] ?? []).filter(
    ({ value, count }) => count > 0 && (!chosen || chosen.includes(value)),
  );
  if (!isSplit(kinds)) return [];
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
 * What a histogram is of: the whole collection, or a filter in all of time or in some
 * days, in bins of a width or of the server's choice.
 */
export interface HistogramOptions {
  readonly filter?: Filter;
  readonly bin?: Unit;
  readonly days?: Span;
}

/** The address of a histogram. */
export function histogramOf(collection: string, of: HistogramOptions = {}): string {
  const filter = withoutWindow(of.filter ?? NO_FILTER);
  const params = toParams(of.days ? { ...filter, ...isoDays(of.days) } : filter);
  if (of.bin) params.set('bin', of.bin);
  return `${path(collection)}/histogram?${params}`;
}

/** A histogram. */
export function fetchHistogram(
  collection: string,
  signal: AbortSignal,
  of: HistogramOptions = {},
): Promise<Histogram> {
  return getJSON(histogramOf(collection, of), signal);
}

/** The first and the last day of the incidents that are certainly within some days. */
export async function fetchEnds(
  collection: string,
  days: Span,
  signal: AbortSignal,
): Promise<{ start: string; end: string }> {
  const at = async (sortby: string) => {
    const params = toParams({ ...NO_FILTER, ...isoDays(days), mode: 'inside' });
    for (const [name, value] of Object.entries({ limit: '1', properties: 'start,end', sortby })) {
      params.set(name, value);
    }
    const page = await getJSON<ItemPage>(`${path(collection)}/items?${params}`, signal);
    return page.features[0]?.properties;
  };
  const [first, last] = await Promise.all([at('start'), at('-end')]);
  return { start: first?.start ?? '', end: last?.end ?? '' };
}

function isoDays({ from, to }: Span): { from: string; to: string } {
  return { from: formatDay(from), to: formatDay(to) };
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
  const places = await fetchCandidates(text, bbox, signal);
  return places.map(({ country: _, admin1: __, admin2: ___, ...place }) => place);
}

/** The same, each with what it lies in. */
export async function fetchCandidates(
  text: string,
  bbox: readonly number[] | null,
  signal: AbortSignal,
): Promise<Candidate[]> {
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
    country: p.country ?? '',
    admin1: p.admin1 ?? '',
    admin2: p.admin2 ?? '',
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
    (await askFile(`basemap/${z}/${x}/${y}.mvt`))?.arrayBuffer() ?? null,
  relief: async ({ z, x, y }: TileAddress) =>
    (await askFile(`basemap/relief/${z}/${x}/${y}.png`))?.blob() ?? null,
  background: async ({ z, x, y }: TileAddress, ending: string) =>
    (await askFile(`basemap/background/${z}/${x}/${y}${ending}`))?.blob() ?? null,
};

/** Outlines of countries and their units; null when the server has none. */
export const outlines = {
  country: (code: string) => fetchOutline<AreaOutline>('countries', code, /^[A-Z]{2}$/),
  units: (code: string) => fetchOutline<UnitIndex>('units', code, /^[A-Z]{2}$/),
  unit: (id: string) => fetchOutline<AreaOutline>('units', id, /^[A-Z0-9]{3}[-+][A-Za-z0-9-]+$/),
};

async function fetchOutline<T>(folder: string, name: string, allowed: RegExp): Promise<T | null> {
  if (!allowed.test(name)) return null;
  const file = await askFile(`basemap/${folder}/${name}.json`);
  return file ? ((await file.json()) as T) : null;
}

/** The address of a collection. */
export function path(collection: string): string {
  return `api/collections/${encodeURIComponent(collection)}`;
}
