// The two grades in words, with who said so: did it happen, and who did it.

import type { Locale } from '../i18n/locale';
import type { Statement } from '../types';

const SAID = ['claimed', 'attributed', 'confirmed', 'reported', 'disputed', 'denied'] as const;

/**
 * "claimed by ISIS–K; disputed by the Afghan government"; without statements
 * the grade alone.
 */
export function gradeWords(
  loc: Locale,
  about: Statement['about'],
  grade: string | null | undefined,
  statements: readonly Statement[],
): string {
  const parts = SAID.flatMap((said) => {
    const by = statements
      .filter((s) => s.about === about && s.grade === said && s.by)
      .map((s) => s.by as string);
    return by.length ? [loc.t(`grade.${said}`, { by: listWords(loc, [...new Set(by)]) })] : [];
  });
  if (parts.length) return parts.join('; ');
  const fallback = about === 'attribution' ? 'unknown' : 'reported';
  return loc.term(about, grade || fallback);
}

/** "a, b and c" in the reader's language. */
export function listWords(loc: Locale, items: readonly string[]): string {
  return new Intl.ListFormat(loc.intl, { type: 'conjunction' }).format(items);
}
