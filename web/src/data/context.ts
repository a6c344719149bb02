// Context layers: what is dated and placed beside the incidents and is never
// counted with them. Their kinds say how the page shows a record: `term` as a
// band and `mark` as a line of the time axis, `area` and `designation` on the
// map; everything is listed.

import { type Day, parseDay } from '../state/day';
import type { Collection, ContextProperties, Feature, Source } from './types';

export interface ContextRecord {
  readonly id: string;
  readonly kind: string;
  readonly properties: ContextProperties;
  readonly from: Day;
  readonly to: Day;
  /** It had not ended when it was written down. */
  readonly ongoing: boolean;
  /** Longitude and latitude in degrees; none when the place is not known. */
  readonly points: readonly (readonly [number, number])[];
  /** What the source leaves open or contradicts. */
  readonly remark: string | null;
  /** The layer's other columns, with their titles. */
  readonly facts: readonly { readonly title: string; readonly value: string }[];
  readonly sources: readonly Source[];
}

export interface ContextLayer {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly records: readonly ContextRecord[];
}

/** Columns that have a place of their own in the page. */
const SHOWN_ELSEWHERE = new Set(['remark', 'ongoing', 'number', 'row']);

/** Reads a layer's features; one without a date that can be read is left out. */
export function contextLayer(
  { id, title, description = '', columns = [] }: Collection,
  features: readonly Feature<ContextProperties>[],
): ContextLayer {
  const records = features.flatMap((feature) => {
    const { properties: p } = feature;
    const from = parseDay(p.start);
    const to = p.end === null ? from : parseDay(p.end);
    if (from === null || to === null) return [];
    const facts = columns.flatMap(({ name, title: label }) => {
      const value = p[name];
      if (SHOWN_ELSEWHERE.has(name) || value === null || value === undefined) return [];
      return [{ title: label ?? name, value: String(value) }];
    });
    const record: ContextRecord = {
      id: feature.id,
      kind: p.kind ?? '',
      properties: p,
      from,
      to,
      ongoing: p['ongoing'] === true || p.end === null,
      points: pointsOf(feature),
      remark: typeof p['remark'] === 'string' ? p['remark'] : null,
      facts,
      sources: p.sources ?? [],
    };
    return [record];
  });
  return { id, title, description, records };
}

function pointsOf({ geometry }: Feature<ContextProperties>): [number, number][] {
  if (!geometry) return [];
  return geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates;
}

/** The records of one kind in all layers, in the order of their days. */
export function ofKind(layers: readonly ContextLayer[], ...kinds: string[]): ContextRecord[] {
  return layers
    .flatMap(({ records }) => records.filter(({ kind }) => kinds.includes(kind)))
    .sort((a, b) => a.from - b.from);
}

/** True when a record may overlap the days from..to, inclusive. */
export function overlaps(record: ContextRecord, from: Day, to: Day): boolean {
  return record.from <= to && (record.ongoing || record.to >= from);
}
