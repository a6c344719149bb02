// The ground as tiles of the screen, each a canvas.

import type { Ground, On } from './ground';
import { drawGround } from './ground-paint';
import * as L from './leaflet';
import { LIGHT, type Theme } from './palette';

const SIDE = 256; // CSS pixels of a tile

export class BasemapLayer extends L.GridLayer {
  private theme: Theme = LIGHT;

  /** Called when a tile has come, so that its names can be set. */
  onTile: () => void = () => {};

  constructor(private readonly ground: Ground) {
    super({
      tileSize: SIDE,
      // Around the world, so that both sides of the antimeridian lie beside each other.
      noWrap: false,
      pane: 'tilePane',
      keepBuffer: 1,
      updateWhenIdle: false,
    });
  }

  setTheme(theme: Theme): void {
    if (theme === this.theme) return;
    this.theme = theme;
    this.again();
  }

  /** Draws all tiles anew. */
  again(): void {
    if (this._map) this.redraw();
  }

  protected override createTile(coords: L.Coords, done: L.DoneCallback): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = canvas.height = SIDE * ratio;
    const at = { z: coords.z, x: coords.x, y: coords.y };
    void this.ground.parts(at).then((parts) => {
      // A tile is drawn once, of long outlines: what draws in software draws these faster itself
      // than through a graphics card's commands.
      const ctx = canvas.getContext('2d', { willReadFrequently: true });
      if (ctx) {
        ctx.scale(ratio, ratio);
        drawGround(ctx, parts, this.theme, coords.z, (part) => frameOf(part, coords));
      }
      done(undefined, canvas);
      this.onTile();
    });
    return canvas;
  }
}

// Where a tile's content lies on the canvas: its corner and its side in pixels.
function frameOf({ source }: On<unknown>, coords: L.Coords) {
  const over = 2 ** (coords.z - source.z);
  return {
    left: -(coords.x - source.x * over) * SIDE,
    top: -(coords.y - source.y * over) * SIDE,
    side: SIDE * over,
  };
}
