// Where incidents are dense, as one soft picture: counts on a grid, blurred, and
// coloured by the root of their density. Pure but for the picture at the end.

import type { Points, View } from './scene';

const CELL = 4; // pixels
const BLUR = 3; // cells to each side, three times: nearly a bell curve of 12 pixels

/** Densities over a view. */
export interface Heat {
  readonly across: number;
  readonly down: number;
  /** 0 to 1 by cell, from the top left. */
  readonly values: Float32Array;
}

/** Counts places, or what they weigh, and blurs the counts. */
export function heatOf(points: Points, view: View, weight: (row: number) => number): Heat {
  const across = Math.ceil(view.width / CELL);
  const down = Math.ceil(view.height / CELL);
  const values = new Float32Array(across * down);
  for (let i = 0; i < points.count; i++) {
    const column = Math.floor((points.x[i] as number) / CELL);
    const line = Math.floor((points.y[i] as number) / CELL);
    if (column < 0 || line < 0 || column >= across || line >= down) continue;
    const at = line * across + column;
    values[at] = (values[at] as number) + weight(points.row[i] as number);
  }
  const blurred = blur(values, across, down);
  const most = blurred.reduce((a, b) => Math.max(a, b), 0);
  if (most > 0)
    for (let i = 0; i < blurred.length; i++) blurred[i] = Math.sqrt((blurred[i] as number) / most);
  return { across, down, values: blurred };
}

function blur(values: Float32Array, across: number, down: number): Float32Array {
  let from: Float32Array = values;
  let to: Float32Array = new Float32Array(values.length);
  for (let pass = 0; pass < 3; pass++) {
    for (const [step, length, lines, stride] of [
      [1, across, down, across],
      [across, down, across, 1],
    ] as const) {
      for (let line = 0; line < lines; line++) sumAlong(from, to, line * stride, step, length);
      [from, to] = [to, from];
    }
  }
  return from;
}

// A moving sum along one line of the grid.
function sumAlong(
  from: Float32Array,
  to: Float32Array,
  first: number,
  step: number,
  length: number,
): void {
  let sum = 0;
  for (let i = -BLUR; i < length; i++) {
    const [enters, leaves] = [i + BLUR, i - BLUR - 1];
    if (enters < length) sum += from[first + enters * step] as number;
    if (leaves >= 0) sum -= from[first + leaves * step] as number;
    if (i >= 0) to[first + i * step] = sum;
  }
}

/** Colours of densities from few to many, as red, green and blue. */
export type Ramp = readonly (readonly [number, number, number])[];

/** Paints densities over a view. */
export function paintHeat(ctx: CanvasRenderingContext2D, heat: Heat, ramp: Ramp): void {
  const image = new ImageData(heat.across, heat.down);
  heat.values.forEach((value, i) => {
    if (value < FAINT) return;
    const [r, g, b] = rampAt(ramp, value);
    image.data.set([r, g, b, 255 * Math.min(0.85, 0.15 + value)], 4 * i);
  });
  const canvas = document.createElement('canvas');
  canvas.width = heat.across;
  canvas.height = heat.down;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  ctx.imageSmoothingEnabled = true;
  ctx.drawImage(canvas, 0, 0, heat.across * CELL, heat.down * CELL);
}

const FAINT = 0.04;

/** The colour of a value from 0 to 1. */
export function rampAt(ramp: Ramp, value: number): readonly [number, number, number] {
  const at = Math.max(0, Math.min(1, value)) * (ramp.length - 1);
  const [a, b] = [ramp[Math.floor(at)], ramp[Math.ceil(at)]];
  if (!a || !b) return [0, 0, 0];
  const mix = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * (at - Math.floor(at)));
  return [mix(0), mix(1), mix(2)];
}

/** Of an area's colour over the land. */
export const AREA_OPACITY = 0.75;

/** The colour of an area as it is seen, over land of a colour such as "#F4F2EC". */
export function areaColorAt(ramp: Ramp, value: number, land: string): string {
  const below = [1, 3, 5].map((at) => Number.parseInt(land.slice(at, at + 2), 16));
  const seen = rampAt(ramp, value).map((over, i) =>
    Math.round(AREA_OPACITY * over + (1 - AREA_OPACITY) * (below[i] ?? 0)),
  );
  return `rgb(${seen.join(' ')})`;
}
