import { afterEach, describe, expect, it, vi } from 'vitest';
import { Attempts } from '../src/data/attempts';
import { emptyDraft } from '../src/data/draft';
import type { Collection } from '../src/data/types';
import { Saving } from '../src/saving';

const collection = { id: 'cases', columns: [] } as unknown as Collection;

/** Answers each request as told, and notes them; a null is an answer that is lost. */
function answering(...answers: (object | null)[]) {
  const asked: { url: string; headers: Record<string, string> }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ url, headers: init.headers as Record<string, string> });
    const body = answers.shift();
    if (!body) throw new TypeError('Failed to fetch');
    return new Response(JSON.stringify(body), { status: 200 });
  });
  return { asked, keys: () => asked.map(({ headers }) => headers['Idempotency-Key']) };
}

afterEach(() => vi.unstubAllGlobals());

describe('the name of a request', () => {
  it('stays until something of it changes, or it is done', () => {
    const attempts = new Attempts();
    const first = attempts.key('a');
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(attempts.key('a')).toBe(first);
    expect(attempts.key('b')).not.toBe(first);
    attempts.done();
    expect(attempts.key('a')).not.toBe(first);
  });
});

describe('saving', () => {
  const draft = (title: string) => {
    const empty = emptyDraft(collection);
    return { ...empty, texts: { ...empty.texts, title } };
  };
  const written = { ids: ['x'], revisions: [1], version: 2, findings: [] };

  it('sends a new incident again under the same name where the answer was lost', async () => {
    const { keys } = answering(null, null, written);
    const saving = new Saving(collection, null, emptyDraft(collection));
    await expect(saving.save(draft('A'), '')).rejects.toThrow();
    await expect(saving.save(draft('B'), '')).rejects.toThrow();
    await saving.save(draft('A'), '');
    expect(keys()[0]).toBeTruthy();
    expect(keys()[2]).toBe(keys()[0]);
    expect(keys()[1]).not.toBe(keys()[0]);
  });

  it('names changes and deletions too', async () => {
    const original = { feature: { id: 'x' }, tag: '"1"' } as never;
    const { keys } = answering(null, written, null, {});
    const saving = new Saving(collection, original, draft('A'));
    await expect(saving.save(draft('B'), '')).rejects.toThrow();
    await saving.save(draft('B'), '');
    await expect(saving.remove('')).rejects.toThrow();
    await saving.remove('');
    const [patch, again, removal, once] = keys();
    expect(patch).toBeTruthy();
    expect(again).toBe(patch);
    expect(removal).toBeTruthy();
    expect(removal).not.toBe(patch);
    expect(once).toBe(removal);
  });
});
