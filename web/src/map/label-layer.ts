// The names of places, on one canvas above the basemap and below the incidents.

import { WORLD } from '../data/mercator';
import { CanvasLayer } from './canvas-layer';
import { type Box, type Candidate, type Placed, placeLabels } from './labels';
import { LIGHT, type Theme } from './palette';
import type { View } from './scene';
import { type Depth, type PlaceName, type Source, sourceOf, type TileStore } from './tiles';

// Square pixels for each name: the basemap stays behind the data.
const ROOM = 15_000;

interface Label extends Candidate {
  readonly font: string;
  readonly spaced: boolean;
}

const FAMILY = "system-ui, 'Noto Naskh Arabic', sans-serif";
const FONTS: Record<string, string> = {
  country: `600 12px ${FAMILY}`,
  admin1: `italic 11px ${FAMILY}`,
  city: `500 12px ${FAMILY}`,
  town: `11px ${FAMILY}`,
};
// Among names of one rank a country comes first, a province last.
const ORDER: Record<string, number> = { country: 0, city: 1, town: 2, admin1: 3 };

export class LabelLayer extends CanvasLayer {
  private theme: Theme = LIGHT;
  private arabic = false;

  constructor(
    pane: string,
    private readonly store: TileStore,
    private readonly depth: Depth,
    private readonly obstacles: () => Box[],
  ) {
    super(pane);
  }

  setLook(theme: Theme, arabic: boolean): void {
    this.theme = theme;
    this.arabic = arabic;
    this.redraw();
  }

  protected override paint(ctx: CanvasRenderingContext2D, view: View): void {
    const zoom = Math.round(this._map.getZoom());
    const most = (view.width * view.height) / ROOM;
    const candidates = this.candidates(ctx, view, zoom);
    for (const placed of placeLabels(candidates, most, this.obstacles())) {
      this.draw(ctx, placed);
    }
  }

  // The names in all tiles of the view that are here already.
  private candidates(ctx: CanvasRenderingContext2D, view: View, zoom: number): Label[] {
    const labels: Label[] = [];
    for (const source of this.sources(view, zoom)) {
      const side = WORLD / 2 ** source.z;
      const left = (source.x * side - view.left) * view.scale;
      const top = (source.y * side - view.top) * view.scale;
      const pixels = side * view.scale;
      for (const place of this.store.peek(source)?.places ?? []) {
        if (place.minZoom > zoom) continue;
        labels.push(this.label(ctx, place, left + place.x * pixels, top + place.y * pixels));
      }
    }
    return labels;
  }

  private sources(view: View, zoom: number): Iterable<Source> {
    const side = WORLD / 2 ** zoom;
    const index = (units: number) => Math.max(0, Math.min(2 ** zoom - 1, Math.floor(units / side)));
    const [right, bottom] = [view.width / view.scale, view.height / view.scale];
    const sources = new Map<string, Source>();
    for (let y = index(view.top); y <= index(view.top + bottom); y++) {
      for (let x = index(view.left); x <= index(view.left + right); x++) {
        const source = sourceOf(zoom, x, y, this.depth);
        sources.set(`${source.z}/${source.x}/${source.y}`, source);
      }
    }
    return sources.values();
  }

  private label(ctx: CanvasRenderingContext2D, place: PlaceName, x: number, y: number): Label {
    const spaced = place.class === 'country' && !this.arabic;
    const name = (this.arabic && place.nameAr) || place.name;
    const text = spaced ? name.toUpperCase() : name;
    const font = FONTS[place.class] ?? (FONTS['town'] as string);
    setFont(ctx, font, spaced);
    return {
      text,
      x,
      y,
      width: ctx.measureText(text).width,
      height: 13,
      rank: place.rank * 10 + (ORDER[place.class] ?? 9),
      dot: place.class === 'city' || place.class === 'town',
      font,
      spaced,
    };
  }

  private draw(ctx: CanvasRenderingContext2D, { candidate, x, y }: Placed<Label>): void {
    setFont(ctx, candidate.font, candidate.spaced);
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.lineJoin = 'round';
    ctx.lineWidth = 3;
    ctx.strokeStyle = this.theme.halo;
    ctx.strokeText(candidate.text, x, y);
    ctx.fillStyle = this.theme.label;
    ctx.fillText(candidate.text, x, y);
    if (!candidate.dot) return;
    ctx.beginPath();
    ctx.arc(candidate.x, candidate.y, 1.5, 0, 2 * Math.PI);
    ctx.fill();
  }
}

function setFont(ctx: CanvasRenderingContext2D, font: string, spaced: boolean): void {
  ctx.font = font;
  ctx.letterSpacing = spaced ? '1.5px' : '0px';
}
