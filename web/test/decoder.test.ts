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

describe('decoding in a worker', () => {
  beforeEach(() => vi.stubGlobal('Worker', FakeWorker));
  afterEach(() => vi.unstubAllGlobals());

  it('hands over all bytes and gives the columns', async () => {
    const decoder = new Decoder();
    const seen: number[] = [];
    const answer = decoder.decode(['attack'], parts(3), (held) => seen.push(held));
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
    const answer = decoder.decode([], parts(1), nothing);
    await vi.waitFor(() => expect(FakeWorker.last.sent.at(-1)?.bytes).toBeNull());
    FakeWorker.last.answer({ stream: 1, error: 'no columns' });
    await expect(answer).rejects.toThrow('no columns');
  });

  it('never leaves one waiting whose place another took', async () => {
    const decoder = new Decoder();
    const waiting = decoder.decode([], parts(1), nothing); // its bytes are sent, its answer is to come
    await vi.waitFor(() => expect(FakeWorker.last.sent.at(-1)?.bytes).toBeNull());
    const sending = decoder.decode([], parts(5), nothing); // its bytes are being sent
    const last = decoder.decode([], parts(1), nothing);
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
      const first = FakeWorker.last;
      const decode = async (stream: number) => {
        const answer = decoder.decode([], parts(1), nothing);
        await vi.waitFor(() => expect(FakeWorker.last.sent.at(-1)?.bytes).toBeNull());
        FakeWorker.last.answer({ stream, columns });
        return answer;
      };
      await decode(1);
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
});
