// Changes of a dataset as they come, by a stream of events.

import { path } from './api';

/** One change of an incident. */
export interface Change {
  readonly id: string;
  readonly op: string;
  /** The dataset's version that it led to. */
  readonly version: number;
}

export interface StreamEvents {
  change(change: Change): void;
  /** Too much was changed to be told one by one. */
  resync(version: number): void;
  /** The server has ended the stream; the browser does not ask again by itself. */
  ended(): void;
}

/** Hears what changes after a version, until the function that it returns is called. */
export function hearChanges(collection: string, since: number, on: StreamEvents): () => void {
  const source = new EventSource(`${path(collection)}/changes?f=events&since=${since}`);
  const heard = <T>(name: string, hear: (data: T) => void) =>
    source.addEventListener(name, ({ data }: MessageEvent<string>) => hear(JSON.parse(data) as T));
  heard<Change>('change', (change) => on.change(change));
  heard<{ version: number }>('resync', ({ version }) => on.resync(version));
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) on.ended();
  });
  return () => source.close();
}
