// The two grades in words, with who said so: did it happen, and who did it.

import type { Statement } from '../data/types';
import type { Locale } from './locale';

const SAID = ['claimed', 'attributed', 'confirmed', 'reported', 'disputed', 'denied'] as const;
type Said = (typeof SAID)[number];

/**
 * "claimed by ISIS–K; disputed by the Afghan government: “blamed others”";
 * without statements the grade alone.
 */
export function gradeWords(
  loc: Locale,
  about: Statement['about'],
  grade: string | null | undefined,
  statements: readonly Statement[],
): string {
  const parts = SAID.flatMap((said) =>
    saidWords(
      loc,
      said,
      statements.filter((s) => s.about === about && s.grade === said),
    ),
  );
  if (parts.length) return parts.join('; ');
  const fallback = about === 'attribution' ? 'unknown' : 'reported';
  return loc.term(about, grade || fallback);
}

// Those who said it without more are named together, others with their words.
function saidWords(loc: Locale, said: Said, statements: readonly Statement[]): string[] {
  const bare = statements.flatMap(({ by, words }) => (by && !words ? [by] : []));
  const parts = bare.length
    ? [loc.t(`grade.${said}`, { by: listWords(loc, [...new Set(bare)]) })]
    : [];
  for (const { about, by, words } of statements) {
    if (!words) continue;
    const who = by ? loc.t(`grade.${said}`, { by }) : loc.term(about, said);
    parts.push(withWords(loc, said, who, words));
  }
  return [...new Set(parts)];
}

// What contradicts is quoted; what affirms is told more exactly.
function withWords(loc: Locale, said: Said, who: string, words: string): string {
  if (said !== 'disputed' && said !== 'denied') return `${who} (${loc.isolate(words)})`;
  return `${who}: ${loc.quoted(words)}`;
}

/** "a, b and c" in the reader's language; the items are data. */
export function listWords(loc: Locale, items: readonly string[]): string {
  return new Intl.ListFormat(loc.intl, { type: 'conjunction' }).format(items.map(loc.isolate));
}
