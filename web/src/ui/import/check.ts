// What would come of a file: in words, by year, on a map, and what was noticed.

import type { Finding, Inspection, Sketch } from '../../data/table-file';
import type { Locale } from '../../i18n/locale';
import { bdi, h, svg } from '../dom';
import type { Say } from './words';

const MOST_FINDINGS = 12;
const MOST_BARS = 60;
const FEW_BARS = 8; // of which each would be a block

/** The parts of the check; `map` is where the incidents would be, or null without any place. */
export function checkParts(
  loc: Locale,
  say: Say,
  doc: Inspection,
  map: HTMLElement | null,
): HTMLElement[] {
  if (doc.refused) {
    return [
      h(
        'div',
        { class: 'import-refused', role: 'alert' },
        h('strong', {}, say('check.refused')),
        h('p', {}, say('check.refusedHelp')),
        h('p', { class: 'muted', lang: 'en', dir: 'auto' }, doc.refused),
      ),
    ];
  }
  const note = say('check.english');
  const words = doc.words.map((text) => h('p', { lang: 'en', dir: 'auto' }, text));
  return [
    ...(note ? [h('p', { class: 'muted' }, note)] : []),
    h('div', { class: 'import-words' }, ...words),
    h('div', { class: 'import-sketch' }, ...years(loc, say, doc), ...(map ? [map] : [])),
    ...findings(loc, say, doc),
  ];
}

function years(loc: Locale, say: Say, { sketch, incidents }: Inspection): HTMLElement[] {
  const bars = sketch ? binsOf(sketch.years) : [];
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return [];
  const most = Math.max(...bars.map(({ count }) => count));
  const width = 100 / bars.length;
  const { format } = new Intl.NumberFormat(loc.intl, { useGrouping: false });
  const label = say('check.yearsWords', {
    n: incidents,
    from: format(first.from),
    to: format(last.to),
  });
  const drawn = svg(
    'svg',
    { viewBox: '0 0 100 40', preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
    ...bars.map(({ count }, i) => {
      const height = count === 0 ? 0 : Math.max(1, (40 * count) / most);
      const inner = width * (bars.length < FEW_BARS ? 0.5 : 0.9);
      const bar = { x: (i + 0.5) * width - inner / 2, y: 40 - height, width: inner, height };
      return svg('rect', bar);
    }),
  );
  const ends = [...new Set([first.from, last.to])].map((year) => h('span', {}, format(year)));
  return [
    h(
      'figure',
      { class: 'import-years', dir: 'ltr' },
      drawn,
      h('div', { class: 'import-axis', 'aria-hidden': 'true' }, ...ends),
      h('figcaption', { dir: loc.dir }, say('check.years', { n: most })),
    ),
  ];
}

interface Bin {
  readonly from: number;
  readonly to: number;
  count: number;
}

/** Years without a gap, several to a bin where they are many. */
export function binsOf(years: Sketch['years']): Bin[] {
  const [first, last] = [years[0]?.year, years.at(-1)?.year];
  if (first === undefined || last === undefined) return [];
  const step = Math.ceil((last - first + 1) / MOST_BARS);
  const bins: Bin[] = [];
  for (let from = first; from <= last; from += step) {
    bins.push({ from, to: Math.min(last, from + step - 1), count: 0 });
  }
  for (const { year, count } of years) {
    const bin = bins[Math.floor((year - first) / step)];
    if (bin) bin.count += count;
  }
  return bins;
}

function findings(loc: Locale, say: Say, doc: Inspection): HTMLElement[] {
  const shown = doc.findings.slice(0, MOST_FINDINGS);
  if (shown.length === 0) return [];
  const more = doc.findings.length - shown.length + (doc.moreFindings ?? 0);
  const heads = [say('check.row'), say('check.column'), say('check.what')];
  return [
    h('h4', {}, say('check.findings')),
    h(
      'div',
      { class: 'table-scroll', tabindex: 0, role: 'group', 'aria-label': say('check.findings') },
      h(
        'table',
        { class: 'claims' },
        h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))),
        h('tbody', {}, ...shown.map((finding) => row(loc, finding))),
      ),
    ),
    ...(more > 0 ? [h('p', { class: 'muted' }, say('check.more', { n: more }))] : []),
  ];
}

function row(loc: Locale, { row, column, message, allowed }: Finding): HTMLElement {
  const words = allowed ? `${message}; ${allowed}` : message;
  return h(
    'tr',
    {},
    h('td', { class: 'figure' }, row ? loc.number(row) : ''),
    h('td', {}, bdi(column ?? '')),
    h('td', { lang: 'en', dir: 'auto' }, words),
  );
}
