// Tiles that were fetched, kept while they are of use.

/** A tile's address. */
export interface Source {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

const KEPT = 300; // tiles

/** Keeps the tiles that were used last; a tile that failed is asked for again. */
export class TileStore<T> {
  private readonly tiles = new Map<string, Promise<T | null>>();
  private readonly done = new Map<string, T | null>();

  constructor(private readonly ask: (source: Source) => Promise<T | null>) {}

  /** The tile, or null where there is nothing or the tile cannot be had. */
  get(source: Source): Promise<T | null> {
    const key = keyOf(source);
    const known = this.tiles.get(key);
    if (known) {
      this.tiles.delete(key);
      this.tiles.set(key, known);
      return known;
    }
    const tile = this.load(key, source);
    this.tiles.set(key, tile);
    this.trim();
    return tile;
  }

  /** The tile if it is already here. */
  peek(source: Source): T | null {
    return this.done.get(keyOf(source)) ?? null;
  }

  private async load(key: string, source: Source): Promise<T | null> {
    try {
      const tile = await this.ask(source);
      this.done.set(key, tile);
      return tile;
    } catch {
      this.tiles.delete(key);
      return null; // the map is drawn without it
    }
  }

  private trim(): void {
    for (const key of this.tiles.keys()) {
      if (this.tiles.size <= KEPT) return;
      this.tiles.delete(key);
      this.done.delete(key);
    }
  }
}

function keyOf({ z, x, y }: Source): string {
  return `${z}/${x}/${y}`;
}
