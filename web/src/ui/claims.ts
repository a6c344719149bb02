// The figures as claims: what, how many, in whose words, and from where.

import type { Claim, Source } from '../data/types';
import { figureWords } from '../i18n/casualties';
import type { Locale } from '../i18n/locale';
import { bdi, h } from './dom';

/** A table of claims with their sources' numbers; null without claims. */
export function claimsTable(
  loc: Locale,
  claims: readonly Claim[],
  sources: readonly Source[],
): HTMLElement | null {
  if (claims.length === 0) return null;
  const { t } = loc;
  const heads = [
    t('detail.measure'),
    t('detail.figure'),
    t('detail.asWritten'),
    t('detail.source'),
  ];
  return h(
    'section',
    { class: 'detail-part' },
    h('h3', {}, t('detail.claims')),
    h(
      'div',
      { class: 'table-scroll', tabindex: 0, role: 'group', 'aria-label': t('detail.claims') },
      h(
        'table',
        { class: 'claims' },
        h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))),
        h('tbody', {}, ...claims.map((claim) => claimRow(loc, claim, sources))),
      ),
    ),
  );
}

function claimRow(loc: Locale, claim: Claim, sources: readonly Source[]): HTMLElement {
  const { t } = loc;
  const at = sources.findIndex((source) => source.key === claim.source);
  return h(
    'tr',
    {},
    h('th', { scope: 'row', dir: 'auto' }, measureWords(loc, claim)),
    h('td', { class: 'figure' }, figureWords(loc, claim)),
    h('td', { dir: 'auto' }, claim.words ? loc.quoted(claim.words) : ''),
    h(
      'td',
      { dir: 'auto' },
      at < 0 ? bdi(claim.source ?? '') : `[${loc.number(at + 1)}]`,
      claim.by ? `, ${t('detail.accordingTo', { by: claim.by })}` : '',
    ),
  );
}

function measureWords(loc: Locale, { measure, scope, who }: Claim): string {
  const name = loc.term('measure', measure, readable(measure));
  if (scope === 'subset') return loc.t('detail.of', { measure: name, who: who || '?' });
  if (scope === 'part') return loc.t('detail.part', { measure: name, who: who || '?' });
  return who
    ? loc.t('detail.totalOf', { measure: name, who })
    : loc.t('detail.total', { measure: name });
}

function readable(id: string): string {
  const text = id.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
