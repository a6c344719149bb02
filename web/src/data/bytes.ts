// Reading numbers and texts out of the columns' bytes.

import type { Codes } from './columns';

/** Is thrown for bytes that are not of the format. */
export class FormatError extends Error {}

const utf8 = new TextDecoder();

/**
 * So many rows or points are more than any page holds: numbers that are all alike take no
 * bytes, so that a stream of a few could ask for all memory there is.
 */
export const MOST = 2 ** 24;

/** A place in bytes that moves on as they are read. */
export class Bytes {
  private at = 0;

  constructor(readonly data: Uint8Array) {}

  get left(): number {
    return this.data.length - this.at;
  }

  /** A varint as in Protocol Buffers, up to 2^53. */
  uvarint(): number {
    let value = 0;
    for (let shift = 1; shift <= 2 ** 49; shift *= 128) {
      const byte = this.data[this.at++];
      if (byte === undefined) throw new FormatError('a number is cut off');
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
    throw new FormatError('a number is too long');
  }

  /** A count, of which only the first 53 bits are exact: a larger one is no reason to read nothing. */
  count(): number {
    let value = 0;
    for (let shift = 1; shift <= 2 ** 63; shift *= 128) {
      const byte = this.data[this.at++];
      if (byte === undefined) throw new FormatError('a number is cut off');
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
    throw new FormatError('a number is too long');
  }

  /** A varint whose sign is its lowest bit. */
  zigzag(): number {
    const value = this.uvarint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  take(length: number): Uint8Array {
    if (length > this.left) throw new FormatError('bytes are cut off');
    this.at += length;
    return this.data.subarray(this.at - length, this.at);
  }

  text(): string {
    return utf8.decode(this.take(this.uvarint()));
  }

  /** Numbers with a common base and unit, in planes of bytes. */
  numbers(count: number): Numbers {
    if (!(count >= 0 && count <= MOST)) throw new FormatError(`a column of ${count} numbers`);
    const base = this.zigzag();
    const unit = this.uvarint();
    const width = this.take(1)[0] as number;
    if (width > 4) throw new FormatError(`numbers of ${width} bytes`);
    return { base, unit, width, count, planes: this.take(width * count) };
  }
}

/** Value i is base + unit * stored, whose bytes are planes[i], planes[i + count] and so on, the lowest first. */
export interface Numbers {
  readonly base: number;
  readonly unit: number;
  readonly width: number;
  readonly count: number;
  readonly planes: Uint8Array;
}

/** Writes numbers into an array from a position on. */
export function unpack(numbers: Numbers, into: Codes | Int32Array | Float32Array, at = 0): void {
  const { base, unit, width, count, planes } = numbers;
  if (width === 0) {
    into.fill(base, at, at + count);
    return;
  }
  for (let i = 0; i < count; i++) {
    let value = planes[i] as number;
    if (width > 1) value += (planes[i + count] as number) * 256;
    if (width > 2) value += (planes[i + 2 * count] as number) * 65_536;
    if (width > 3) value += (planes[i + 3 * count] as number) * 16_777_216;
    into[at + i] = base + unit * value;
  }
}

/** The greatest of the numbers that could be among them. */
export function bound({ base, unit, width }: Numbers): number {
  return base + unit * (256 ** width - 1);
}

/** An array of bytes or codes that grows. */
export class Growing<A extends Uint8Array | Uint32Array | Int32Array> {
  length = 0;

  constructor(private array: A) {}

  /** Makes room for more values and returns the array to write them into from `length` on. */
  room(more: number): A {
    if (this.length + more > this.array.length) {
      const size = Math.max(this.length + more, Math.ceil(this.array.length * 1.5));
      const larger = new (this.array.constructor as new (n: number) => A)(size);
      larger.set(this.array.subarray(0, this.length));
      this.array = larger;
    }
    return this.array;
  }

  /** The values, in an array of just their length. */
  done(): A {
    return (this.length === this.array.length ? this.array : this.array.slice(0, this.length)) as A;
  }
}
