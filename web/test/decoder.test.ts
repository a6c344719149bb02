import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Columns } from '../src/data/columns';
import { Decoder } from '../src/data/decoder';
import type { Answer, Part } from '../src/data/worker';
import { columnsOf, incident } from './fixtures';

// A worker that answers when the test says so.
class FakeWorker {
  static last: FakeWorker;
  onmessage: ((event: { data: Answer }) => void) | null = null;
  readonly sent: Part[] = [];
  isEnded = false;
  constructor() {
    FakeWorker.last = this;
  }
  terminate(): void {
    this.isEnded = true;
  }
  postMessage(part: Part): void {
    this.sent.push(part);
  }
  answer(answer: Answer): void {
    this.onmessage?.({ data: answer });
  }
}

async function* parts(n: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < n; i++) yield Uint8Array.of(i);
}

const columns: Columns = columnsOf([incident('a')]);
const nothing = () => {};
const MANY = 100_000;

describe('decoding in a worker', () => {
  beforeEach(() => vi.stubGlobal('Worker', FakeWorker));
  afterEach(() => vi.unstubAllGlobals());

  it('hands over all bytes and gives the columns', async () => {
    const decoder = new Decoder();
    const seen: number[] = [];
    const answer = decoder.decode(['attack'], parts(3), MANY, (held) => seen.push(held));
    await vi.waitFor(() => expect(FakeWorker.last.sent.at(-1)?.bytes).toBeNull());
    expect(FakeWorker.last.sent.map(({ bytes }) => bytes && [...bytes])).toEqual([
      [],
      [0],
      [1],
      [2],
      null,
    ]);
    FakeWorker.last.answer({ stream: 1, held: 1, total: 2 });
    FakeWorker.last.answer({ stream: 1, columns });
    expect(await answer).toBe(columns);
    expect(seen).toEqual([1]);
  });

  it('tells what is wrong with the bytes', async () => {
    const decoder = new Decoder();
    const answer = decoder.decode([], parts(1), MANY, nothing);
    await vi.waitFor(() => expect(FakeWorker.last.sent.at(-1)?.bytes).toBeNull());
    FakeWorker.last.answer({ stream: 1, error: 'no columns' });
    await expect(answer).rejects.toThrow('no columns');
  });

  it('never leaves one waiting whose place another took', async () => {
    const decoder = new Decoder();
    const waiting = decoder.decode([], parts(1), MANY, nothing); // its bytes are sent, its answer is to come
    await vi.waitFor(() => expect(FakeWorker.last.sent.at(-1)?.bytes).toBeNull());
    const sending = decoder.decode([], parts(5), MANY, nothing); // its bytes are being sent
    const last = decoder.decode([], parts(1), MANY, nothing);
    await expect(waiting).rejects.toThrow('took its place');
    await expect(sending).rejects.toThrow('took its place');
    FakeWorker.last.answer({ stream: 1, columns: columnsOf([]) });
    FakeWorker.last.answer({ stream: 3, columns });
    expect(await last).toBe(columns);
  });

  it('ends a worker that has nothing to do, and begins another for the next stream', async () => {
    vi.useFakeTimers();
    try {
      const decoder = new Decoder();
      const decode = async (stream: number) => {
        const answer = decoder.decode([], parts(1), MANY, nothing);
        await vi.waitFor(() => expect(FakeWorker.last.sent.at(-1)?.bytes).toBeNull());
        FakeWorker.last.answer({ stream, columns });
        return answer;
      };
      await decode(1);
      const first = FakeWorker.last;
      vi.advanceTimersByTime(500);
      await decode(2);
      vi.advanceTimersByTime(900);
      expect([first.isEnded, FakeWorker.last]).toEqual([false, first]);
      vi.advanceTimersByTime(200);
      expect(first.isEnded).toBe(true);
      expect(await decode(3)).toBe(columns);
      expect(FakeWorker.last).not.toBe(first);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is left out for a few rows, which are here before a worker has begun', async () => {
    const bytes = new Uint8Array(readFileSync(new URL('testdata/columns-v2.bin', import.meta.url)));
    async function* cut(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < bytes.length; i += 100) yield bytes.slice(i, i + 100);
    }
    FakeWorker.last = new FakeWorker();
    const none = FakeWorker.last;
    const decoder = new Decoder();
    const decoded = await decoder.decode([], cut(), 32, nothing);
    expect(decoded.length).toBeGreaterThan(0);
    await expect(decoder.decode([], parts(3), 32, nothing)).rejects.toThrow();
    const first = decoder.decode([], cut(), 32, nothing);
    const second = decoder.decode([], cut(), 32, nothing);
    await expect(first).rejects.toThrow('took its place');
    expect(await second).toEqual(decoded);
    expect(FakeWorker.last).toBe(none);
  });
});
