// The names of places, on one canvas above the basemap and below the incidents.

import { WORLD } from '../data/mercator';
import { CanvasLayer } from './canvas-layer';
import type { Ground, On } from './ground';
import { type Box, type Candidate, type Placed, placeLabels } from './labels';
import { LIGHT, type Theme } from './palette';
import type { View } from './scene';
import type { PlaceName } from './tiles';

// Square pixels for each name: the basemap stays behind the data.
const ROOM = 15_000;
const ROOM_NEAR = 10_000; // from this zoom on, where incidents are few:
const NEAR = 9;

interface Label extends Candidate {
  readonly font: string;
  readonly spaced: boolean;
  /** A second line below the first; empty for none. */
  readonly second: string;
  readonly plane: boolean;
}

const FAMILY = "system-ui, 'Noto Naskh Arabic', sans-serif";
const FONTS: Record<string, string> = {
  country: `600 12px ${FAMILY}`,
  admin1: `italic 11px ${FAMILY}`,
  admin2: `italic 10px ${FAMILY}`,
  city: `500 12px ${FAMILY}`,
  town: `11px ${FAMILY}`,
  airport: `10px ${FAMILY}`,
};
const SECOND = `11px ${FAMILY}`;
const LINE = 13; // pixels
// Among names of one rank a country comes first, a district last.
const ORDER: Record<string, number> = { country: 0, city: 1, town: 2, admin1: 3, airport: 4 };

const AIRPORT_NAMES = 9; // the first zoom that names airports
const PLANE = 8; // pixels
// An aeroplane that flies upwards, in a box of 8 by 8 around 0,0.
const PLANE_PATH =
  'M0-4C.5-4 .7-3.4 .7-2.7L.7-1.1 4 .9 4 1.9 .7 1 .7 2.6 1.7 3.4 1.7 4.1 0 3.6-1.7 4.1-1.7 3.4-.7 2.6-.7 1-4 1.9-4 .9-.7-1.1-.7-2.7C-.7-3.4-.5-4 0-4Z';

export class LabelLayer extends CanvasLayer {
  private theme: Theme = LIGHT;
  private arabic = false;
  private local = false;
  private plane: Path2D | null = null;

  constructor(
    pane: string,
    private readonly ground: Ground,
    private readonly obstacles: () => readonly Box[],
  ) {
    super(pane);
  }

  setLook(theme: Theme, arabic: boolean): void {
    this.theme = theme;
    this.arabic = arabic;
    this.redraw();
  }

  /** Sets names as written at the place itself below those in the reader's language. */
  setLocal(shown: boolean): void {
    this.local = shown;
    this.redraw();
  }

  protected override paint(ctx: CanvasRenderingContext2D, view: View): void {
    const zoom = Math.round(this._map.getZoom());
    const most = (view.width * view.height) / (zoom < NEAR ? ROOM : ROOM_NEAR);
    const candidates = this.candidates(ctx, view, zoom);
    for (const placed of placeLabels(candidates, most, this.obstacles())) {
      this.draw(ctx, placed);
    }
  }

  // The names in all tiles of the view that are here already.
  private candidates(ctx: CanvasRenderingContext2D, view: View, zoom: number): Label[] {
    const labels: Label[] = [];
    for (const { source, content } of this.tiles(view, zoom)) {
      const side = WORLD / 2 ** source.z;
      const left = (source.x * side - view.left) * view.scale;
      const top = (source.y * side - view.top) * view.scale;
      const pixels = side * view.scale;
      for (const place of content) {
        if (place.minZoom > zoom) continue;
        const [x, y] = [left + place.x * pixels, top + place.y * pixels];
        if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
        if (place.class === 'airport') labels.push(planeAt(place, x, y));
        if (place.class !== 'airport' || zoom >= AIRPORT_NAMES) {
          labels.push(this.label(ctx, place, x, y));
        }
      }
    }
    return labels;
  }

  private tiles(view: View, zoom: number): Iterable<On<readonly PlaceName[]>> {
    const side = WORLD / 2 ** zoom;
    const index = (units: number) => Math.max(0, Math.min(2 ** zoom - 1, Math.floor(units / side)));
    const [right, bottom] = [view.width / view.scale, view.height / view.scale];
    const found = new Map<readonly PlaceName[], On<readonly PlaceName[]>>();
    for (let y = index(view.top); y <= index(view.top + bottom); y++) {
      for (let x = index(view.left); x <= index(view.left + right); x++) {
        const names = this.ground.names({ z: zoom, x, y });
        if (names) found.set(names.content, names);
      }
    }
    return found.values();
  }

  private label(ctx: CanvasRenderingContext2D, place: PlaceName, x: number, y: number): Label {
    const spaced = place.class === 'country' && !this.arabic;
    // Local names are in Arabic script where there are any.
    const name = (this.arabic && (place.nameAr || place.local)) || place.name;
    const second = this.local && place.local !== name ? place.local : '';
    const text = spaced ? name.toUpperCase() : name;
    const font = FONTS[place.class] ?? (FONTS['town'] as string);
    setFont(ctx, font, spaced);
    let width = ctx.measureText(text).width;
    if (second) {
      setFont(ctx, SECOND, false);
      width = Math.max(width, ctx.measureText(second).width);
    }
    return {
      text,
      second,
      x,
      y,
      width,
      height: second ? 2 * LINE : LINE,
      rank: place.rank * 10 + (ORDER[place.class] ?? 9),
      dot: place.class === 'city' || place.class === 'town' || place.class === 'airport',
      font,
      spaced,
      plane: place.class === 'airport',
    };
  }

  private draw(ctx: CanvasRenderingContext2D, { candidate, x, y }: Placed<Label>): void {
    if (candidate.plane && !candidate.text) {
      this.drawPlane(ctx, x, y);
      return;
    }
    const shift = candidate.second ? LINE / 2 : 0;
    setFont(ctx, candidate.font, candidate.spaced);
    this.write(ctx, candidate.text, x, y - shift);
    if (candidate.second) {
      setFont(ctx, SECOND, false);
      this.write(ctx, candidate.second, x, y + shift);
    }
    if (!candidate.dot || candidate.plane) return;
    ctx.beginPath();
    ctx.arc(candidate.x, candidate.y, 1.5, 0, 2 * Math.PI);
    ctx.fill();
  }

  private write(ctx: CanvasRenderingContext2D, text: string, x: number, y: number): void {
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.lineJoin = 'round';
    ctx.lineWidth = 3;
    ctx.strokeStyle = this.theme.halo;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = this.theme.label;
    ctx.fillText(text, x, y);
  }

  private drawPlane(ctx: CanvasRenderingContext2D, x: number, y: number): void {
    this.plane ??= new Path2D(PLANE_PATH);
    ctx.save();
    ctx.translate(x, y);
    ctx.lineWidth = 2;
    ctx.lineJoin = 'round';
    ctx.strokeStyle = this.theme.halo;
    ctx.stroke(this.plane);
    ctx.fillStyle = this.theme.label;
    ctx.fill(this.plane);
    ctx.restore();
  }
}

// An airport's sign, which stays where its name finds no room.
function planeAt(place: PlaceName, x: number, y: number): Label {
  const rank = place.rank * 10 + (ORDER['airport'] ?? 9) - 1;
  const side = { width: PLANE, height: PLANE };
  const look = { font: '', spaced: false, second: '', plane: true, dot: false };
  return { text: '', x, y, rank, ...side, ...look };
}

function setFont(ctx: CanvasRenderingContext2D, font: string, spaced: boolean): void {
  ctx.font = font;
  ctx.letterSpacing = spaced ? '1.5px' : '0px';
}
