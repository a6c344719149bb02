// The page's frame: where everything stands. CSS arranges it for wide and
// narrow screens; the order here is the order of reading and of the Tab key: what
// the incidents can be chosen and read by comes before the map of them.

import type { Locale } from '../i18n/locale';
import { h, setText } from './dom';
import { icon } from './icons';

export interface Parts {
  readonly settings: HTMLElement[];
  readonly summary: HTMLElement;
  readonly notice: HTMLElement;
  readonly map: HTMLElement;
  readonly tools: HTMLElement;
  readonly legend: HTMLDetailsElement;
  readonly sheet: HTMLElement;
  /** What folds the parts beside the map. */
  readonly folds: readonly HTMLElement[];
  readonly dialogs: HTMLElement[];
  onAbout(): void;
  onSkip(): void;
  onSkipToMap(): void;
}

/** Puts the parts into the document. */
export function buildPage(
  loc: Locale,
  parts: Parts,
): { setAttribution(text: string): void; setHeading(text: string | null): void } {
  const { t } = loc;
  const attribution = attributionLine(loc);
  const skip = h(
    'button',
    { type: 'button', class: 'skip button', onclick: () => parts.onSkip() },
    t('app.skip'),
  );
  const skipToMap = h(
    'button',
    { type: 'button', class: 'skip button', onclick: () => parts.onSkipToMap() },
    t('app.skipMap'),
  );
  const about = h(
    'button',
    { type: 'button', class: 'button about-button', onclick: () => parts.onAbout() },
    icon('info'),
    h('span', {}, t('app.about')),
  );
  const settings = h('details', { class: 'settings' });
  settings.append(
    h(
      'summary',
      { class: 'button round', 'aria-label': t('app.theme'), title: t('app.theme') },
      icon('theme'),
    ),
    h('div', { class: 'popup' }, ...parts.settings),
  );
  closeOnLeave(settings);
  oneOnAPhone(parts.legend, attribution.element);
  const heading = h('h1', { dir: 'auto' }, t('app.title'));
  const header = h('header', { class: 'top' }, heading, about, settings);
  const stage = h(
    'main',
    { class: 'stage' },
    parts.summary,
    h(
      'div',
      { class: 'map-frame' },
      parts.map,
      parts.notice,
      parts.tools,
      parts.legend,
      attribution.element,
    ),
    ...parts.folds,
  );
  document.body.replaceChildren(
    skip,
    skipToMap,
    h('div', { class: 'page' }, header, parts.sheet, stage),
    ...parts.dialogs,
  );
  return {
    setAttribution: attribution.set,
    setHeading: (text) => {
      setText(heading, text ?? t('app.title'));
      heading.title = text ?? '';
    },
  };
}

// One line that says whose data are shown, as far as it fits; all of it on a click.
function attributionLine(loc: Locale): { element: HTMLDetailsElement; set(text: string): void } {
  const short = h('span', { class: 'attribution-short', dir: 'auto', 'aria-hidden': 'true' });
  const full = h('p', { dir: 'auto' });
  const summary = h('summary', {}, h('span', {}, loc.t('map.sources')), short);
  return {
    element: h('details', { class: 'attribution' }, summary, full),
    set: (text) => {
      setText(short, text);
      setText(full, text);
    },
  };
}

// On a phone one of them would lie on the other.
function oneOnAPhone(a: HTMLDetailsElement, b: HTMLDetailsElement): void {
  const isPhone = matchMedia('(max-width: 767px)');
  for (const [opened, other] of [
    [a, b],
    [b, a],
  ] as const) {
    opened.addEventListener('toggle', () => {
      if (opened.open && isPhone.matches) other.open = false;
    });
  }
}

function closeOnLeave(details: HTMLDetailsElement): void {
  document.addEventListener('pointerdown', (event) => {
    if (!details.contains(event.target as Node)) details.open = false;
  });
  details.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !details.open) return;
    event.stopPropagation();
    details.open = false;
    details.querySelector('summary')?.focus();
  });
}
