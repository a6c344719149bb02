// Where the facts of an incident come from: sources, geocoding, review.

import type { Detail, Geocoding, Source } from '../data/types';
import { dayWords } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import { parseDay } from '../state/day';
import { bdi, h } from './dom';

/** The numbered sources; null without any. */
export function sourceList(loc: Locale, sources: readonly Source[]): HTMLElement | null {
  if (sources.length === 0) return null;
  const items = sources.map((source) => {
    const date = source.date ? loc.t('detail.published', { date: dateOf(loc, source.date) }) : null;
    const about = [source.publisher, date, source.locator].flatMap((s) =>
      s ? [loc.isolate(s)] : [],
    );
    const href = webAddress(source.url);
    const link = href
      ? h('a', { href, rel: 'noopener noreferrer', target: '_blank' }, loc.t('detail.link'))
      : null;
    return h(
      'li',
      {},
      bdi(source.title),
      about.length > 0 ? h('span', { class: 'muted' }, ` (${about.join(', ')}) `) : ' ',
      link,
    );
  });
  return h(
    'section',
    { class: 'detail-part' },
    h('h3', {}, loc.t('detail.sources')),
    h('ol', { class: 'sources' }, ...items),
  );
}

/** How each place text became a point; null without an audit. */
export function geocodingList(loc: Locale, geocoding: readonly Geocoding[]): HTMLElement | null {
  if (geocoding.length === 0) return null;
  const { t } = loc;
  const format = new Intl.NumberFormat(loc.intl, { maximumFractionDigits: 2 });
  const lists = geocoding.map((g) => {
    const entry = [g.gazetteer_id, g.gazetteer_version, g.licence]
      .flatMap((part) => (part ? [loc.isolate(String(part))] : []))
      .join(', ');
    const pairs: [string, string | null | undefined][] = [
      [g.role === 'origin' ? t('detail.originQuery') : t('detail.query'), g.query],
      [t('detail.matched'), g.matched],
      [t('detail.gazetteer'), entry],
      [
        t('detail.score'),
        g.score === null || g.score === undefined ? null : format.format(g.score),
      ],
      [t('detail.override'), g.override],
    ];
    const rows = pairs.flatMap(([name, value]) =>
      value ? [h('dt', {}, name), h('dd', { dir: 'auto' }, value)] : [],
    );
    return h('dl', { class: 'audit' }, ...rows);
  });
  return h('details', { class: 'detail-part' }, h('summary', {}, t('detail.geocoding')), ...lists);
}

/** "Review: place: reviewed; record: not reviewed". */
export function reviewWords(loc: Locale, p: Detail): string {
  const { t } = loc;
  const state = (id: string) => loc.term('review', id);
  const parts = [
    p.place_review ? t('detail.placeReview', { state: state(p.place_review) }) : '',
    p.record_review ? t('detail.recordReview', { state: state(p.record_review) }) : '',
  ].filter(Boolean);
  return parts.length ? `${t('detail.review')}: ${parts.join('; ')}` : '';
}

/**
 * The address when it is one of the web, without the name and password that it
 * may carry; scripts and other schemes are not links.
 */
export function webAddress(url: string | null | undefined): string | null {
  if (!url) return null;
  try {
    const parsed = new URL(url);
    if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return null;
    parsed.username = '';
    parsed.password = '';
    return parsed.href;
  } catch {
    return null;
  }
}

function dateOf(loc: Locale, iso: string): string {
  const day = parseDay(iso);
  return day === null ? iso : dayWords(loc, day);
}
