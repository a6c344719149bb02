// The shapes of the API's answers, as the server documents them in
// /api/openapi.json. Everything in them is data from outside.

import type { FoundPlace } from '../state/screen';

/** One entry of a dataset's vocabulary. */
export interface Term {
  id: string;
  label: string;
}

/** A link of an answer. */
export interface Link {
  rel: string;
  href: string;
  title?: string;
}

/** A file of incidents that can be downloaded: its format by the API's name and title. */
export interface ExportFile {
  format: string;
  title: string;
  href: string;
}

/** A column of a dataset's own. */
export interface OwnColumn {
  name: string;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  title?: string;
  description?: string;
  /** Whether its values are few enough to be counted. */
  facet?: boolean;
}

/** One collection of the API. */
export interface Collection {
  id: string;
  title: string;
  description?: string;
  dataset: string;
  dataVersion?: string;
  license?: string;
  attribution?: string;
  numberOfItems: number;
  /** Of all its incidents; west, south, east, north in degrees, and the first and last instant. */
  extent?: { spatial?: { bbox: number[][] }; temporal?: { interval: string[][] } };
  /** The dataset that this collection is a context layer of. */
  contextOf?: string;
  /** The version of its frozen copy, and how to cite it. */
  release?: string;
  citation?: string;
  /** Its own columns, beside those that all have. */
  columns?: OwnColumn[];
  /** True for what comes with the program. */
  shipped?: boolean;
  /** Rows of its file that were left out. */
  leftOut?: number;
  /** What any of its incidents has a figure of. */
  figures: readonly ('fatalities' | 'injuries')[];
  vocabularies?: Partial<Record<'kind' | 'event_type', Term[]>>;
  links?: Link[];
}

/** How well a place is known, best first. */
export const PRECISIONS = [
  'exact',
  'vicinity',
  'locality',
  'admin2',
  'admin1',
  'area',
  'offshore',
  'country',
  'unknown',
] as const;
export type Precision = (typeof PRECISIONS)[number];

/** The index of a precision's name; unknown words count as unknown. */
export function precisionIndex(word: string): number {
  const at = (PRECISIONS as readonly string[]).indexOf(word);
  return at < 0 ? PRECISIONS.length - 1 : at;
}

export type DatePrecision = 'day' | 'week' | 'month' | 'year' | 'longer';

/** A place that was found by its name, with what it lies in. */
export interface Candidate extends FoundPlace {
  readonly country: string;
  readonly admin1: string;
  readonly admin2: string;
}

/** The flat properties of an incident that the page holds for all incidents. */
export interface Summary {
  title: string;
  kind: string | null;
  event_type: string | null;
  date: string;
  start: string;
  /** Null where no end is told. */
  end: string | null;
  date_precision: DatePrecision;
  date_certain: boolean;
  place: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string | null;
  country_name: string | null;
  admin1?: string | null;
  admin2?: string | null;
  place_precision: Precision;
  place_radius_m: number | null;
  fatalities_low: number | null;
  fatalities_high: number | null;
  injuries_low: number | null;
  injuries_high: number | null;
  group: string | null;
}

/** An incident as lists tell of it. */
export interface Row {
  readonly id: string;
  readonly summary: Summary;
}

/** The properties that make a summary. */
export const SUMMARY_COLUMNS: readonly (keyof Summary)[] = [
  'title',
  'kind',
  'event_type',
  'date',
  'start',
  'end',
  'date_precision',
  'date_certain',
  'place',
  'country',
  'country_name',
  'admin1',
  'admin2',
  'place_precision',
  'place_radius_m',
  'fatalities_low',
  'fatalities_high',
  'injuries_low',
  'injuries_high',
  'group',
];

export type Position = [number, number];
export type Geometry =
  | { type: 'Point'; coordinates: Position }
  | { type: 'MultiPoint'; coordinates: Position[] };

export interface Feature<P> {
  type: 'Feature';
  id: string;
  geometry: Geometry | null;
  properties: P;
}

export interface ItemPage {
  features: Feature<Summary>[];
  numberMatched: number;
  numberReturned: number;
  links?: Link[];
}

export interface Claim {
  measure: string;
  scope: 'total' | 'part' | 'subset';
  who?: string | null;
  /** Who gave the figure, where the source passes it on. */
  by?: string | null;
  /** How the source words it: of “more than n”, low and best are n + 1. */
  bound?: 'exact' | 'least' | 'over' | null;
  low: number | null;
  best: number | null;
  high: number | null;
  words?: string | null;
  source?: string | null;
  preferred?: boolean;
}

