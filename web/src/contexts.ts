// What the source tells beside the incidents: loading the context layers of a dataset,
// and which of them are on the map.

import { fetchContext } from './data/api';
import { type ContextLayer, contextLayer, overlaps } from './data/context';
import { Latest } from './data/loader';
import type { Collection } from './data/types';
import type { Session } from './session';
import type { View } from './view';

export class Contexts {
  private readonly request = new Latest();
  private layers: readonly ContextLayer[] = [];
  private readonly drawn = new Set<string>(); // layers on the map

  constructor(
    private readonly session: Session,
    private readonly view: View,
  ) {}

  /**
   * Loads the layers of a collection and shows them once it is their turn; the map does
   * without where they cannot be had.
   */
  async load(collection: Collection, turn: Promise<void>): Promise<void> {
    const layers = this.session.layersOf(collection);
    // Those of before leave the map at once; the panel waits for what comes in their place.
    this.layers = [];
    if (layers.length === 0) this.view.showContext([], this.drawn);
    this.show();
    const loaded = await this.request
      .run(async (signal) => {
        await turn;
        return Promise.all(layers.map(async (c) => contextLayer(c, await fetchContext(c, signal))));
      })
      .catch(() => []);
    if (!loaded) return;
    this.layers = loaded;
    this.view.showContext(loaded, this.drawn);
    this.show();
  }

  /** Puts a layer on the map, or takes it off; returns those that are on it. */
  draw(id: string, shown: boolean): string[] {
    if (shown) this.drawn.add(id);
    else this.drawn.delete(id);
    this.view.showDrawnContext(this.layers, this.drawn);
    this.show();
    return [...this.drawn];
  }

  /** Puts these layers on the map, and no others. */
  set(ids: readonly string[]): void {
    if (ids.length === this.drawn.size && ids.every((id) => this.drawn.has(id))) return;
    this.drawn.clear();
    for (const id of ids) this.drawn.add(id);
    this.view.showContext(this.layers, this.drawn);
    this.show();
  }

  /** Shows what of the drawn layers overlaps the time window. */
  show(): void {
    const { from, to } = this.session.window;
    const records = this.layers
      .filter(({ id }) => this.drawn.has(id))
      .flatMap((layer) => layer.records.filter((record) => overlaps(record, from, to)));
    this.view.map.setContext(records);
  }
}
