// Reads the columns that the server streams; internal/encode/columns tells
// their format. Chunks are decoded as they come.

import { Bytes, FormatError, Growing, MOST, type Numbers, unpack } from './bytes';
import type { Coded, Codes, Columns, Figure, Figures, Group } from './columns';
import { latToY, lngToX } from './mercator';
import { precisionIndex } from './types';

const MAGIC = [...new TextEncoder().encode('IMCOL'), 2];
const E7 = 1e7;
const CERTAIN = 1; // of the flags
const DOUBTS = ['disputed', 'denied'];

interface Head {
  readonly dataVersion: string;
  readonly rows: number;
  readonly columns: readonly { name: string; type: string; title?: string; own?: boolean }[];
}

/** Decodes one stream; `push` takes its bytes as they come, `finish` gives the columns. */
export class ColumnsDecoder {
  private waiting = new Uint8Array();
  private head: Head | null = null;
  private readers: (ColumnReader | null)[] = [];
  private rows = 0;
  private isDone = false;

  /** `kinds` fixes the order of kinds, and with it their shapes and colours. */
  constructor(private readonly kinds: readonly string[]) {}

  /** How many rows were decoded, of how many; null before the head. */
  get progress(): { held: number; total: number } | null {
    return this.head && { held: this.rows, total: this.head.rows };
  }

  push(bytes: Uint8Array): void {
    const data = new Uint8Array(this.waiting.length + bytes.length);
    data.set(this.waiting);
    data.set(bytes, this.waiting.length);
    let at = 0;
    for (let length = this.next(data); length > 0; length = this.next(data.subarray(at)))
      at += length;
    this.waiting = data.slice(at);
  }

  finish(): Columns {
    if (!this.head || !this.isDone || this.waiting.length > 0) {
      throw new FormatError('the columns were cut off');
    }
    if (this.rows !== this.head.rows) throw new FormatError('rows are missing');
    return assemble(this.head, this.readers, this.kinds);
  }

  // Reads the head or a chunk if all of it is there; returns how many bytes it took.
  private next(data: Uint8Array): number {
    if (this.isDone || data.length === 0) return 0;
    const length = this.head ? chunkLength(data, this.head.columns.length) : headLength(data);
    if (length === 0 || length > data.length) return 0;
    const bytes = new Bytes(data.subarray(0, length));
    if (this.head) this.readChunk(bytes, this.head);
    else this.readHead(bytes);
    return length;
  }

  private readHead(bytes: Bytes): void {
    bytes.take(MAGIC.length);
    const head = JSON.parse(bytes.text()) as Head;
    const isKnown = Number.isInteger(head.rows) && head.rows >= 0 && head.rows <= MOST;
    if (!isKnown) throw new FormatError(`columns of ${head.rows} rows`);
    this.head = head;
    this.readers = head.columns.map(({ type }) => readerOf(type, head.rows));
  }

  private readChunk(bytes: Bytes, { rows, columns }: Head): void {
    const n = bytes.uvarint();
    if (n === 0) {
      this.isDone = true;
      return;
    }
    if (this.rows + n > rows) throw new FormatError('more rows than the head tells of');
    columns.forEach((_, i) => {
      const column = new Bytes(bytes.take(bytes.uvarint()));
      this.readers[i]?.read(column, this.rows, n);
    });
    this.rows += n;
  }
}

// The length of the head, or 0 where that is not to be seen yet.
function headLength(data: Uint8Array): number {
  if (MAGIC.some((byte, i) => i < data.length && data[i] !== byte))
    throw new FormatError('no columns');
  if (data.length < MAGIC.length + 5) return 0;
  const bytes = new Bytes(data);
  bytes.take(MAGIC.length);
  const length = bytes.uvarint();
  return data.length - bytes.left + length;
}

// The length of a chunk, or 0 where that is not to be seen yet.
function chunkLength(data: Uint8Array, columns: number): number {
  const bytes = new Bytes(data);
  try {
    if (bytes.uvarint() === 0) return data.length - bytes.left;
    for (let i = 0; i < columns; i++) bytes.take(bytes.uvarint());
  } catch {
    return 0;
  }
  return data.length - bytes.left;
}

/** Reads a column's part of each chunk into arrays over all rows. */
interface ColumnReader {
  read(bytes: Bytes, at: number, rows: number): void;
}

