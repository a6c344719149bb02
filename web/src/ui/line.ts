// One incident in a list: its mark, title, date, place and figure.

import type { Collection, Summary } from '../data/types';
import { killedShort } from '../i18n/casualties';
import { dateWords } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import { placeWords } from '../i18n/places';
import type { Mark } from '../map/palette';
import { h } from './dom';
import { markImage } from './icons';
import { valueLabel } from './labels';

/** The words of a line; `counted` when its dataset has figures of killed. */
export function lineWords(
  loc: Locale,
  collection: Collection | null,
  summary: Summary,
  counted: boolean,
): HTMLElement[] {
  const what = kindWords(loc, collection, summary);
  return [
    h('span', { class: 'line-title', dir: 'auto' }, summary.title),
    ...(what ? [h('span', { class: 'line-kind', dir: 'auto' }, what)] : []),
    h('span', { class: 'line-date' }, dateWords(loc, summary)),
    h('span', { class: 'line-place', dir: 'auto' }, placeWords(loc, summary)),
    h('span', { class: 'line-figure' }, killedShort(loc, summary, counted)),
  ];
}

/** "Attack · Bombing"; empty where the dataset tells no kinds apart. */
export function kindWords(
  loc: Locale,
  collection: Collection | null,
  { kind, event_type: type }: Pick<Summary, 'kind' | 'event_type'>,
): string {
  const words = (name: 'kind' | 'event_type', value: string | null) => {
    const isTold = value && (collection?.vocabularies?.[name]?.length ?? 0) > 1;
    return isTold ? valueLabel(loc, collection, name, value) : '';
  };
  const both = [words('kind', kind), words('event_type', type)];
  return [...new Set(both.filter(Boolean))].join(' · ');
}

/** The mark of a line, by its kind. */
export function lineMark(
  summary: Summary | undefined,
  marks: ReadonlyMap<string, Mark>,
): HTMLElement | null {
  const mark = marks.get(summary?.kind ?? '');
  return mark ? markElement(markImage(mark, !summary?.date_certain)) : null;
}

/** What shows an image of a mark. */
export function markElement(image: string): HTMLElement {
  const element = h('i', { class: 'mark line-mark', 'aria-hidden': 'true' });
  element.style.backgroundImage = image;
  return element;
}
