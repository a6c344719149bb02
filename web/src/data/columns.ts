// The incidents that the page holds, as columns sorted by first day, so that a
// time window is found by binary search and drawn without a request. Titles and
// other texts are not among them: they are asked for when they are seen.

import type { Day } from '../state/day';

/** Codes of words or figures: 0 for none, else one more than the index. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** A property of few values. */
export interface Coded {
  readonly name: string;
  readonly title: string;
  /** True for a column of the dataset's own. */
  readonly own: boolean;
  /** The values that each code stands for; several where a record has several. Code 0 has none. */
  readonly values: readonly (readonly string[])[];
  readonly codes: Codes;
}

/** The least, the most believed and the greatest number of people; NaN for unknown. */
export type Figure = readonly [low: number, best: number, high: number];

/** A measure of every row; code 0 is unknown. */
export interface Figures {
  readonly figures: readonly Figure[];
  readonly codes: Codes;
}

/** Incidents that share figures. */
export interface Group {
  readonly id: string;
  readonly killed: Figure;
  readonly injured: Figure;
}

/** Columns over incidents (rows) and over their points. */
export interface Columns {
  /** Of the data that they were read from. */
  readonly version: string;
  readonly length: number;
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
  /** 1 when it is disputed or denied that it happened. */
  readonly doubted: Uint8Array;
  /** Properties of few values, by name. */
  readonly coded: ReadonlyMap<string, Coded>;
  readonly killed: Figures;
  readonly injured: Figures;
  /** Code 0 is no group. */
  readonly groups: readonly Group[];
  readonly group: Codes;
  /** Points of row i are pointAt[i] up to but not including pointAt[i + 1]. */
  readonly pointAt: Uint32Array;
  /** Web Mercator, 0..2^32 from west to east and north to south. */
  readonly x: Uint32Array;
  readonly y: Uint32Array;
  /** A number for each position: points that coincide have the same. */
  readonly position: Uint32Array;
  readonly positions: number;
  /** The bytes of ID i are idBytes[idAt[i]] up to but not including idBytes[idAt[i + 1]]. */
  readonly idBytes: Uint8Array;
  readonly idAt: Uint32Array;
}

/** The ID of a row; empty for a row that is not there. */
export function idOf({ idBytes, idAt, length }: Columns, row: number): string {
  if (!(row >= 0 && row < length)) return '';
  return String.fromCharCode(...idBytes.subarray(idAt[row], idAt[row + 1]));
}

/** The row of an ID, or null when it is not held. */
export function rowOf({ idBytes, idAt, length }: Columns, id: string): number | null {
  const wanted = new TextEncoder().encode(id);
  for (let row = 0; row < length; row++) {
    const at = idAt[row] as number;
    if ((idAt[row + 1] as number) - at !== wanted.length) continue;
    let same = wanted.length;
    while (same > 0 && idBytes[at + same - 1] === wanted[same - 1]) same--; // ends differ most
    if (same === 0) return row;
  }
  return null;
}

/** True when a row has a place. */
export function hasPoint({ pointAt }: Columns, row: number): boolean {
  return pointAt[row] !== pointAt[row + 1];
}

/** The first value that a row has of a property; empty for none. */
export function wordOf(columns: Columns, name: string, row: number): string {
  const coded = columns.coded.get(name);
  return coded?.values[coded.codes[row] as number]?.[0] ?? '';
}

/** The days of a row. */
export function spanOf({ start, end }: Columns, row: number): { from: Day; to: Day } {
  return { from: start[row] as Day, to: end[row] as Day };
}

/** No incidents. */
export const NO_COLUMNS: Columns = {
  version: '',
  length: 0,
  start: new Int32Array(),
  end: new Int32Array(),
  endSoFar: new Int32Array(),
  certain: new Uint8Array(),
  kind: new Uint8Array(),
  kinds: [],
  precision: new Uint8Array(),
  radius: new Float32Array(),
  doubted: new Uint8Array(),
  coded: new Map(),
  killed: { figures: [], codes: new Uint8Array() },
  injured: { figures: [], codes: new Uint8Array() },
  groups: [],
  group: new Uint8Array(),
  pointAt: new Uint32Array(1),
  x: new Uint32Array(),
  y: new Uint32Array(),
  position: new Uint32Array(),
  positions: 0,
  idBytes: new Uint8Array(),
  idAt: new Uint32Array(1),
};
