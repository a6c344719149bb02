// What can be downloaded of what is shown.

import { exportsOf, fetchCount } from './data/api';
import type { Session } from './session';
import type { Choice, Scope } from './ui/download';
import type { View } from './view';

/** The addresses of a download, and how many incidents it has. */
export function downloadOf({ collection, state }: Session, view: View, scope: Scope): Choice {
  if (!collection) return { files: [], count: Promise.resolve(0) };
  const options = scope === 'view' ? { bbox: view.map.bbox() } : {};
  return {
    files: exportsOf(collection, state.filter, options),
    count: fetchCount(collection.id, state.filter, new AbortController().signal, options),
  };
}