export interface Statement {
  about: 'occurrence' | 'attribution';
  grade: string;
  by?: string | null;
  /** In short, what they said. */
  words?: string | null;
  source?: string | null;
}

export interface Source {
  key: string;
  title: string;
  publisher?: string | null;
  url?: string | null;
  date?: string | null;
  locator?: string | null;
}

export interface Geocoding {
  query: string;
  role?: 'place' | 'origin';
  matched?: string | null;
  gazetteer_id?: string | number | null;
  gazetteer_version?: string | null;
  licence?: string | null;
  score?: number | null;
  override?: string | null;
}

export interface Party {
  name: string;
  role?: string | null;
}

/** What incidents that share one figure have in common. */
export interface GroupDetail {
  id: string;
  title?: string | null;
  members: { id: string; title: string }[];
  claims?: Claim[];
  figures?: Figures;
}

export interface Figures {
  fatalities_low?: number | null;
  fatalities_high?: number | null;
  injuries_low?: number | null;
  injuries_high?: number | null;
}

/** All that the API tells about one incident. */
export interface Detail extends Summary {
  summary?: string | null;
  occurrence?: string | null;
  attribution?: string | null;
  time?: string | null;
  place_review?: string | null;
  record_review?: string | null;
  revision?: number | string | null;
  dataset?: string | null;
  actors?: Party[];
  targets?: Party[];
  claims?: Claim[];
  statements?: Statement[];
  sources?: Source[];
  geocoding?: Geocoding[];
  /** Where something was fired from. */
  origin?: {
    place: string;
    geometry?: Geometry | null;
    place_precision?: Precision;
    place_radius_m?: number | null;
  } | null;
  group_detail?: GroupDetail | null;
}

/** A record of a context layer; its layer's own columns beside the shared ones. */
export interface ContextProperties
  extends Pick<
    Summary,
    | 'title'
    | 'kind'
    | 'date'
    | 'start'
    | 'end'
    | 'date_precision'
    | 'date_certain'
    | 'place'
    | 'country'
    | 'country_name'
    | 'admin1'
    | 'admin2'
    | 'place_precision'
    | 'place_radius_m'
  > {
  summary?: string | null;
  sources?: Source[];
  [column: string]: unknown;
}

export interface FacetValue {
  value: string;
  label?: string;
  count: number;
}

/** A sum of casualties over the matching incidents; a side that nobody knows is null. */
export interface Sum {
  low: number | null;
  best: number | null;
  high: number | null;
  reported: number;
  unreported: number;
  openEnded: number;
}

export interface Facets {
  numberMatched: number;
  facets: Record<string, FacetValue[]>;
  sums: { fatalities: Sum; injuries: Sum };
  withoutPlace: number;
}

/** The sums of the incidents of one kind. */
export interface KindSums {
  kind: FacetValue;
  sums: Facets['sums'];
}

export interface HistogramBin {
  start: string;
  end: string;
  certain: number;
  possible: number;
}

export interface Histogram {
  bin: 'day' | 'week' | 'month' | 'year';
  bins: HistogramBin[];
  numberMatched: number;
}

export interface BasemapInfo {
  minzoom: number;
  maxzoom: number;
  /** Where there are deeper tiles: west, south, east, north in degrees. */
  region?: Region;
  /** Up to where the shaded relief has tiles. */
  relief?: { maxzoom: number; region?: Region };
  /** A more detailed background of the server's owner. */
  background?: BackgroundInfo;
  attribution: string;
}

interface Region {
  bbox: [number, number, number, number];
  maxzoom: number;
}

export interface BackgroundInfo {
  kind: 'vector' | 'protomaps' | 'raster' | 'remote';
  minzoom: number;
  maxzoom: number;
  bbox: [number, number, number, number];
  attribution?: string;
  /** Of a remote one: the template of its tiles, and its scheme and host. */
  url?: string;
  origin?: string;
  /** Of one on this server: what the names of its tiles end in. */
  ending?: string;
}

/** The units of a country that have an outline, by name; empty for an ambiguous name. */
export interface UnitIndex {
  admin1: Record<string, string>;
  /** Districts by name within provinces by name. */
  admin2?: Record<string, Record<string, string>>;
}

/** The outline of a country or a unit: a GeoJSON MultiPolygon in degrees. */
export interface AreaOutline {
  readonly coordinates: readonly (readonly (readonly (readonly [number, number])[])[])[];
}
