// How long a stretch of the map is, in metres or kilometres, at the middle of the view.

import type { BasemapInfo } from '../data/types';
import type * as L from './leaflet';

const WIDEST = 110; // pixels
const EARTH_M = 40_075_016.686; // around the equator, by WGS 84
const ENLARGED = 2; // zooms beyond the last one that still look well
const TILE = 256; // pixels of the world at zoom 0

/** The longest of 1, 2 and 5 times a power of ten that is no longer than `most`. */
export function roundLength(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return ([5, 2, 1].find((n) => n * power <= most) ?? 1) * power;
}

export interface ScaleWords {
  /** The tag of the reader's language for Intl. */
  readonly intl: string;
  /** Says that the background has no more detail than this. */
  readonly end: string;
}

export class ScaleBar {
  private deepest = Infinity; // the last zoom that the background has tiles for
  private readonly bar = document.createElement('div');
  private readonly end = document.createElement('div');

  constructor(
    private readonly map: L.Map,
    private readonly words: ScaleWords,
  ) {
    const element = document.createElement('div');
    element.className = 'map-scale';
    this.bar.className = 'scale-bar';
    this.end.className = 'ground-end';
    this.end.textContent = words.end;
    this.end.hidden = true;
    element.append(this.end, this.bar);
    map.getContainer().append(element);
    map.on('zoomend moveend', () => this.draw());
  }

  /** Tells what the background is made of, with or without its detailed part. */
  setGround(info: BasemapInfo | null, isDetailed: boolean): void {
    this.deepest = info ? deepest(info, isDetailed) : Infinity;
    this.map.whenReady(() => this.draw());
  }

  private draw(): void {
    this.end.hidden = this.map.getZoom() <= this.deepest + ENLARGED;
    const { lat } = this.map.getCenter();
    const across = TILE * 2 ** this.map.getZoom();
    const metresPerPixel = (EARTH_M * Math.cos((lat * Math.PI) / 180)) / across;
    const metres = roundLength(WIDEST * metresPerPixel);
    this.bar.style.width = `${Math.round(metres / metresPerPixel)}px`;
    const isFar = metres >= 1_000;
    const unit = isFar ? 'kilometer' : 'meter';
    const format = new Intl.NumberFormat(this.words.intl, {
      style: 'unit',
      unit,
      maximumFractionDigits: 2,
    });
    this.bar.textContent = format.format(isFar ? metres / 1_000 : metres);
  }
}

// The last zoom that the ground has tiles for.
function deepest({ region, maxzoom, background }: BasemapInfo, isDetailed: boolean): number {
  const own = region?.maxzoom ?? maxzoom;
  return isDetailed && background ? Math.max(own, background.maxzoom) : own;
}
