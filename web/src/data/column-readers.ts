// Readers of the columns that the server streams, each of its type: a column comes in as many
// parts as there are chunks (internal/encode/columns tells the format).

import { type Bytes, FormatError, Growing, MOST, type Numbers, unpack } from './bytes';
import type { Codes, Figure, Group } from './columns';
import { latToY, lngToX } from './mercator';

const E7 = 1e7; // parts of a degree

/** Reads a column's part of each chunk into arrays over all rows; throws a FormatError. */
export interface ColumnReader {
  read(bytes: Bytes, at: number, rows: number): void;
}

/** Reads the columns of a type over so many rows; null for a type that is not known. */
export function readerOf(type: string, rows: number): ColumnReader | null {
  switch (type) {
    case 'int':
      return new IntReader(rows);
    case 'code':
      return new CodeReader(rows);
    case 'figure':
      return new FigureReader(rows);
    case 'group':
      return new GroupReader(rows);
    case 'places':
      return new PlacesReader(rows);
    case 'id':
      return new IdReader(rows);
    default:
      return null; // of a later server
  }
}

/** Whole numbers. */
export class IntReader implements ColumnReader {
  readonly values: Int32Array;
  constructor(rows: number) {
    this.values = new Int32Array(rows);
  }
  read(bytes: Bytes, at: number, rows: number): void {
    unpack(bytes.numbers(rows), this.values, at);
  }
}

// Codes in as few bytes as their vocabulary needs.
abstract class Vocabulary implements ColumnReader {
  codes: Codes;
  protected abstract readonly size: number;
  constructor(rows: number) {
    this.codes = new Uint8Array(rows);
  }
  protected abstract entry(bytes: Bytes): void;

  read(bytes: Bytes, at: number, rows: number): void {
    for (let more = bytes.uvarint(); more > 0; more--) this.entry(bytes);
    if (this.size > 255 && this.codes.BYTES_PER_ELEMENT === 1)
      this.codes = new Uint16Array(this.codes);
    if (this.size > 65_535 && this.codes.BYTES_PER_ELEMENT === 2) {
      this.codes = new Uint32Array(this.codes);
    }
    unpack(bytes.numbers(rows), this.codes, at);
  }
}

/** Words of a vocabulary; those of a row that has several share a code. */
export class CodeReader extends Vocabulary {
  readonly values: string[][] = [[]];
  protected get size(): number {
    return this.values.length - 1;
  }
  protected entry(bytes: Bytes): void {
    this.values.push(bytes.text().split('\0'));
  }
}

const UNKNOWN: Figure = [Number.NaN, Number.NaN, Number.NaN];

function figure(bytes: Bytes): Figure {
  const number = () => {
    const n = bytes.count();
    return n === 0 ? Number.NaN : n - 1;
  };
  return [number(), number(), number()];
}

/** Figures of killed or injured, of which many rows have the same. */
export class FigureReader extends Vocabulary {
  readonly figures: Figure[] = [UNKNOWN];
  protected get size(): number {
    return this.figures.length - 1;
  }
  protected entry(bytes: Bytes): void {
    this.figures.push(figure(bytes));
  }
}

/** The groups that share figures. */
export class GroupReader extends Vocabulary {
  readonly groups: Group[] = [{ id: '', killed: UNKNOWN, injured: UNKNOWN }];
  protected get size(): number {
    return this.groups.length - 1;
  }
  protected entry(bytes: Bytes): void {
    this.groups.push({ id: bytes.text(), killed: figure(bytes), injured: figure(bytes) });
  }
}

/** The points of rows: each refers to a site, which several may share. */
export class PlacesReader implements ColumnReader {
  readonly pointAt: Uint32Array;
  readonly position: Growing<Uint32Array>;
  private readonly siteX: Growing<Uint32Array>;
  private readonly siteY: Growing<Uint32Array>;
  constructor(rows: number) {
    this.pointAt = new Uint32Array(rows + 1);
    this.position = new Growing(new Uint32Array(rows));
    this.siteX = new Growing(new Uint32Array(1024));
    this.siteY = new Growing(new Uint32Array(1024));
  }

