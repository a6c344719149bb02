// Decodes columns: those of a few thousand incidents here, more in a worker, so that the
// page stays free while a million arrive. What a worker has needed for them it gives back
// only when it ends: some fifteen megabytes for 100,000.

import type { Columns } from './columns';
import { ColumnsDecoder } from './decode';
import type { Answer, Part } from './worker';

/** Whether so many rows are decoded without a worker. */
export function isDecodedHere(rows: number): boolean {
  return rows <= FEW;
}

// A worker takes a while to begin.
let prepared: Worker | null = null;

/** Has a worker begin that will be needed in a moment. */
export function prepareWorker(): void {
  prepared ??= newWorker();
}

function newWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
}

type Settled = { resolve(columns: Columns): void; reject(error: Error): void };

const REST_MS = 1_000; // without a stream, after which a worker is ended
const FEW = 5_000; // rows that are decoded in a fraction of the time in which a worker begins

export class Decoder {
  private worker: Worker | null = null;
  private running = 0; // streams that it decodes, or is to give up
  private rest: ReturnType<typeof setTimeout> | undefined; // until its end
  private stream = 0;
  private settled: Settled | null = null;
  private progress: (held: number, total: number) => void = () => {};

  /** Decodes a stream of at most so many rows; one that is still being decoded is given up. */
  async decode(
    kinds: readonly string[],
    parts: AsyncIterable<Uint8Array>,
    rows: number,
    progress: (held: number, total: number) => void,
  ): Promise<Columns> {
    const stream = ++this.stream;
    this.settled?.reject(givenUp());
    this.settled = null;
    return isDecodedHere(rows)
      ? this.decodeHere(stream, kinds, parts)
      : this.decodeThere(stream, kinds, parts, progress);
  }

  private async decodeHere(
    stream: number,
    kinds: readonly string[],
    parts: AsyncIterable<Uint8Array>,
  ): Promise<Columns> {
    const decoder = new ColumnsDecoder(kinds);
    for await (const bytes of parts) {
      if (stream !== this.stream) throw givenUp();
      decoder.push(bytes);
    }
    return decoder.finish();
  }

  private async decodeThere(
    stream: number,
    kinds: readonly string[],
    parts: AsyncIterable<Uint8Array>,
    progress: (held: number, total: number) => void,
  ): Promise<Columns> {
    this.progress = progress;
    const columns = new Promise<Columns>((resolve, reject) => {
      this.settled = { resolve, reject };
    });
    columns.catch(() => undefined); // told below, if the stream does not fail first
    clearTimeout(this.rest);
    this.running++;
    this.worker ??= this.begin();
    try {
      this.send({ stream, kinds, bytes: new Uint8Array() });
      for await (const bytes of parts) {
        if (stream !== this.stream) throw givenUp();
        this.send({ stream, bytes });
      }
      this.send({ stream, bytes: null });
      return await columns;
    } finally {
      if (--this.running === 0) this.rest = setTimeout(() => this.end(), REST_MS);
    }
  }

  private begin(): Worker {
    const worker = prepared ?? newWorker();
    prepared = null;
    worker.onmessage = ({ data }: MessageEvent<Answer>) => this.answered(data);
    worker.onerror = () => this.settled?.reject(new Error('the worker failed'));
    return worker;
  }

  private end(): void {
    this.worker?.terminate();
    this.worker = null;
  }

  private send(part: Part): void {
    this.worker?.postMessage(part, part.bytes ? [part.bytes.buffer as ArrayBuffer] : []);
  }

  private answered(answer: Answer): void {
    if (answer.stream !== this.stream) return;
    if ('columns' in answer) this.settled?.resolve(answer.columns);
    else if ('error' in answer) this.settled?.reject(new Error(answer.error));
    else this.progress(answer.held, answer.total);
  }
}

function givenUp(): Error {
  return new DOMException('another stream took its place', 'AbortError');
}
