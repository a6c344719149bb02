// An incident in a form: its parts as they are typed, what of them was changed, and what
// becomes of two changes of the same incident. Pure.

import type {
  Claim,
  Collection,
  Detail,
  Feature,
  Geometry,
  Party,
  Position,
  Source,
  Statement,
} from './types';

/** The parts of an incident that a form has. */
export interface Draft {
  /** Texts and numbers as they are typed, by their properties; own columns among them. */
  readonly texts: Readonly<Record<string, string>>;
  /** Longitude and latitude of each point. */
  readonly points: readonly Position[];
  readonly actors: readonly Party[];
  readonly targets: readonly Party[];
  readonly claims: readonly Claim[];
  readonly statements: readonly Statement[];
  readonly sources: readonly Source[];
  readonly reviews: Readonly<Record<Review, boolean>>;
}

export const REVIEWS = ['place_review', 'record_review'] as const;
export type Review = (typeof REVIEWS)[number];

/** The parts that are lists, which are sent whole. */
export const LISTS = ['actors', 'targets', 'claims', 'statements', 'sources'] as const;
type List = (typeof LISTS)[number];

/** Properties of every dataset that are typed, in the order of the form. */
export const TEXTS = [
  ...['title', 'summary', 'kind', 'event_type', 'date', 'time'],
  ...['place', 'country', 'admin1', 'admin2', 'place_precision', 'place_radius_m'],
  'group',
] as const;

const NONE: Draft = {
  texts: {},
  points: [],
  actors: [],
  targets: [],
  claims: [],
  statements: [],
  sources: [],
  reviews: { place_review: false, record_review: false },
};

/** An incident that nothing is known of yet. */
export function emptyDraft(collection: Collection): Draft {
  const names = [...TEXTS, ...(collection.columns ?? []).map(({ name }) => name)];
  return { ...NONE, texts: Object.fromEntries(names.map((name) => [name, ''])) };
}

/** The draft of an incident. */
export function draftOf(feature: Feature<Detail>, collection: Collection): Draft {
  const p = feature.properties as unknown as Readonly<Record<string, unknown>>;
  const { texts } = emptyDraft(collection);
  const said = Object.keys(texts).map((name) => [name, textOf(p[name])] as const);
  return {
    // The country is told by its name: the API takes both.
    texts: { ...Object.fromEntries(said), country: textOf(p['country_name'] ?? p['country']) },
    points: pointsOf(feature.geometry),
    actors: feature.properties.actors ?? [],
    targets: feature.properties.targets ?? [],
    claims: feature.properties.claims ?? [],
    statements: feature.properties.statements ?? [],
    sources: feature.properties.sources ?? [],
    reviews: {
      place_review: p['place_review'] === 'reviewed',
      record_review: p['record_review'] === 'reviewed',
    },
  };
}

/** The names of the parts that differ: properties, and `geometry`. */
export function changedParts(before: Draft, now: Draft): string[] {
  return partsOf(now).filter((name) => !isSame(partOf(before, name), partOf(now, name)));
}

/** What a merge patch says of a change (RFC 7396); lists are told whole. */
export function patchOf(before: Draft, now: Draft, collection: Collection): PatchBody {
  const properties: Record<string, unknown> = {};
  const body: PatchBody = { properties };
  for (const name of changedParts(before, now)) {
    if (name === 'geometry') body.geometry = geometryOf(now.points);
    else properties[name] = sentValue(now, name, collection);
  }
  return body;
}