function readerOf(type: string, rows: number): ColumnReader | null {
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

class IntReader implements ColumnReader {
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

class CodeReader extends Vocabulary {
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

class FigureReader extends Vocabulary {
  readonly figures: Figure[] = [UNKNOWN];
  protected get size(): number {
    return this.figures.length - 1;
  }
  protected entry(bytes: Bytes): void {
    this.figures.push(figure(bytes));
  }
}

class GroupReader extends Vocabulary {
  readonly groups: Group[] = [{ id: '', killed: UNKNOWN, injured: UNKNOWN }];
  protected get size(): number {
    return this.groups.length - 1;
  }
  protected entry(bytes: Bytes): void {
    this.groups.push({ id: bytes.text(), killed: figure(bytes), injured: figure(bytes) });
  }
}

class PlacesReader implements ColumnReader {
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

class IdReader implements ColumnReader {
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

function assemble(
  head: Head,
  readers: readonly (ColumnReader | null)[],
  kinds: readonly string[],
): Columns {
  const by = new Map(
    head.columns.map(({ name, own }, i) => [own ? `own ${name}` : name, readers[i]]),
  );
  const need = <T>(name: string, type: new (rows: number) => T): T => {
    const reader = by.get(name);
    if (!(reader instanceof type)) throw new FormatError(`no column ${name}`);
    return reader;
  };
  const coded = new Map<string, Coded>();
  head.columns.forEach(({ name, title, own }, i) => {
    const reader = readers[i];
    if (!(reader instanceof CodeReader)) return;
    coded.set(name, {
      name,
      title: title ?? name,
      own: own === true,
      values: reader.values,
      codes: reader.codes,
    });
  });
  const start = need('start', IntReader).values;
  const end = need('days', IntReader).values.map((days, row) => (start[row] as number) + days);
  const places = need('places', PlacesReader);
  const ids = need('id', IdReader);
  const groups = need('group', GroupReader);
  const figures = (name: string): Figures => {
    const { figures: known, codes } = need(name, FigureReader);
    return { figures: known, codes };
  };
  return {
    version: head.dataVersion,
    length: head.rows,
    start,
    end,
    endSoFar: endsSoFar(end),
    certain: new Uint8Array(need('flags', IntReader).values.map((flags) => flags & CERTAIN)),
    ...kindsOf(coded.get('kind'), kinds, head.rows),
    precision: wordsOf(coded.get('place_precision'), head.rows, precisionIndex),
    radius: new Float32Array(need('radius', IntReader).values),
    doubted: wordsOf(coded.get('occurrence'), head.rows, (grade) =>
      DOUBTS.includes(grade) ? 1 : 0,
    ),
    coded,
    killed: figures('killed'),
    injured: figures('injured'),
    groups: groups.groups,
    group: groups.codes,
    pointAt: places.pointAt,
    ...places.points(),
    position: places.position.done(),
    positions: places.positions,
    idBytes: ids.bytes.done(),
    idAt: ids.at,
  };
}

function endsSoFar(end: Int32Array): Int32Array {
  let latest = -Infinity;
  return end.map((day) => {
    latest = Math.max(latest, day);
    return latest;
  });
}

const MAX_KINDS = 255;

// The kinds in the vocabulary's order, then those that it lacks; no kind is one of them.
function kindsOf(kind: Coded | undefined, known: readonly string[], rows: number) {
  const kinds = [...known];
  const used = wordsOf(kind, rows, (name) => {
    const at = kinds.indexOf(name);
    if (at >= 0) return at;
    return kinds.length < MAX_KINDS ? kinds.push(name) - 1 : MAX_KINDS;
  });
  return { kind: used, kinds };
}

// A number of each row by its first word; `of` is asked once for each word that occurs.
function wordsOf(coded: Coded | undefined, rows: number, of: (word: string) => number): Uint8Array {
  if (!coded) return new Uint8Array(rows).fill(rows > 0 ? of('') : 0);
  const occurs = new Uint8Array(coded.values.length);
  for (let row = 0; row < rows; row++) occurs[coded.codes[row] as number] = 1;
  const numbers = Uint8Array.from(coded.values, ([word = ''], code) =>
    occurs[code] ? of(word) : 0,
  );
  return lookUp(coded.codes, numbers, new Uint8Array(rows));
}

function lookUp<A extends Uint8Array | Uint32Array>(codes: Codes, table: A, into: A): A {
  for (let i = 0; i < codes.length; i++) into[i] = table[codes[i] as number] as number;
  return into;
}
