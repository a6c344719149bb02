// The bars of the histogram as SVG paths, in pixels. Pure.

import type { BinCounts } from '../data/bins';
import { type Day, dayOf, year } from '../state/day';

export interface BarPaths {
  /** Every incident of the collection. */
  readonly all: string;
  /** Those that pass the filter and certainly fall into the bin. */
  readonly certain: string;
  /** Those that may: on top of the certain ones. */
  readonly possible: string;
}

/** A day's place on the axis, 0..width. */
export function dayToX(edges: readonly Day[], day: Day, width: number): number {
  const first = edges[0] as Day;
  const length = (edges.at(-1) as Day) - first;
  return length > 0 ? ((day - first) / length) * width : 0;
}

/** The day at a place on the axis, as a fraction of a day. */
export function xToDay(edges: readonly Day[], x: number, width: number): number {
  const first = edges[0] as Day;
  return first + (x / Math.max(1, width)) * ((edges.at(-1) as Day) - first);
}

export function barPaths(
  edges: readonly Day[],
  all: BinCounts,
  filtered: BinCounts,
  width: number,
  height: number,
): BarPaths {
  const n = edges.length - 1;
  let most = 1;
  for (let i = 0; i < n; i++) most = Math.max(most, sum(all, i), sum(filtered, i));
  const paths = { all: '', certain: '', possible: '' };
  for (let i = 0; i < n; i++) {
    const left = dayToX(edges, edges[i] as Day, width);
    const right = dayToX(edges, edges[i + 1] as Day, width);
    const gap = right - left > 4 ? 1 : 0;
    const box = (from: number, to: number) => {
      const top = height * (1 - to / most);
      const bottom = height * (1 - from / most);
      // A single incident among thousands is still to be seen.
      const least = Math.max(bottom - top, 2);
      return `M${num(left)} ${num(bottom - least)}h${num(right - left - gap)}v${num(least)}h${num(gap + left - right)}z`;
    };
    const certain = filtered.certain[i] ?? 0;
    const possible = filtered.possible[i] ?? 0;
    if (sum(all, i) > 0) paths.all += box(0, sum(all, i));
    if (certain > 0) paths.certain += box(0, certain);
    if (possible > 0) paths.possible += box(certain, certain + possible);
  }
  return paths;
}

export interface AxisTick {
  readonly day: Day;
  readonly unit: 'year' | 'month' | 'day';
}

const MIN_TICK = 56; // pixels between two labels of the axis

/** Ticks at the round edges of bins that have room for their labels. */
export function axisTicks(edges: readonly Day[], width: number): AxisTick[] {
  const length = Math.max(1, (edges.at(-1) as Day) - (edges[0] as Day));
  const room = (MIN_TICK / Math.max(1, width)) * length; // days between two labels
  const starts = [...edges.slice(0, -1)];
  for (const years of [1, 2, 5, 10, 20, 50, 100]) {
    if (365 * years < room) continue;
    if (length < 2 * 365 * years) break;
    return yearStarts(edges, years).map((day) => ({ day, unit: 'year' }));
  }
  const unit = length > 120 ? 'month' : 'day';
  const wide = room * (unit === 'month' ? 1.3 : 1.6);
  const ticks: AxisTick[] = [];
  for (const day of starts) {
    const before = ticks.at(-1)?.day;
    if (before === undefined || day - before >= wide) ticks.push({ day, unit });
  }
  return ticks;
}

function yearStarts(edges: readonly Day[], step: number): Day[] {
  const first = edges[0] as Day;
  const last = edges.at(-1) as Day;
  const days: Day[] = [];
  for (let y = Math.floor(year(first) / step) * step; ; y += step) {
    const day = dayOf(y, 1, 1);
    if (day >= last) return days;
    if (day >= first) days.push(day);
  }
}

function sum(counts: BinCounts, i: number): number {
  return (counts.certain[i] ?? 0) + (counts.possible[i] ?? 0);
}

function num(n: number): string {
  return String(Math.round(n * 100) / 100);
}
