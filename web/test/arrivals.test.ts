import { describe, expect, it } from 'vitest';
import { hasHistory, mayEdit, mayMake } from '../src/data/access';
import { Arrivals } from '../src/data/arrivals';
import type { Collection } from '../src/data/types';

describe('changes that arrive', () => {
  it('are told once, without those of the reader', () => {
    const arrivals = new Arrivals();
    arrivals.add({ id: 'a', op: 'put', version: 2 });
    arrivals.add({ id: 'a', op: 'put', version: 3 });
    arrivals.add({ id: 'b', op: 'delete', version: 4 });
    arrivals.knows(3); // its answer came after the stream had told of it
    expect(arrivals.take()).toEqual({ n: 2, ids: new Set(['a', 'b']), isNews: true });
    expect(arrivals.isEmpty).toBe(true);
    expect(arrivals.take().isNews).toBe(false);
    expect(arrivals.version).toBe(4);
  });

  it('that are the reader’s own are no news', () => {
    const arrivals = new Arrivals();
    arrivals.knows(2);
    arrivals.add({ id: 'a', op: 'put', version: 2 });
    expect(arrivals.take()).toMatchObject({ n: 0, isNews: false });
  });

  it('may be more than are told: then everything may be another one', () => {
    const arrivals = new Arrivals();
    arrivals.add({ id: 'a', op: 'put', version: 9 });
    arrivals.all(5); // an older copy was restored
    expect(arrivals.take().isNews).toBe(true);
    expect(arrivals.version).toBe(5);
  });
});

describe('whoever asks', () => {
  const links = [{ rel: 'changes', href: '' }];
  const kept = { dataset: 'cases', links } as unknown as Collection;
  const shipped = { dataset: 'khorasan', links: [] } as unknown as Collection;

  it('changes incidents as an editor of that dataset, where changes are kept', () => {
    expect(hasHistory(shipped)).toBe(false);
    expect(mayEdit({ writes: true }, kept)).toBe(false);
    expect(mayEdit({ writes: true, role: 'reader' }, kept)).toBe(false);
    expect(mayEdit({ writes: true, role: 'editor' }, kept)).toBe(true);
    expect(mayEdit({ writes: true, role: 'editor', dataset: 'cases' }, kept)).toBe(true);
    expect(mayEdit({ writes: true, role: 'admin', dataset: 'other' }, kept)).toBe(false);
    expect(mayEdit({ writes: true, role: 'admin' }, shipped)).toBe(false);
    expect(mayEdit({ writes: true, role: 'admin' }, null)).toBe(false);
  });

  it('makes datasets as an editor of all', () => {
    expect(mayMake({ writes: true, role: 'editor' })).toBe(true);
    expect(mayMake({ writes: true, role: 'editor', dataset: 'cases' })).toBe(false);
    expect(mayMake({ writes: false })).toBe(false);
  });
});
