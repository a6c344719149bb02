import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchColumns, fetchHistogram, fetchPage } from '../src/data/api';
import { forgetEarly } from '../src/data/ask';
import type { Collection } from '../src/data/types';
import { askForFirst, chosenOf, firstPageOf, incidentsOf } from '../src/opening';
import { withoutWindow } from '../src/state/filter';
import { parseHash } from '../src/state/link';

const MOST = 1_000_000;

const small = { id: 'small', title: 'S', dataset: 's', numberOfItems: 30, figures: [] };
const large = { ...small, id: 'large', numberOfItems: 2_000_000 };
const layer = { ...small, id: 'layer', contextOf: 's' };
const all = [layer, small, large] as unknown as Collection[];

/** The addresses that are asked for. */
function serve(): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url.replace('api/collections/', ''));
    return Response.json({ features: [], bins: [] });
  });
  return asked;
}

afterEach(() => {
  forgetEarly();
  vi.unstubAllGlobals();
});

describe('the first view', () => {
  it('is of the dataset that the address names, or of the first one', () => {
    const incidents = incidentsOf(all);
    expect(incidents.map(({ id }) => id)).toEqual(['small', 'large']);
    expect(chosenOf(incidents, null)?.id).toBe('small');
    expect(chosenOf(incidents, 'large')?.id).toBe('large');
    expect(chosenOf(incidents, 'layer')).toBeUndefined();
  });

  it('is asked for early, just as it will be asked for', async () => {
    const asked = serve();
    const hash = '#kind=attack&datetime=2020-01-01/2020-12-31';
    await askForFirst(all, hash, MOST);
    const before = [...asked];
    expect(before.map((url) => url.split('?')[0])).toEqual([
      'small/columns',
      'small/histogram',
      'small/items',
    ]);
    const { signal } = new AbortController();
    const filter = withoutWindow(parseHash(hash).filter);
    const [collection] = incidentsOf(all) as [Collection];
    const page = firstPageOf(collection);
    await fetchColumns('small', filter, signal).next();
    await fetchHistogram('small', signal);
    if (page) await fetchPage('small', filter, page, signal);
    expect(asked).toEqual(before);
  });

  it('asks for no more than the axis where there is too much to hold', async () => {
    const asked = serve();
    await askForFirst(all, '#c=large', MOST);
    expect(asked).toEqual(['large/histogram?']);
  });

  it('is not asked for where there is none, or the address is not understood', async () => {
    const asked = serve();
    await askForFirst([], '', MOST);
    await askForFirst(all, '#c=none', MOST);
    await askForFirst(all, '#c=small&no-such-column=1', MOST);
    expect(asked).toEqual([]);
  });
});
