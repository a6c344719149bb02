// Requests of one purpose, of which only the newest counts.

import { fetchItems, isAbort, MAX_HELD } from './api';
import { type Columns, ColumnsBuilder } from './data/columns';
import type { Filter } from './filter';
import type { Collection } from './types';

/** Runs a request and gives up the one before it. */
export class Latest {
  private controller = new AbortController();

  /** The answer, or undefined when a newer request took its place. */
  async run<T>(request: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    this.abort();
    const { signal } = this.controller;
    try {
      const answer = await request(signal);
      return signal.aborted ? undefined : answer;
    } catch (error) {
      if (signal.aborted || isAbort(error)) return undefined;
      throw error;
    }
  }

  abort(): void {
    this.controller.abort();
    this.controller = new AbortController();
  }
}

export interface Loaded {
  readonly columns: Columns;
  /** How many incidents pass the filter on the server. */
  readonly matched: number;
}

/**
 * Loads the incidents that pass the filter, except for its time window.
 * `progress` is called after every page.
 */
export async function loadItems(
  collection: Collection,
  filter: Filter,
  signal: AbortSignal,
  progress: (held: number, total: number) => void,
): Promise<Loaded> {
  const builder = new ColumnsBuilder(collection.vocabularies?.kind?.map(({ id }) => id) ?? []);
  let matched = 0;
  for await (const page of fetchItems(collection.id, filter, signal)) {
    builder.add(page.features);
    matched = page.numberMatched;
    progress(builder.length, Math.min(matched, MAX_HELD));
  }
  return { columns: builder.build(), matched };
}
