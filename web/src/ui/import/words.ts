// The words of the screen for a file of one's own: they come with it.

import { arImport } from '../../i18n/ar-import';
import { enImport } from '../../i18n/en-import';
import type { Locale, Params } from '../../i18n/locale';

export type ImportKey = keyof typeof enImport;
export type Say = (key: ImportKey, params?: Params) => string;

export const importWords = (loc: Locale): Say => loc.words({ en: enImport, ar: arImport });

/** The text of `prefix.id`; the fallback where the words have none. */
export function term(say: Say, prefix: string, id: string, fallback = id): string {
  const key = `${prefix}.${id}`;
  return key in enImport ? say(key as ImportKey) : fallback;
}
