// Appearance and language, which belong to the reader and not to a link.

import { LANGUAGES, type Language, type Locale } from '../i18n/locale';
import { h } from './dom';

const KEY = 'incidentmap.theme';
const THEMES = ['auto', 'light', 'dark'] as const;
type ThemeName = (typeof THEMES)[number];

const NAMES: Record<Language, string> = { en: 'English', ar: 'العربية' };

/** Light, dark, or as the system; remembered on this device. */
export class ThemeSetting {
  readonly element: HTMLElement;
  private readonly system = matchMedia('(prefers-color-scheme: dark)');

  constructor(
    loc: Locale,
    private readonly onChange: (dark: boolean) => void,
  ) {
    const choices = THEMES.map((name) => h('option', { value: name }, loc.t(`theme.${name}`)));
    const select = h('select', { class: 'select' }, ...choices);
    select.value = remembered();
    select.addEventListener('change', () => this.apply(select.value as ThemeName));
    this.system.addEventListener('change', () => this.onChange(this.isDark));
    this.element = h('label', { class: 'field' }, h('span', {}, loc.t('app.theme')), select);
    document.documentElement.dataset['theme'] = select.value;
  }

  get isDark(): boolean {
    const chosen = document.documentElement.dataset['theme'];
    return chosen === 'dark' || (chosen !== 'light' && this.system.matches);
  }

  private apply(name: ThemeName): void {
    document.documentElement.dataset['theme'] = name;
    try {
      localStorage.setItem(KEY, name);
    } catch {
      // Storage is switched off: the choice lasts as long as the page.
    }
    this.onChange(this.isDark);
  }
}

/** The language of the page; the address carries it, since texts come with the load. */
export function languageSetting(loc: Locale): HTMLElement {
  const choices = LANGUAGES.map((lang) => h('option', { value: lang, lang }, NAMES[lang]));
  const select = h('select', { class: 'select' }, ...choices);
  select.value = loc.lang;
  select.addEventListener('change', () => {
    const url = new URL(location.href);
    url.searchParams.set('lang', select.value);
    location.assign(url);
  });
  return h('label', { class: 'field' }, h('span', {}, loc.t('app.language')), select);
}

function remembered(): ThemeName {
  try {
    const name = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === name) ?? 'auto';
  } catch {
    return 'auto';
  }
}
