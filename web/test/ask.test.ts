import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askJSONEarly, forgetEarly, getJSON, stream, streamEarly } from '../src/data/ask';

const { signal } = new AbortController();
let asked: { url: string; signal: AbortSignal }[];
let answer: () => Response;

beforeEach(() => {
  asked = [];
  answer = () => Response.json({ n: asked.length });
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ url, signal: init.signal as AbortSignal });
    return answer();
  });
});
afterEach(() => {
  forgetEarly();
  vi.unstubAllGlobals();
});

const read = async (url: string) => {
  const bytes: number[] = [];
  for await (const part of stream(url, signal)) bytes.push(...part);
  return bytes;
};

describe('what was asked for early', () => {
  it('is not asked for again, but once', async () => {
    await askJSONEarly('api/a');
    expect(await getJSON('api/a', signal)).toEqual({ n: 1 });
    expect(await getJSON('api/a', signal)).toEqual({ n: 2 });
    expect(asked.map(({ url }) => url)).toEqual(['api/a', 'api/a']);
  });

  it('is at another address than what is wanted', async () => {
    await askJSONEarly('api/a');
    expect(await getJSON('api/b', signal)).toEqual({ n: 2 });
  });

  it('is whole where it is short, and else comes as it does', async () => {
    for (const isShort of [true, false]) {
      answer = () => new Response(Uint8Array.of(1, 2, 3));
      asked = [];
      await streamEarly('api/c', { isShort });
      expect(await read('api/c')).toEqual([1, 2, 3]);
      expect(asked).toHaveLength(1);
    }
  });

  it('tells why it cannot be had to whoever wants it, and can be asked for again', async () => {
    answer = () => Response.json({ detail: 'no such dataset' }, { status: 404 });
    await askJSONEarly('api/a');
    await streamEarly('api/c', { isShort: true });
    await expect(getJSON('api/a', signal)).rejects.toMatchObject({ status: 404 });
    await expect(read('api/c')).rejects.toMatchObject({ status: 404 });
    answer = () => Response.json('there');
    expect(await getJSON('api/a', signal)).toBe('there');
  });

  it('is given up where nobody wanted it', async () => {
    await askJSONEarly('api/a');
    await streamEarly('api/c', { isShort: false });
    answer = () => new Response(Uint8Array.of(4));
    const wanted = stream('api/c', signal);
    await wanted.next();
    forgetEarly();
    expect(asked.map((one) => one.signal.aborted)).toEqual([true, false]);
    answer = () => Response.json('anew');
    expect(await getJSON('api/a', signal)).toBe('anew');
  });
});
