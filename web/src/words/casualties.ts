// Figures of people as claims: never more certain than the sources, and what
// is not reported is never zero.

import type { Locale } from '../i18n/locale';
import type { Figures, Sum } from '../types';

export type Measure = 'killed' | 'injured';

/** "97 killed (reported)", "94 to 96 killed; sources differ", "at least 32 killed". */
export function casualtyWords(
  loc: Locale,
  measure: Measure,
  low: number | null,
  high: number | null,
): string {
  if (low === null && high === null) return loc.t(`${measure}.none`);
  if (high === null) return loc.t(`${measure}.least`, { n: low ?? 0 });
  if (low === null) return loc.t(`${measure}.most`, { n: high });
  if (low !== high) return loc.t(`${measure}.range`, { low, high });
  return low === 0 ? loc.t(`${measure}.zero`) : loc.t(`${measure}.exact`, { n: low });
}

/** The bare figure of a claim: "36", "at least 170", "6 to 9". */
export function figureWords(loc: Locale, low: number | null, high: number | null): string {
  if (low === null && high === null) return loc.t('figure.none');
  if (high === null) return loc.t('figure.least', { n: low ?? 0 });
  if (low === null) return loc.t('figure.most', { n: high });
  return low === high ? loc.number(low) : loc.t('figure.range', { low, high });
}

/** Killed, for one line of the list; a figure shared with others is not repeated there. */
export function killedShort(
  loc: Locale,
  figures: { fatalities_low: number | null; fatalities_high: number | null; group: string | null },
): string {
  const unknown = figures.fatalities_low === null && figures.fatalities_high === null;
  if (unknown && figures.group) return loc.t('casualties.sharedShort');
  return casualtyWords(loc, 'killed', figures.fatalities_low, figures.fatalities_high);
}

/** Figures that belong to a group: "56 killed (reported), shared with …". */
export function sharedWords(
  loc: Locale,
  measure: Measure,
  figures: Figures | undefined,
  titles: string,
): string {
  const prefix = measure === 'killed' ? 'fatalities' : 'injuries';
  const low = figures?.[`${prefix}_low`] ?? null;
  const high = figures?.[`${prefix}_high`] ?? null;
  if (low === null && high === null) return loc.t('casualties.sharedNoFigure', { titles });
  return loc.t('casualties.shared', { what: casualtyWords(loc, measure, low, high), titles });
}

/** A sum over what is shown: "at least 182 killed (reported)", with what is missing from it. */
export function sumWords(loc: Locale, measure: Measure, sum: Sum): string {
  const words = sumFigure(loc, measure, sum);
  if (sum.unreported === 0 || sum.reported === 0) return words;
  return `${words}; ${loc.t('sum.unreported', { n: sum.unreported })}`;
}

function sumFigure(loc: Locale, measure: Measure, sum: Sum): string {
  if (sum.reported === 0) return loc.t(`sum.${measure}None`);
  if (sum.openEnded > 0) return loc.t(`sum.${measure}Least`, { n: sum.low });
  if (sum.low !== sum.high) {
    return loc.t(`sum.${measure}Range`, { low: sum.low, high: sum.high });
  }
  return loc.t(`sum.${measure}`, { n: sum.low });
}
