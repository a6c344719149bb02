// Land, water, borders and rivers, drawn from the server's own vector tiles.

import * as L from 'leaflet';
import { LIGHT, type Theme } from './palette';
import { type Depth, type Shape, sourceOf, type Tile, type TileStore } from './tiles';

const SIDE = 256; // CSS pixels of a tile

export class BasemapLayer extends L.GridLayer {
  private theme: Theme = LIGHT;

  /** Called when a tile has come, so that its names can be set. */
  onTile: () => void = () => {};

  constructor(
    private readonly store: TileStore,
    private readonly depth: Depth,
  ) {
    super({
      tileSize: SIDE,
      noWrap: true,
      bounds: [
        [-90, -180],
        [90, 180],
      ],
      pane: 'tilePane',
      keepBuffer: 1,
      updateWhenIdle: false,
    });
  }

  setTheme(theme: Theme): void {
    if (theme === this.theme) return;
    this.theme = theme;
    if (this._map) this.redraw();
  }

  protected override createTile(coords: L.Coords, done: L.DoneCallback): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = canvas.height = SIDE * ratio;
    const source = sourceOf(coords.z, coords.x, coords.y, this.depth);
    void this.store.get(source).then((tile) => {
      const ctx = canvas.getContext('2d');
      if (tile && ctx) {
        const over = 2 ** (coords.z - source.z);
        const scale = SIDE * over;
        ctx.scale(ratio, ratio);
        ctx.translate(-(coords.x - source.x * over) * SIDE, -(coords.y - source.y * over) * SIDE);
        ctx.scale(scale, scale);
        drawTile(ctx, tile, this.theme, 1 / scale, coords.z);
      }
      done(undefined, canvas);
      this.onTile();
    });
    return canvas;
  }
}

// `pixel` is the length of a CSS pixel in the tile's 0..1.
function drawTile(
  ctx: CanvasRenderingContext2D,
  tile: Tile,
  theme: Theme,
  pixel: number,
  zoom: number,
): void {
  fill(ctx, tile.land, theme.land);
  stroke(ctx, tile.land, theme.land, 0.8 * pixel); // closes hairline gaps between tiles
  fill(ctx, tile.water, theme.water);
  ctx.lineJoin = ctx.lineCap = 'round';
  stroke(ctx, tile.river, theme.river, (zoom < 6 ? 0.6 : 1) * pixel);
  const isProvince = (shape: Shape) => shape.class === 'admin1';
  const isDisputed = (shape: Shape) => shape.class === 'disputed';
  if (zoom >= 4) {
    stroke(ctx, tile.boundary.filter(isProvince), theme.province, (zoom < 7 ? 0.8 : 1) * pixel);
  }
  const country = tile.boundary.filter((shape) => !isProvince(shape) && !isDisputed(shape));
  stroke(ctx, country, theme.border, (zoom < 5 ? 1 : 1.4) * pixel);
  ctx.setLineDash([4 * pixel, 3 * pixel]);
  stroke(ctx, tile.boundary.filter(isDisputed), theme.border, 1.2 * pixel);
  ctx.setLineDash([]);
}

function fill(ctx: CanvasRenderingContext2D, shapes: readonly Shape[], color: string): void {
  ctx.fillStyle = color;
  for (const { path } of shapes) ctx.fill(path, 'evenodd');
}

function stroke(
  ctx: CanvasRenderingContext2D,
  shapes: readonly Shape[],
  color: string,
  width: number,
): void {
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  for (const { path } of shapes) ctx.stroke(path);
}
