// All that the ground is drawn from: the shipped tiles, the relief, and a more
// detailed background where the server has one.

import type { BackgroundInfo, BasemapInfo } from '../data/types';
import { detailOf, sourceOf } from './depth';
import { decodeProtomaps } from './protomaps';
import { type Source, TileStore } from './tile-store';
import { decodeTile, type PlaceName, type Tile } from './tiles';

/** Asks the server for tiles; null where there is nothing. */
export interface FetchTiles {
  tile(source: Source): Promise<ArrayBuffer | null>;
  relief(source: Source): Promise<Blob | null>;
  background(source: Source, ending: string): Promise<Blob | null>;
}

/** Content with the tile that it fills. */
export interface On<T> {
  readonly source: Source;
  readonly content: T;
}

/** What there is to draw for one tile of the screen. */
export interface Parts {
  readonly tile: On<Tile> | null;
  readonly relief: On<ImageBitmap> | null;
  /** A picture that covers the rest. */
  readonly picture: On<ImageBitmap> | null;
}

export class Ground {
  private readonly tiles: TileStore<Tile>;
  private readonly reliefs: TileStore<ImageBitmap>;
  private readonly details: TileStore<Tile | ImageBitmap>;
  private readonly background: BackgroundInfo | null;
  /** Whether the detailed background is drawn. */
  isDetailed = true;
  hasRelief = true;

  constructor(
    private readonly info: BasemapInfo,
    fetch: FetchTiles,
  ) {
    // What is on another host is a layer of its own.
    this.background = info.background?.kind === 'remote' ? null : (info.background ?? null);
    this.tiles = new TileStore(async (source) => {
      const buffer = await fetch.tile(source);
      return buffer && decodeTile(buffer);
    });
    this.reliefs = new TileStore(async (source) => {
      const blob = await fetch.relief(source);
      return blob && createImageBitmap(blob);
    });
    this.details = new TileStore(async (source) => {
      const blob = await fetch.background(source, this.background?.ending ?? '');
      if (!blob) return null;
      if (this.background?.kind === 'raster') return createImageBitmap(blob);
      const decode = this.background?.kind === 'protomaps' ? decodeProtomaps : decodeTile;
      return decode(await blob.arrayBuffer());
    });
  }

  /** Loads what a tile of the screen is drawn from. */
  async parts(at: Source): Promise<Parts> {
    const relief = this.hasRelief ? this.loadRelief(at) : null;
    const detail = await this.loadDetail(at);
    if (detail && !(detail.content instanceof ImageBitmap)) {
      return {
        tile: { source: detail.source, content: detail.content },
        relief: await relief,
        picture: null,
      };
    }
    const tile = await on(this.tiles, sourceOf(at.z, at.x, at.y, this.info));
    return { tile, relief: await relief, picture: detail as On<ImageBitmap> | null };
  }

  /** The names on a tile of the screen, as far as they are here. */
  names(at: Source): On<readonly PlaceName[]> | null {
    const source = this.detailSource(at);
    const detail = source && this.details.peek(source);
    if (source && detail && !(detail instanceof ImageBitmap)) {
      return { source, content: detail.places };
    }
    const shipped = sourceOf(at.z, at.x, at.y, this.info);
    const tile = this.tiles.peek(shipped);
    return tile && { source: shipped, content: tile.places };
  }

  private loadRelief(at: Source): Promise<On<ImageBitmap> | null> | null {
    const { relief } = this.info;
    return relief ? on(this.reliefs, sourceOf(at.z, at.x, at.y, relief)) : null;
  }

  private async loadDetail(at: Source): Promise<On<Tile | ImageBitmap> | null> {
    const source = this.detailSource(at);
    return source && on(this.details, source);
  }

  private detailSource({ z, x, y }: Source): Source | null {
    if (!this.background || !this.isDetailed) return null;
    return detailOf(z, x, y, this.background, this.info);
  }
}

async function on<T>(store: TileStore<T>, source: Source): Promise<On<T> | null> {
  const content = await store.get(source);
  return content && { source, content };
}
