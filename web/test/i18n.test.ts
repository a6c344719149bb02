import { describe, expect, it } from 'vitest';
import { ar } from '../src/i18n/ar';
import { arEdit } from '../src/i18n/ar-edit';
import { arImport } from '../src/i18n/ar-import';
import { en } from '../src/i18n/en';
import { enEdit } from '../src/i18n/en-edit';
import { enImport } from '../src/i18n/en-import';
import { createLocale, type Message } from '../src/i18n/locale';

const forms = (message: Message): string[] =>
  typeof message === 'string' ? [message] : Object.values(message);
const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();

describe('Arabic', () => {
  it.each(Object.keys(en) as (keyof typeof en)[])('has %s, with the same parameters', (key) => {
    const message = ar[key];
    expect(message).toBeDefined();
    const expected = names(forms(en[key]).at(-1) as string);
    // The form for every number has them all; those of 1 and 2 may say them in words.
    expect(names(forms(message).at(-1) as string)).toEqual(expected);
    for (const form of forms(message)) {
      for (const name of names(form)) expect(expected).toContain(name);
    }
  });

  it('has no text that was left in English', () => {
    const same = Object.entries(ar).filter(([key, message]) => {
      const english: Message | undefined = (en as Record<string, Message>)[key];
      return english !== undefined && JSON.stringify(message) === JSON.stringify(english);
    });
    expect(same).toEqual([]);
  });
});

describe.each<readonly [string, object, object]>([
  ['a file', enImport, arImport],
  ['an incident', enEdit, arEdit],
])('the words of the screen for %s', (_name, english, arabic) => {
  const all = Object.entries(english as Record<string, Message>);
  it.each(all)('have %s in Arabic, with the same parameters', (key, message) => {
    const other = (arabic as Record<string, Message>)[key];
    expect(other).toBeDefined();
    const expected = names(forms(message).at(-1) as string);
    expect(names(forms(other as Message).at(-1) as string)).toEqual(expected);
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(message));
  });
});

describe('a text', () => {
  const { t, term } = createLocale('en', en);
  it('has its parameters filled in once, and never from a parameter', () => {
    expect(t('sum.showing', { shown: 1234, total: 9 })).toBe('Showing 1,234 of 9');
    expect(t('chip.remove', { what: '{what}' })).toBe('Remove filter: {what}');
  });

  it('has a fallback for a term that no table has', () => {
    expect(term('kind', 'protest', 'Protest')).toBe('Protest');
    expect(term('kind', 'protest')).toBe('protest');
    expect(createLocale('ar', ar).term('kind', 'attack', 'Attack')).toBe('هجوم');
  });
});
