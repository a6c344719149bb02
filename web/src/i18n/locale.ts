// The reader's language: words, numbers and direction.

import { isolated, mayTurn } from './bidi';
import { en } from './en';

/** A text, or its forms by grammatical number of the parameter `n`. */
export type Message = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);
export type MessageKey = keyof typeof en;
export type Messages = Record<MessageKey, Message>;
export type Params = Readonly<Record<string, string | number>>;

export const LANGUAGES = ['en', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

// Gregorian always: the records are dated so. Numerals as each language prints them.
const INTL: Record<Language, string> = { en: 'en-GB', ar: 'ar-u-ca-gregory-nu-arab' };

export interface Locale {
  readonly lang: Language;
  readonly dir: 'ltr' | 'rtl';
  /** The tag for Intl. */
  readonly intl: string;
  /** The text of a key with its {parameters} filled in; numbers as the language writes them. */
  t(key: MessageKey, params?: Params): string;
  /** Texts of tables that come with a screen of their own, which few readers open. */
  words<K extends string>(
    tables: Readonly<Record<Language, Readonly<Record<K, Message>>>>,
  ): (key: K, params?: Params) => string;
  /** The text of `prefix.id`, or the fallback where the tables have none. */
  term(prefix: string, id: string, fallback?: string): string;
  number(n: number): string;
  /** Words of others in quotation marks, once: those that stand around them already are left out. */
  quoted(text: string): string;
  /** Data that is to be put beside words of the page without turning them around. */
  isolate(text: string): string;
}

// A text that is one quotation as a whole.
const QUOTED = /^["“„«‘'‹]([^"“”„«»]*)["”“»’'›]$/;

/** The language asked for in the address, or else the first one known of the reader's. */
export function pickLanguage(asked: string | null, preferred: readonly string[]): Language {
  for (const tag of [asked ?? '', ...preferred]) {
    const base = tag.toLowerCase().split('-')[0];
    const found = LANGUAGES.find((lang) => lang === base);
    if (found) return found;
  }
  return 'en';
}

/**
 * The reader's language. The texts of Arabic come when they are wanted, since few readers
 * want them; where they cannot be had the page is in English.
 */
export async function loadLocale(lang: Language): Promise<Locale> {
  if (lang === 'en') return createLocale(lang, en);
  return import('./ar').then(
    ({ ar }) => createLocale(lang, ar),
    () => createLocale('en', en),
  );
}

/** A language with the texts of its own. */
export function createLocale(lang: Language, messages: Messages): Locale {
  const table: Partial<Record<string, Message>> = messages;
  const format = new Intl.NumberFormat(INTL[lang]);
  const plural = new Intl.PluralRules(lang);
  const number = (n: number) => format.format(n);
  const fill = (text: string, params: Params) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = params[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? number(value) : isolate(value);
    });
  // Within an Arabic sentence a Latin name needs it as well.
  const isolate = (text: string) => (lang === 'ar' || mayTurn(text) ? isolated(text) : text);
  const quoted = (text: string) =>
    say(messages['common.quoted'], { text: text.trim().replace(QUOTED, '$1') });
  const say = (message: Message, params: Params) => {
    if (typeof message === 'string') return fill(message, params);
    return fill(message[plural.select(Number(params['n'] ?? 0))] ?? message.other, params);
  };
  return {
    lang,
    dir: lang === 'ar' ? 'rtl' : 'ltr',
    intl: INTL[lang],
    t: (key, params = {}) => say(messages[key], params),
    words:
      (tables) =>
      (key, params = {}) =>
        say(tables[lang][key], params),
    term: (prefix, id, fallback) => {
      const message = table[`${prefix}.${id}`];
      return message === undefined ? (fallback ?? id) : say(message, {});
    },
    number,
    quoted,
    isolate,
  };
}
