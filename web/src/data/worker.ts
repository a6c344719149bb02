// Decodes columns beside the page's own work: see decoder.ts, which talks to it.

import type { Columns } from './columns';
import { ColumnsDecoder } from './decode';

/** A part of a stream; the first has the kinds, the last no bytes. Streams have numbers. */
export interface Part {
  readonly stream: number;
  readonly kinds?: readonly string[];
  readonly bytes: Uint8Array | null;
}

/** What the worker answers. */
export type Answer =
  | { readonly stream: number; readonly held: number; readonly total: number }
  | { readonly stream: number; readonly columns: Columns }
  | { readonly stream: number; readonly error: string };

let current = 0;
let decoder: ColumnsDecoder | null = null;

const worker = self as unknown as {
  onmessage: ((event: MessageEvent<Part>) => void) | null;
  postMessage(answer: Answer, transfer?: Transferable[]): void;
};

worker.onmessage = ({ data: { stream, kinds, bytes } }) => {
  if (kinds) {
    current = stream;
    decoder = new ColumnsDecoder(kinds);
  }
  if (stream !== current || !decoder) return; // of a stream that was given up
  try {
    if (bytes) take(decoder, bytes);
    else give(decoder);
  } catch (error) {
    decoder = null;
    worker.postMessage({ stream, error: String(error) });
  }
};

function take(from: ColumnsDecoder, bytes: Uint8Array): void {
  const before = from.progress?.held;
  from.push(bytes);
  const now = from.progress;
  if (now && now.held !== before) worker.postMessage({ stream: current, ...now });
}

function give(from: ColumnsDecoder): void {
  const columns = from.finish();
  decoder = null;
  worker.postMessage({ stream: current, columns }, buffersOf(columns));
}

// The arrays are handed over and not copied.
function buffersOf(columns: Columns): Transferable[] {
  const arrays = [
    ...Object.values(columns),
    ...[...columns.coded.values()].map(({ codes }) => codes),
    columns.killed.codes,
    columns.injured.codes,
  ].filter((value): value is Uint8Array<ArrayBuffer> => ArrayBuffer.isView(value));
  return [...new Set(arrays.map(({ buffer }) => buffer))];
}
