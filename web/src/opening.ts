// What the first view is of, and what it will ask the server for: that is asked while the
// page is being built.

import { columnsOf, histogramOf, type PageOptions, pageOf } from './data/api';
import { askJSONEarly, streamEarly } from './data/ask';
import { isDecodedHere, prepareWorker } from './data/decoder';
import { notUnderstood } from './data/properties';
import type { Collection } from './data/types';
import { withoutWindow } from './state/filter';
import { parseHash } from './state/link';

const FEW = 200; // incidents whose summaries are asked for at once

/** The datasets that are bodies of incidents: context layers are not. */
export function incidentsOf(collections: readonly Collection[]): Collection[] {
  return collections.filter(({ contextOf }) => !contextOf);
}

/** The dataset that an address asks for: where it names none, the first one. */
export function chosenOf(
  collections: readonly Collection[],
  id: string | null,
): Collection | undefined {
  return id ? collections.find((collection) => collection.id === id) : collections[0];
}

/** What is asked at once of a small dataset, so that titles are there before anybody looks. */
export function firstPageOf({ numberOfItems }: Collection): PageOptions | null {
  return numberOfItems > FEW ? null : { limit: FEW, order: 'oldest' };
}

/**
 * Asks the server early for what the page will ask for, which has an address in its `hash`
 * and holds so many incidents at the most. The promise is kept when those of a small
 * dataset are here.
 */
export async function askForFirst(
  all: readonly Collection[],
  hash: string,
  most: number,
): Promise<void> {
  const { collection: id, filter } = parseHash(hash);
  const collection = chosenOf(incidentsOf(all), id);
  if (!collection || notUnderstood(collection, filter).length > 0) return;
  const whole = withoutWindow(filter);
  const isShort = isDecodedHere(collection.numberOfItems);
  const isHeld = collection.numberOfItems <= most;
  const columns = isHeld && streamEarly(columnsOf(collection.id, whole), { isShort });
  if (isHeld && !isShort) prepareWorker();
  const axis = askJSONEarly(histogramOf(collection.id));
  const page = firstPageOf(collection);
  if (page) void askJSONEarly(pageOf(collection.id, whole, page));
  if (isShort) await Promise.all([columns, axis]);
}
