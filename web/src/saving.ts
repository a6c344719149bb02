// What becomes of the form of one incident on the server: a new incident, a change of what
// the reader has seen, or, where somebody else was first, both of them.

import { Attempts } from './data/attempts';
import { type Draft, draftOf, featureOf, type Merged, merge, patchOf } from './data/draft';
import { ApiError } from './data/error';
import type { Collection } from './data/types';
import {
  createItem,
  deleteItem,
  fetchOriginal,
  type Original,
  patchItem,
  type Written,
} from './data/writes';

/**
 * What came of saving; `version` is null where nothing was to be changed, and `warnings` are
 * what the server noticed and kept all the same.
 */
export type Outcome =
  | {
      readonly kind: 'saved';
      readonly id: string;
      readonly version: number | null;
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'changed'; readonly merged: Merged; readonly theirs: Draft };

const CHANGED_SINCE = 412;

export class Saving {
  private tag: string;
  private readonly attempts = new Attempts();
  readonly id: string | null;

  /** Without an original, the incident is a new one. */
  constructor(
    readonly collection: Collection,
    original: Original | null,
    /** What the server has, as far as the reader has seen it. */
    public before: Draft,
  ) {
    this.id = original?.feature.id ?? null;
    this.tag = original?.tag ?? '';
  }

  /** Saves what is typed. It throws what the server refuses it for. */
  async save(draft: Draft, reason: string): Promise<Outcome> {
    if (this.id === null) return this.create(draft, reason);
    try {
      return { kind: 'saved', id: this.id, ...(await this.change(this.id, draft, reason)) };
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== CHANGED_SINCE) throw error;
      return this.changedSince(this.id, draft);
    }
  }

  async remove(reason: string): Promise<number> {
    return deleteItem(this.attempts, this.collection.id, this.id ?? '', this.tag, reason);
  }

  private async create(draft: Draft, reason: string): Promise<Outcome> {
    const feature = featureOf(draft, this.collection);
    const written = await createItem(this.attempts, this.collection.id, feature, reason);
    const { ids, version } = written;
    return { kind: 'saved', id: ids[0] ?? '', version, warnings: warningsOf(written) };
  }

  // A change takes the marks of a review off: those are set by a change of their own, after it.
  private async change(id: string, draft: Draft, reason: string) {
    const content = { ...draft, reviews: this.before.reviews };
    const first = await this.patch(id, this.before, content, reason);
    const last = await this.patch(id, content, draft, reason);
    const version = (last ?? first)?.version ?? null;
    return { version, warnings: [...new Set([...warningsOf(first), ...warningsOf(last)])] };
  }

  private async patch(id: string, from: Draft, to: Draft, reason: string): Promise<Written | null> {
    const body = patchOf(from, to, this.collection);
    if (Object.keys(body.properties).length === 0 && !('geometry' in body)) return null;
    const { attempts, collection, tag } = this;
    const written = await patchItem(attempts, collection.id, id, body, tag, reason);
    this.tag = `"${written.revisions[0] ?? 0}"`;
    this.before = to;
    return written;
  }

  // The reader's changes go on what the incident is by now.
  private async changedSince(id: string, draft: Draft): Promise<Outcome> {
    const { signal } = new AbortController();
    const { feature, tag } = await fetchOriginal(this.collection.id, id, signal);
    const theirs = draftOf(feature, this.collection);
    const merged = merge(this.before, draft, theirs);
    this.before = theirs;
    this.tag = tag;
    return { kind: 'changed', merged, theirs };
  }
}

function warningsOf(written: Written | null): string[] {
  const told = written?.findings ?? [];
  return told.filter(({ severity }) => severity !== 'hint').map(({ message }) => message);
}
