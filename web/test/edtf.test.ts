import { describe, expect, it } from 'vitest';
import { readDate } from '../src/data/edtf';
import { dateWords } from '../src/i18n/dates';
import { en } from '../src/i18n/en';
import { createLocale } from '../src/i18n/locale';

describe('a date that is typed', () => {
  it.each([
    ['2024-03-21', '2024-03-21', '2024-03-21', 'day', true],
    ['2024-02', '2024-02-01', '2024-02-29', 'month', false],
    ['2023-02-XX', '2023-02-01', '2023-02-28', 'month', false],
    ['2024', '2024-01-01', '2024-12-31', 'year', false],
    ['2024-XX-XX', '2024-01-01', '2024-12-31', 'year', false],
    ['2024-03-21~', '2024-03-21', '2024-03-21', 'day', false],
    ['2024-03-21/2024-03-24', '2024-03-21', '2024-03-24', 'day', true],
    ['2024-03/2024-05', '2024-03-01', '2024-05-31', 'month', true],
    ['2024-03-21/..', '2024-03-21', null, 'day', false],
    ['[2024-03-21..2024-03-24]', '2024-03-21', '2024-03-24', 'week', false],
    ['[2024-03-21,2024-05-24]', '2024-03-21', '2024-05-24', 'year', false],
    [' 2024-03-21 ', '2024-03-21', '2024-03-21', 'day', true],
  ] as const)('%s is read', (text, start, end, precision, certain) => {
    expect(readDate(text)).toMatchObject({
      start,
      end,
      date_precision: precision,
      date_certain: certain,
    });
  });

  it.each([
    ...['', 'some day', '2024-13', '2023-02-29', '2024-XX-21', '21.3.2024', '24'],
    ...['2024-03-24/2024-03-21', '../2024', '2024/2025/2026', '[2024..2023]', '{2024,2025}'],
  ])('“%s” is not understood', (text) => {
    expect(readDate(text)).toBeNull();
  });

  it('is said as the map says it', () => {
    const loc = createLocale('en', en);
    const words = (text: string) => dateWords(loc, readDate(text) as never);
    expect(words('2024-06')).toBe('in June 2024 (day not known)');
    expect(words('2024-03-21/..')).toBe('from 21 March 2024 (no end told)');
    expect(words('2024-03-21~')).toBe('about 21 March 2024');
  });
});
