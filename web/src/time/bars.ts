// The bars of a histogram as SVG paths, in pixels. Pure.

import type { BinCounts, Bins, LayeredCounts } from '../data/bins';
import type { Day, Span } from '../state/day';
import { dayToX } from './scale';

/** Where bars stand: the days of the strip, and its size. */
export interface Strip {
  readonly span: Span;
  readonly width: number;
  readonly height: number;
}

/** The paths of a layer. */
export interface BarPaths {
  readonly certain: string;
  /** Those that may have happened in the bin. */
  readonly possible: string;
}

/** The most incidents that a bin has in all layers. */
export function highest(counts: LayeredCounts): number {
  let most = 0;
  for (let bin = 0; bin < binsOf(counts); bin++) most = Math.max(most, totalOf(counts, bin));
  return most;
}

/** How many incidents a bin has. */
export function totalOf(counts: LayeredCounts, bin: number): number {
  const n = binsOf(counts);
  let total = 0;
  for (let at = bin; at < counts.certain.length; at += n) {
    total += (counts.certain[at] as number) + (counts.possible[at] as number);
  }
  return total;
}

/** How many incidents of a layer a bin has. */
export function layerAt(counts: LayeredCounts, layer: number, bin: number) {
  const at = layer * binsOf(counts) + bin;
  return { certain: counts.certain[at] ?? 0, possible: counts.possible[at] ?? 0 };
}

function binsOf({ certain, layers }: LayeredCounts): number {
  return certain.length / Math.max(1, layers);
}

/**
 * Bars of layers that stand on one another, the certain of all below the
 * possible; `most` incidents are as high as the strip.
 */
export function stackPaths(
  bins: Bins,
  counts: LayeredCounts,
  strip: Strip,
  most: number,
): BarPaths[] {
  const paths = Array.from({ length: counts.layers }, () => ({ certain: '', possible: '' }));
  for (let bin = 0; bin < binsOf(counts); bin++) {
    let below = 0;
    for (const sort of ['certain', 'possible'] as const) {
      for (let layer = 0; layer < counts.layers; layer++) {
        const n = layerAt(counts, layer, bin)[sort];
        const path = paths[layer];
        if (n === 0 || !path) continue;
        path[sort] += box(bins, bin, strip, below / most, (below + n) / most);
        below += n;
      }
    }
  }
  return paths;
}

/** Bars of one layer that tell no more than that there are few or many. */
export function plainPath(bins: Bins, counts: BinCounts, strip: Strip, most: number): string {
  let path = '';
  for (let bin = 0; bin + 1 < bins.edges.length; bin++) {
    const n = (counts.certain[bin] ?? 0) + (counts.possible[bin] ?? 0);
    if (n > 0) path += box(bins, bin, strip, 0, n / most);
  }
  return path;
}

// A part of a bar, of which a single incident among thousands is still to be seen.
function box({ edges }: Bins, bin: number, strip: Strip, from: number, to: number): string {
  const { span, width, height } = strip;
  const x = (day: Day) => Math.max(0, Math.min(width, dayToX(span, day, width)));
  const left = x(edges[bin] as Day);
  const room = x(edges[bin + 1] as Day) - left;
  const wide = Math.max(1, room - (room > 4 ? 1 : 0));
  const high = Math.max(height * (to - from), from === 0 ? 2 : 1);
  const bottom = height * (1 - from);
  return `M${num(left)} ${num(bottom - high)}h${num(wide)}v${num(high)}h${num(-wide)}z`;
}

function num(n: number): string {
  return String(Math.round(n * 100) / 100);
}
