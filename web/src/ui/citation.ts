// How one incident is cited: what, when, from which dataset, where it is on the web.

import type { Collection, Detail, Feature } from '../data/types';
import { dateWords, dayWords } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import { NO_FILTER } from '../state/filter';
import { formatHash } from '../state/link';
import { PLAIN_LOOK } from '../state/look';
import { PLAIN_PLAY } from '../state/play';
import { PLAIN_SCREEN } from '../state/screen';
import { h, setText } from './dom';

const DAY_MS = 86_400_000;

/** A button that puts the citation on the clipboard, and says so. */
export function citeButton(
  loc: Locale,
  collection: Collection | null,
  feature: Feature<Detail>,
): HTMLElement {
  const said = h('span', { role: 'status', class: 'muted' });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(citation(loc, collection, feature));
      setText(said, loc.t('detail.cited'));
    } catch {
      setText(said, loc.t('detail.citeFailed'));
    }
  };
  return h(
    'p',
    { class: 'detail-cite' },
    h(
      'button',
      { type: 'button', class: 'button', onclick: () => void copy() },
      loc.t('detail.cite'),
    ),
    ' ',
    said,
  );
}

/** The citation as text. */
export function citation(
  loc: Locale,
  collection: Collection | null,
  { id, properties: p }: Feature<Detail>,
): string {
  const { license = '', release, title = '' } = collection ?? {};
  const about = [release, license].filter(Boolean).join(', ');
  return loc.t('detail.citation', {
    title: p.title,
    when: dateWords(loc, p),
    dataset: title,
    licence: about ? ` (${about})` : '',
    id,
    url: addressOf(collection, id),
    today: dayWords(loc, Math.floor(Date.now() / DAY_MS)),
  });
}

function addressOf(collection: Collection | null, id: string): string {
  const state = {
    filter: NO_FILTER,
    map: null,
    look: PLAIN_LOOK,
    screen: PLAIN_SCREEN,
    play: PLAIN_PLAY,
    selected: id,
  };
  const hash = formatHash({ ...state, collection: collection?.id ?? null });
  return `${location.origin}${location.pathname}#${hash}`;
}
