// Requests of one purpose, of which only the newest counts.

import { type Filter, withoutWindow } from '../state/filter';
import { fetchColumns, fetchCount } from './api';
import { isAbort } from './ask';
import { NO_COLUMNS } from './columns';
import type { Decoder } from './decoder';
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

/** The most incidents that are held: fewer where memory is small. */
export function mostHeld(device: { deviceMemory?: number; maxTouchPoints: number }): number {
  // Browsers that do not tell their memory are phones when they are touched, or desktops.
  const gigabytes = device.deviceMemory ?? (device.maxTouchPoints > 0 ? 2 : 8);
  return gigabytes <= 2 ? 200_000 : 1_000_000;
}

export interface LoadOptions {
  readonly decoder: Pick<Decoder, 'decode'>;
  readonly signal: AbortSignal;
  /** The most incidents that may be held. */
  readonly most: number;
  progress(held: number, total: number): void;
}

/**
 * Loads the incidents that pass the filter: of a set all of them, whatever the
 * window, where they are no more than the page holds; else, and of a window,
 * those in the filter's window. Of more than it holds there is only their number.
 */
export async function loadHolding(
  collection: Collection,
  filter: Filter,
  what: 'set' | 'window',
  options: LoadOptions,
): Promise<Holding> {
  const { most, signal } = options;
  const ofAllTime = withoutWindow(filter);
  // Of a small collection it is enough to know that all could be held: the columns are
  // asked for at once, before whoever called goes on.
  const isSmall = collection.numberOfItems <= most;
  const couldBe = async () => (await fetchCount(collection.id, ofAllTime, signal)) <= most;
  if (what === 'set' && (isSmall || (await couldBe()))) {
    const columns = await loadColumns(collection, ofAllTime, options);
    return { columns, matched: columns.length, window: ALL_TIME };
  }
  const window = windowOf(filter);
  const matched = await fetchCount(collection.id, filter, signal);
  if (matched > most) return { columns: NO_COLUMNS, matched, window };
  const columns = await loadColumns(collection, filter, options);
  return { columns, matched: columns.length, window };
}

function loadColumns(
  collection: Collection,
  filter: Filter,
  { decoder, signal, progress }: LoadOptions,
) {
  const kinds = collection.vocabularies?.kind?.map(({ id }) => id) ?? [];
  const parts = fetchColumns(collection.id, filter, signal);
  return decoder.decode(kinds, parts, collection.numberOfItems, progress);
}
