// Playing through time: which window comes next, and when.

import type { Day, Span } from '../state/day';
import { moveBy } from './brush-keys';

/** A window that moves on, or one that grows from the start. */
export type Step = 'moving' | 'cumulative';
export const SPEEDS = [0.5, 1, 2, 4] as const;

const TICK = 500; // milliseconds of a step at speed 1
const CALM_TICK = 1_500; // for readers who asked for less motion

/** The window that playing starts with: a tenth of the time, when all of it is shown. */
export function firstWindow(edges: readonly Day[], span: Span, step: Step): Span {
  const n = edges.length - 1;
  const last = (edges[n] as Day) - 1;
  const start = span.from <= (edges[0] as Day);
  if (span.to < last) return span; // there is time left to play
  if (step === 'cumulative') {
    const from = start ? (edges[0] as Day) : span.from;
    const at = Math.max(0, edges.indexOf(from));
    return { from, to: (edges[Math.min(n, at + 1)] as Day) - 1 };
  }
  const bins = start ? Math.max(1, Math.round(n / 10)) : binsOf(edges, span);
  return { from: edges[0] as Day, to: (edges[Math.min(n, bins)] as Day) - 1 };
}

/**
 * The window after this one, or null at the end. Steps in which nothing that
 * is shown would change are skipped: `isSame` tells them.
 */
export function nextWindow(
  edges: readonly Day[],
  span: Span,
  step: Step,
  isSame: (a: Span, b: Span) => boolean,
): Span | null {
  let next = advance(edges, span, step);
  while (next && isSame(span, next)) {
    const after = advance(edges, next, step);
    if (!after) break;
    next = after;
  }
  return next;
}

function advance(edges: readonly Day[], span: Span, step: Step): Span | null {
  const end = edges.at(-1) as Day;
  if (span.to + 1 >= end) return null;
  if (step === 'moving') return moveBy(edges, span, 1);
  const edge = edges.find((e) => e > span.to + 1) ?? end;
  return { from: span.from, to: edge - 1 };
}

function binsOf(edges: readonly Day[], span: Span): number {
  return Math.max(1, edges.filter((e) => e >= span.from && e <= span.to).length);
}

/** Calls back at the pace of the speed until stopped. */
export class Player {
  private timer = 0;

  constructor(
    private readonly tick: () => boolean,
    private readonly calm: () => boolean,
  ) {}

  get playing(): boolean {
    return this.timer !== 0;
  }

  start(speed: number): void {
    this.stop();
    const wait = this.calm() ? Math.max(CALM_TICK, TICK / speed) : TICK / speed;
    this.timer = window.setInterval(() => {
      if (!this.tick()) this.stop();
    }, wait);
  }

  stop(): void {
    window.clearInterval(this.timer);
    this.timer = 0;
  }
}
