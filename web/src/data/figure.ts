// The figure of a claim in a form: how it is meant, and one or two numbers. Pure.

import type { Claim } from './types';

export const FIGURES = ['exact', 'least', 'over', 'most', 'range', 'none'] as const;
export type FigureKind = (typeof FIGURES)[number];

export interface Figure {
  readonly kind: FigureKind;
  /** As they are typed; the second one is the end of a range. */
  readonly first: string;
  readonly second: string;
}

/** A claim's figure as a form shows it. */
export function figureOf({ bound, low, high }: Pick<Claim, 'bound' | 'low' | 'high'>): Figure {
  const text = (n: number | null) => (n === null ? '' : String(n));
  if (low === null && high === null) return { kind: 'none', first: '', second: '' };
  // Of “more than n”, the claim has n + 1.
  if (bound === 'over' && low !== null) return { kind: 'over', first: text(low - 1), second: '' };
  if (high === null) return { kind: 'least', first: text(low), second: '' };
  if (low === null) return { kind: 'most', first: text(high), second: '' };
  if (low === high) return { kind: 'exact', first: text(low), second: '' };
  return { kind: 'range', first: text(low), second: text(high) };
}

/**
 * The claim with the figure of a form; null where that has no whole number. A best figure
 * between the ends of a range stays.
 */
export function withFigure(claim: Claim, { kind, first, second }: Figure): Claim | null {
  const shown = figureOf(claim);
  if (shown.kind === kind && shown.first === first.trim() && shown.second === second.trim()) {
    return claim;
  }
  const { bound: _bound, ...rest } = claim;
  if (kind === 'none') return { ...rest, low: null, best: null, high: null };
  const [n, m] = [whole(first), whole(second)];
  if (n === null || (kind === 'range' && (m === null || m < n))) return null;
  switch (kind) {
    case 'exact':
      return { ...rest, low: n, best: n, high: n };
    case 'least':
      return { ...rest, low: n, best: n, high: null };
    case 'over':
      return { ...rest, bound: 'over', low: n + 1, best: n + 1, high: null };
    case 'most':
      return { ...rest, low: null, best: null, high: n };
    case 'range':
      return { ...rest, low: n, best: null, high: m };
  }
}

function whole(text: string): number | null {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}
