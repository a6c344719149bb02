import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_HELD } from '../src/data/api';
import { ALL_TIME, isComplete, isWhole } from '../src/data/holding';
import { loadHolding } from '../src/data/loader';
import type { Collection } from '../src/data/types';
import { windowOf } from '../src/data/window';
import { NO_FILTER } from '../src/state/filter';
import { incident } from './fixtures';

const filter = { ...NO_FILTER, q: 'x', from: '2020-01-01', to: '2020-12-31' };

/** A server that has so many incidents in all of time, and two in the window. */
function serve(ofAllTime: number): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    const params = new URL(url, 'http://example.org').searchParams;
    asked.push(params);
    const numberMatched = params.has('datetime') ? 2 : ofAllTime;
    const features = [incident('a'), incident('b')].slice(0, Number(params.get('limit')));
    return new Response(JSON.stringify({ features, numberMatched }));
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
  return loadHolding(collection, filter, what, new AbortController().signal, () => {});
};
const summary = (asked: URLSearchParams[]) =>
  asked.map((p) => `${p.get('limit')} ${p.get('q')} ${p.get('datetime')}`);

afterEach(() => vi.unstubAllGlobals());

describe('a set of incidents', () => {
  it('of a small collection is loaded whole, whatever the window', async () => {
    const asked = serve(2);
    const holding = await load(MAX_HELD, 'set');
    expect(summary(asked)).toEqual(['10000 x null']);
    expect(holding.window).toEqual(ALL_TIME);
    expect(isWhole(holding)).toBe(true);
  });

  it('of a large collection is loaded whole where the filter leaves few', async () => {
    const asked = serve(2);
    expect(isWhole(await load(MAX_HELD + 1, 'set'))).toBe(true);
    expect(summary(asked)).toEqual(['1 x null', '10000 x null']);
  });

  it('that is too large is asked for by its window', async () => {
    const asked = serve(MAX_HELD + 1);
    const holding = await load(MAX_HELD + 1, 'set');
    expect(summary(asked)).toEqual(['1 x null', '10000 x 2020-01-01/2020-12-31']);
    expect(holding.window).toEqual(windowOf(filter));
    expect([isComplete(holding), isWhole(holding)]).toEqual([true, false]);
  });

  it('has each window asked for without another question', async () => {
    const asked = serve(MAX_HELD + 1);
    expect((await load(MAX_HELD + 1, 'window')).matched).toBe(2);
    expect(summary(asked)).toEqual(['10000 x 2020-01-01/2020-12-31']);
  });
});
