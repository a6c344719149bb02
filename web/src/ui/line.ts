// One incident in a list: its mark, title, date, place and figure.

import type { Summary } from '../data/types';
import { killedShort } from '../i18n/casualties';
import { dateWords } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import { placeWords } from '../i18n/places';
import type { Mark } from '../map/palette';
import { h } from './dom';
import { markIcon } from './icons';

/** The words of a line; `counted` when its dataset has figures of killed. */
export function lineWords(loc: Locale, summary: Summary, counted: boolean): HTMLElement[] {
  return [
    h('span', { class: 'line-title', dir: 'auto' }, summary.title),
    h('span', { class: 'line-date' }, dateWords(loc, summary)),
    h('span', { class: 'line-place', dir: 'auto' }, placeWords(loc, summary)),
    h('span', { class: 'line-figure' }, killedShort(loc, summary, counted)),
  ];
}

/** The mark of a line, by its kind. */
export function lineMark(
  summary: Summary | undefined,
  marks: ReadonlyMap<string, Mark>,
): SVGElement | null {
  const mark = marks.get(summary?.kind ?? '');
  return mark ? markIcon(mark, !summary?.date_certain) : null;
}
