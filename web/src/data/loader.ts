// Requests of one purpose, of which only the newest counts.

import { type Filter, withoutWindow } from '../state/filter';
import { fetchCount, fetchItems, isAbort, MAX_HELD } from './api';
import { ColumnsBuilder } from './columns';
import { ALL_TIME, type Holding } from './holding';
import type { Collection } from './types';
import { windowOf } from './window';

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

/**
 * Loads the incidents that pass the filter: of a set all of them, whatever the
 * window, where they are no more than the page holds; else, and of a window,
 * those in the filter's window. `progress` is called after every page.
 */
export async function loadHolding(
  collection: Collection,
  filter: Filter,
  what: 'set' | 'window',
  signal: AbortSignal,
  progress: (held: number, total: number) => void,
): Promise<Holding> {
  const ofAllTime = withoutWindow(filter);
  const whole = what === 'set' && (await fits(collection, ofAllTime, signal));
  const builder = new ColumnsBuilder(collection.vocabularies?.kind?.map(({ id }) => id) ?? []);
  let matched = 0;
  for await (const page of fetchItems(collection.id, whole ? ofAllTime : filter, signal)) {
    builder.add(page.features);
    matched = page.numberMatched;
    progress(builder.length, Math.min(matched, MAX_HELD));
  }
  return { columns: builder.build(), matched, window: whole ? ALL_TIME : windowOf(filter) };
}

// Whether the page can hold all that pass a filter; of a small collection it is known.
async function fits(
  { id, numberOfItems }: Collection,
  filter: Filter,
  signal: AbortSignal,
): Promise<boolean> {
  return numberOfItems <= MAX_HELD || (await fetchCount(id, filter, signal)) <= MAX_HELD;
}