  get positions(): number {
    return this.siteX.length;
  }

  read(bytes: Bytes, at: number, rows: number): void {
    const counts = new Uint32Array(rows);
    unpack(bytes.numbers(rows), counts);
    counts.forEach((n, i) => {
      if (n > MOST) throw new FormatError(`an incident with ${n} points`);
      this.pointAt[at + i + 1] = (this.pointAt[at + i] as number) + n;
    });
    let next = this.siteX.length;
    this.addSites(bytes);
    const points = (this.pointAt[at + rows] as number) - (this.pointAt[at] as number);
    const references = bytes.numbers(points);
    const position = this.position.room(points);
    const first = this.position.length;
    unpack(references, position, first);
    for (let i = first; i < first + points; i++) {
      const reference = position[i] as number;
      position[i] = reference === 0 ? next++ : reference - 1;
    }
    this.position.length += points;
  }

  private addSites(bytes: Bytes): void {
    const count = bytes.uvarint();
    const lons = bytes.numbers(count);
    const lats = bytes.numbers(count);
    mapInto(lons, this.siteX, lngToX);
    mapInto(lats, this.siteY, latToY);
  }

  /** Where the points are in Web Mercator. */
  points(): { x: Uint32Array; y: Uint32Array } {
    const at = this.position.done();
    return {
      x: lookUp(at, this.siteX.done(), new Uint32Array(at.length)),
      y: lookUp(at, this.siteY.done(), new Uint32Array(at.length)),
    };
  }
}

function mapInto(
  e7: Numbers,
  to: Growing<Uint32Array>,
  project: (degrees: number) => number,
): void {
  const values = new Int32Array(e7.count);
  unpack(e7, values);
  const array = to.room(e7.count);
  values.forEach((value, i) => {
    array[to.length + i] = project(value / E7);
  });
  to.length += e7.count;
}

const MOST_OF_IDS = 2 ** 28; // bytes: of MOST rows 16 each, of a million as long as the server takes them

/** IDs as UTF-8, each told by how it begins like the one before. */
export class IdReader implements ColumnReader {
  readonly bytes: Growing<Uint8Array>;
  readonly at: Uint32Array;
  constructor(rows: number) {
    this.at = new Uint32Array(rows + 1);
    this.bytes = new Growing(new Uint8Array(rows * 10));
  }

  read(bytes: Bytes, at: number, rows: number): void {
    const shared = new Uint32Array(rows);
    const rest = new Uint32Array(rows);
    unpack(bytes.numbers(rows), shared);
    unpack(bytes.numbers(rows), rest);
    for (let i = 0; i < rows; i++)
      this.add(at + i, shared[i] as number, bytes.take(rest[i] as number));
  }

  private add(row: number, shared: number, rest: Uint8Array): void {
    const to = this.bytes.length;
    const before = row === 0 ? to : (this.at[row - 1] as number);
    if (shared > to - before) throw new FormatError('an ID shares more than there is');
    if (to + shared + rest.length > MOST_OF_IDS) throw new FormatError('IDs are too long');
    const array = this.bytes.room(shared + rest.length);
    for (let i = 0; i < shared; i++) array[to + i] = array[before + i] as number;
    for (let i = 0; i < rest.length; i++) array[to + shared + i] = rest[i] as number;
    this.bytes.length = to + shared + rest.length;
    this.at[row + 1] = this.bytes.length;
  }
}

/** The entry of a table for each code. */
export function lookUp<A extends Uint8Array | Uint32Array>(codes: Codes, table: A, into: A): A {
  for (let i = 0; i < codes.length; i++) into[i] = table[codes[i] as number] as number;
  return into;
}
