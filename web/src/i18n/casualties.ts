// Figures of people as claims: never more certain than the sources, and what
// is not reported is never zero.

import type { Claim, Collection, Figures, Sum } from '../data/types';
import { listWords } from './grades';
import type { Locale } from './locale';

export type Measure = 'killed' | 'injured';

const MEASURES: readonly Measure[] = ['killed', 'injured'];
const PREFIX = { killed: 'fatalities', injured: 'injuries' } as const;

/** What measures are called in the API's properties and sums. */
export function prefixOf(measure: Measure): 'fatalities' | 'injuries' {
  return PREFIX[measure];
}

/** The measures that a dataset has figures of: of others nothing is said. */
export function countedIn(collection: Pick<Collection, 'figures'> | null): readonly Measure[] {
  return MEASURES.filter((measure) => collection?.figures.includes(prefixOf(measure)));
}

/**
 * "97 killed (reported)", "94 to 96 killed; sources differ", "at least 32 killed";
 * "more than 170 killed" where a claim says its lower bound so.
 */
export function casualtyWords(
  loc: Locale,
  measure: Measure,
  low: number | null,
  high: number | null,
  claims: readonly Claim[] = [],
): string {
  if (low === null && high === null) return loc.t(`${measure}.none`);
  const over = claims.some((c) => c.measure === measure && c.scope !== 'subset' && isOver(c, low));
  if (low !== null && high === null && over) return loc.t(`${measure}.over`, { n: low - 1 });
  if (high === null) return loc.t(`${measure}.least`, { n: low ?? 0 });
  if (low === null) return loc.t(`${measure}.most`, { n: high });
  if (low !== high) {
    const parties = new Set(claims.flatMap((c) => (c.scope === 'part' && c.by ? [c.by] : [])));
    return loc.t(`${measure}.${parties.size > 1 ? 'accounts' : 'range'}`, { low, high });
  }
  return low === 0 ? loc.t(`${measure}.zero`) : loc.t(`${measure}.exact`, { n: low });
}

function isOver({ bound, low }: Claim, least: number | null): boolean {
  return bound === 'over' && low !== null && low === least;
}

/** The bare figure of a claim: "36", "at least 32", "more than 170", "6 to 9". */
export function figureWords(loc: Locale, claim: Pick<Claim, 'bound' | 'low' | 'high'>): string {
  const { bound, low, high } = claim;
  if (bound === 'over' && low !== null) return loc.t('figure.over', { n: low - 1 });
  if (low === null && high === null) return loc.t('figure.none');
  if (high === null) return loc.t('figure.least', { n: low ?? 0 });
  if (low === null) return loc.t('figure.most', { n: high });
  return low === high ? loc.number(low) : loc.t('figure.range', { low, high });
}

/**
 * What claims say of people that nobody numbered in all: "at least 1 killed" by
 * a part of them, "killed: “dozens”" by the source's words. Null when they say
 * nothing of the measure.
 */
export function unnumberedWords(
  loc: Locale,
  measure: Measure,
  claims: readonly Claim[],
): string | null {
  const said = claims.filter((claim) => claim.measure === measure && !saysNone(claim));
  if (said.length === 0) return null;
  const least = Math.max(...said.map((claim) => claim.low ?? claim.best ?? 0));
  const number = casualtyWords(loc, measure, least, null, said);
  const words = said.filter((claim) => !hasNumber(claim) && claim.words);
  const parts = [
    least > 0 ? number : '',
    words.length > 0
      ? loc.t(`${measure}.words`, { words: listWords(loc, words.map(quoteOf(loc))) })
      : '',
  ].filter(Boolean);
  return parts.join('; ') || loc.t(`${measure}.unnumbered`);
}

function quoteOf(loc: Locale): (claim: Claim) => string {
  return ({ words, who }) => {
    const quote = loc.quoted(words ?? '');
    return who ? `${quote} (${loc.isolate(who)})` : quote;
  };
}

function hasNumber({ low, best, high }: Claim): boolean {
  return low !== null || best !== null || high !== null;
}

// A part of whom none was killed says nothing of the others.
function saysNone(claim: Claim): boolean {
  return hasNumber(claim) && (claim.high ?? claim.best ?? claim.low) === 0;
}

/**
 * Killed, for one line of the list: a figure shared with others is not repeated
 * there, and nothing is said where the dataset does not count them.
 */
export function killedShort(
  loc: Locale,
  figures: { fatalities_low: number | null; fatalities_high: number | null; group: string | null },
  counted: boolean,
): string {
  const { fatalities_low: low, fatalities_high: high, group } = figures;
  if (low !== null || high !== null) return casualtyWords(loc, 'killed', low, high);
  if (!counted) return '';
  return loc.t(group ? 'casualties.sharedShort' : 'killed.noFigure');
}

/**
 * What a group's claims say, for one of its members: "56 killed (reported),
 * shared with …"; null when they say nothing of the measure.
 */
export function sharedWords(
  loc: Locale,
  measure: Measure,
  group: { figures?: Figures; claims?: readonly Claim[] },
  titles: string,
): string | null {
  const low = group.figures?.[`${prefixOf(measure)}_low`] ?? null;
  const high = group.figures?.[`${prefixOf(measure)}_high`] ?? null;
  const what =
    low === null && high === null
      ? unnumberedWords(loc, measure, group.claims ?? [])
      : casualtyWords(loc, measure, low, high, group.claims);
  return what && loc.t('casualties.shared', { what, titles });
}

/** A sum over what is shown: "at least 182 killed (reported)", with what is missing from it. */
export function sumWords(loc: Locale, measure: Measure, sum: Sum): string {
  const words = sumFigure(loc, measure, sum);
  if (sum.unreported === 0 || sum.reported === 0) return words;
  return `${words}; ${loc.t('sum.unreported', { n: sum.unreported })}`;
}

// A side of the sum that is not known is null, or counted as open.
function sumFigure(loc: Locale, measure: Measure, sum: Sum): string {
  const low = sum.low ?? sum.best;
  const high = sum.openEnded > 0 ? null : sum.high;
  if (sum.reported === 0 || (low === null && high === null)) return loc.t(`${measure}.noFigure`);
  if (low === null) return loc.t(`${measure}.most`, { n: high ?? 0 });
  if (high === null) return loc.t(`sum.${measure}Least`, { n: low });
  if (low !== high) return loc.t(`sum.${measure}Range`, { low, high });
  return loc.t(`sum.${measure}`, { n: low });
}
