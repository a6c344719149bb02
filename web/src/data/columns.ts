// The incidents that the page holds, as columns sorted by first day, so that a
// time window is found by binary search and drawn without a request.

import { type Day, parseDay } from '../state/day';
import { latToY, lngToX } from './mercator';
import type { Feature, Precision, Summary } from './types';
import { PRECISIONS } from './types';

/** What the list shows of one incident. */
export interface Row {
  readonly id: string;
  readonly summary: Summary;
}

/** Columns over incidents (rows) and over their points. */
export interface Columns {
  readonly length: number;
  readonly rows: readonly Row[];
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Greatest `end` of all rows up to and including this one. */
  readonly endSoFar: Int32Array;
  /** 1 when it lasted through start..end or is one known day. */
  readonly certain: Uint8Array;
  /** Index into `kinds`. */
  readonly kind: Uint8Array;
  readonly kinds: readonly string[];
  /** Index into PRECISIONS. */
  readonly precision: Uint8Array;
  /** Metres. */
  readonly radius: Float32Array;
  /** Points of row i are pointAt[i] up to but not including pointAt[i + 1]. */
  readonly pointAt: Uint32Array;
  /** Web Mercator, 0..2^32 from west to east and north to south. */
  readonly x: Uint32Array;
  readonly y: Uint32Array;
  readonly rowById: ReadonlyMap<string, number>;
}

/** Index of a precision in the columns; unknown words count as unknown. */
export function precisionIndex(precision: Precision): number {
  const at = PRECISIONS.indexOf(precision);
  return at < 0 ? PRECISIONS.length - 1 : at;
}

/** Collects pages of incidents; `build` may be called after each. */
export class ColumnsBuilder {
  private readonly features: Feature<Summary>[] = [];
  private sorted = true;
  private lastStart = '';

  /** `kinds` fixes the order of kinds, and with it their shapes and colours. */
  constructor(private readonly kinds: readonly string[]) {}

  get length(): number {
    return this.features.length;
  }

  add(page: readonly Feature<Summary>[]): void {
    for (const feature of page) {
      if (parseDay(feature.properties.start) === null) continue; // no day, no place in time
      this.sorted &&= this.lastStart <= feature.properties.start;
      this.lastStart = feature.properties.start;
      this.features.push(feature);
    }
  }

  build(): Columns {
    if (!this.sorted) this.features.sort((a, b) => (startOf(a) ?? 0) - (startOf(b) ?? 0));
    this.sorted = true;
    return buildColumns(this.features, this.kinds);
  }
}

function buildColumns(features: readonly Feature<Summary>[], known: readonly string[]): Columns {
  const n = features.length;
  const pointAt = countPoints(features);
  const kinds = [...known];
  const columns = {
    length: n,
    rows: features.map(({ id, properties }) => ({ id: String(id), summary: properties })),
    start: new Int32Array(n),
    end: new Int32Array(n),
    endSoFar: new Int32Array(n),
    certain: new Uint8Array(n),
    kind: new Uint8Array(n),
    kinds,
    precision: new Uint8Array(n),
    radius: new Float32Array(n),
    pointAt,
    x: new Uint32Array(pointAt[n] ?? 0),
    y: new Uint32Array(pointAt[n] ?? 0),
    rowById: new Map(features.map((f, i) => [String(f.id), i])),
  };
  let latest = -Infinity;
  features.forEach((feature, i) => {
    const p = feature.properties;
    const start = startOf(feature) ?? 0;
    const end = Math.max(start, parseDay(p.end) ?? start);
    latest = Math.max(latest, end);
    columns.start[i] = start;
    columns.end[i] = end;
    columns.endSoFar[i] = latest;
    columns.certain[i] = p.date_certain ? 1 : 0;
    columns.kind[i] = kindIndex(kinds, p.kind ?? '');
    columns.precision[i] = precisionIndex(p.place_precision);
    columns.radius[i] = p.place_radius_m ?? 0;
    fillPoints(feature, pointAt[i] ?? 0, columns.x, columns.y);
  });
  return columns;
}

function startOf(feature: Feature<Summary>): Day | null {
  return parseDay(feature.properties.start);
}

function kindIndex(kinds: string[], kind: string): number {
  const at = kinds.indexOf(kind);
  if (at >= 0) return at;
  return kinds.length < 255 ? kinds.push(kind) - 1 : 255;
}

function positions(feature: Feature<Summary>): readonly (readonly [number, number])[] {
  const geometry = feature.geometry;
  if (!geometry) return [];
  return geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates;
}

function countPoints(features: readonly Feature<Summary>[]): Uint32Array {
  const at = new Uint32Array(features.length + 1);
  features.forEach((feature, i) => {
    at[i + 1] = (at[i] ?? 0) + positions(feature).length;
  });
  return at;
}

function fillPoints(feature: Feature<Summary>, at: number, x: Uint32Array, y: Uint32Array): void {
  for (const [lon, lat] of positions(feature)) {
    x[at] = lngToX(lon);
    y[at] = latToY(lat);
    at++;
  }
}
