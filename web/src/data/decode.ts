// Reads the columns that the server streams; internal/encode/columns tells
// their format. Chunks are decoded as they come.

import { Bytes, FormatError, MOST } from './bytes';
import {
  CodeReader,
  type ColumnReader,
  FigureReader,
  GroupReader,
  IdReader,
  IntReader,
  lookUp,
  PlacesReader,
  readerOf,
} from './column-readers';
import type { Coded, Columns, Figures } from './columns';
import { precisionIndex } from './types';

const MAGIC = [...new TextEncoder().encode('IMCOL'), 2];
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
