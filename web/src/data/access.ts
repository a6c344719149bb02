// Who the reader is to the server, and what they may do. Pure.

import type { Collection } from './types';

/** What the server says of whoever asks. */
export interface Access {
  /** Whether the server keeps incidents at all, so that a token is of use. */
  readonly writes: boolean;
  readonly name?: string;
  readonly role?: 'reader' | 'editor' | 'admin';
  /** The only dataset that the role is for; all where it is not said. */
  readonly dataset?: string;
  readonly expires?: string;
}

/** Nobody in particular, on a server that keeps nothing. */
export const NOBODY: Access = { writes: false };

/** True where changes of a collection's incidents are kept. */
export function hasHistory({ links = [] }: Collection): boolean {
  return links.some(({ rel }) => rel === 'changes');
}

/** True for whoever may change the incidents of a collection. */
export function mayEdit({ role, dataset }: Access, collection: Collection | null): boolean {
  if (!collection || !hasHistory(collection)) return false;
  const isEditor = role === 'editor' || role === 'admin';
  return isEditor && (dataset === undefined || dataset === collection.dataset);
}

/** True for whoever may make a dataset. */
export function mayMake({ writes, role, dataset }: Access): boolean {
  return writes && (role === 'editor' || role === 'admin') && dataset === undefined;
}