export interface PatchBody {
  geometry?: Geometry | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A new incident as a feature; what was left empty is not told. */
export function featureOf(draft: Draft, collection: Collection): object {
  const told = changedParts(emptyDraft(collection), draft).filter((name) => name !== 'geometry');
  const properties = told.map((name) => [name, sentValue(draft, name, collection)]);
  return {
    type: 'Feature',
    geometry: geometryOf(draft.points),
    properties: Object.fromEntries(properties),
  };
}

/** What became of an incident that two have changed. */
export interface Merged {
  /** The newer one with the reader's changes on it; where both changed a part, the reader's. */
  readonly draft: Draft;
  /** Parts that both have changed, and not alike. */
  readonly conflicts: readonly string[];
  /** Parts that only the other one has changed. */
  readonly adopted: readonly string[];
}

/** Puts the reader's changes of what an incident was on what others have made of it. */
export function merge(before: Draft, mine: Draft, theirs: Draft): Merged {
  const my = changedParts(before, mine);
  const their = changedParts(before, theirs);
  const conflicts = my.filter(
    (name) => their.includes(name) && !isSame(partOf(mine, name), partOf(theirs, name)),
  );
  return {
    draft: my.reduce((draft, name) => withPart(draft, name, mine), theirs),
    conflicts,
    adopted: their.filter((name) => !my.includes(name)),
  };
}

/** A draft with one part of another. */
export function withPart(draft: Draft, name: string, from: Draft): Draft {
  if (isList(name)) return { ...draft, [name]: from[name] };
  switch (name) {
    case 'geometry':
      return { ...draft, points: from.points };
    case 'place_review':
    case 'record_review':
      return { ...draft, reviews: { ...draft.reviews, [name]: from.reviews[name] } };
    default:
      return { ...draft, texts: { ...draft.texts, [name]: from.texts[name] ?? '' } };
  }
}

/** One part of a draft. */
export function partOf(draft: Draft, name: string): unknown {
  if (name === 'geometry') return draft.points;
  if (isList(name)) return draft[name];
  if (name === 'place_review' || name === 'record_review') return draft.reviews[name];
  return draft.texts[name] ?? '';
}

function partsOf(draft: Draft): string[] {
  return [...Object.keys(draft.texts), 'geometry', ...LISTS, ...REVIEWS];
}

function isList(name: string): name is List {
  return (LISTS as readonly string[]).includes(name);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

// A text that is no number is sent as it is: the server says in words what is wrong with it.
function sentValue(draft: Draft, name: string, { columns = [] }: Collection): unknown {
  const value = partOf(draft, name);
  if (name === 'place_review' || name === 'record_review') {
    return value ? 'reviewed' : 'unreviewed';
  }
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === '') return null;
  const type = columns.find((column) => column.name === name)?.type;
  if (type === 'boolean') return text === 'true';
  const isNumber = type === 'integer' || type === 'number' || name === 'place_radius_m';
  return isNumber && Number.isFinite(Number(text)) ? Number(text) : text;
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

/** The points of a geometry. */
export function pointsOf(geometry: Geometry | null): readonly Position[] {
  if (!geometry) return [];
  return geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates;
}

function geometryOf(points: readonly Position[]): Geometry | null {
  const [only] = points;
  if (!only) return null;
  return points.length === 1
    ? { type: 'Point', coordinates: only }
    : { type: 'MultiPoint', coordinates: [...points] };
}

/** Points as a reader types them: latitude, longitude; the next ones after a semicolon. */
export function formatPoints(points: readonly Position[]): string {
  const degrees = (n: number) => String(Number(n.toFixed(6)));
  return points.map(([lon, lat]) => `${degrees(lat)}, ${degrees(lon)}`).join('; ');
}

/** The points of a text; null where it is none. */
export function parsePoints(text: string): Position[] | null {
  const parts = text.split(/[;\n]/).filter((part) => part.trim() !== '');
  const points = parts.map((part) => {
    const [lat, lon, ...more] = part
      .trim()
      .split(/\s*,\s*|\s+/)
      .map(Number);
    const isPoint = more.length === 0 && Math.abs(lat ?? 99) <= 90 && Math.abs(lon ?? 999) <= 180;
    return isPoint ? ([lon, lat] as Position) : null;
  });
  return points.includes(null) ? null : (points as Position[]);
}
