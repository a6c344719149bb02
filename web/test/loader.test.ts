import { afterEach, describe, expect, it, vi } from 'vitest';
import { NO_COLUMNS } from '../src/data/columns';
import { ALL_TIME, isComplete, isWhole } from '../src/data/holding';
import { loadHolding, mostHeld } from '../src/data/loader';
import type { Collection } from '../src/data/types';
import { windowOf } from '../src/data/window';
import { NO_FILTER } from '../src/state/filter';
import { columnsOf, incident } from './fixtures';

const MOST = 100;
const filter = { ...NO_FILTER, q: 'x', from: '2020-01-01', to: '2020-12-31' };

/** A server that has so many incidents in all of time, and so many in the window. */
function serve(ofAllTime: number, inWindow = 2): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    const { pathname, searchParams } = new URL(url, 'http://example.org');
    const what = pathname.split('/').at(-1);
    asked.push(`${what} ${searchParams.get('q')} ${searchParams.get('datetime')}`);
    const numberMatched = searchParams.has('datetime') ? inWindow : ofAllTime;
    return what === 'items'
      ? new Response(JSON.stringify({ features: [], numberMatched }))
      : new Response(Uint8Array.of(1, 2, 3));
  });
  return asked;
}

const load = (numberOfItems: number, what: 'set' | 'window') => {
  const collection = {
    id: 'c',
    title: 'C',
    dataset: 'c',
    numberOfItems,
    figures: [],
  } as Collection;
  const decoder = {
    decode: async (_: readonly string[], parts: AsyncIterable<Uint8Array>) => {
      const bytes: number[] = [];
      for await (const part of parts) bytes.push(...part);
      expect(bytes).toEqual([1, 2, 3]);
      return columnsOf([incident('a'), incident('b')]);
    },
  };
  const { signal } = new AbortController();
  return loadHolding(collection, filter, what, { decoder, signal, most: MOST, progress: () => {} });
};

afterEach(() => vi.unstubAllGlobals());

describe('a set of incidents', () => {
  it('of a small collection is loaded whole, whatever the window', async () => {
    const asked = serve(2);
    const holding = await load(MOST, 'set');
    expect(asked).toEqual(['columns x null']);
    expect(holding.window).toEqual(ALL_TIME);
    expect(isWhole(holding)).toBe(true);
  });

  it('of a large collection is loaded whole where the filter leaves few', async () => {
    const asked = serve(2);
    expect(isWhole(await load(MOST + 1, 'set'))).toBe(true);
    expect(asked).toEqual(['items x null', 'columns x null']);
  });

  it('that is too large is asked for by its window', async () => {
    const asked = serve(MOST + 1);
    const holding = await load(MOST + 1, 'set');
    const window = '2020-01-01/2020-12-31';
    expect(asked).toEqual(['items x null', `items x ${window}`, `columns x ${window}`]);
    expect(holding.window).toEqual(windowOf(filter));
    expect([isComplete(holding), isWhole(holding)]).toEqual([true, false]);
  });

  it('whose window is too large as well is not held, but counted', async () => {
    serve(MOST + 2, MOST + 1);
    const holding = await load(MOST + 2, 'set');
    expect(holding).toMatchObject({ columns: NO_COLUMNS, matched: MOST + 1 });
    expect(isComplete(holding)).toBe(false);
  });
});

describe('how many incidents a device holds', () => {
  it.each([
    ['a desktop', { deviceMemory: 8, maxTouchPoints: 0 }, 1_000_000],
    ['a desktop that does not tell', { maxTouchPoints: 0 }, 1_000_000],
    ['a phone that does not tell', { maxTouchPoints: 5 }, 200_000],
    ['a small computer', { deviceMemory: 2, maxTouchPoints: 0 }, 200_000],
  ])('is as %s has memory for', (_, device, most) => {
    expect(mostHeld(device)).toBe(most);
  });
});
