import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim, Sum } from '../src/data/types';
import { ar as arabic } from '../src/i18n/ar';
import { balanced } from '../src/i18n/bidi';
import {
  casualtyWords,
  countedIn,
  figureWords,
  killedShort,
  sharedWords,
  sumWords,
  unnumberedWords,
} from '../src/i18n/casualties';
import { briefWords, type DateFields, dateWords, rangeWords } from '../src/i18n/dates';
import { en as english } from '../src/i18n/en';
import { gradeWords } from '../src/i18n/grades';
import { createLocale, pickLanguage } from '../src/i18n/locale';
import { placeWords } from '../src/i18n/places';
import { areWholeMonths, OPEN_END, parseDay, toDate } from '../src/state/day';
import { webAddress } from '../src/ui/evidence';

const en = createLocale('en', english);
const ar = createLocale('ar', arabic);

describe('dates in words', () => {
  const known: DateFields = {
    date: '2021-08-26',
    start: '2021-08-26',
    end: '2021-08-26',
    date_precision: 'day',
    date_certain: true,
  };
  it.each<[string, Partial<DateFields>]>([
    ['26 August 2021', {}],
    ['26 August 2021, 17:50 local time', { time: '17:50+04:30' }],
    ['26 August 2021, 23:30 UTC', { time: '23:30:00Z' }],
    ['26 August 2021, 05:10 local time', { time: '05:10:20' }],
    ['26 August 2021', { time: 'in the morning' }],
    ['about 26 August 2021', { date: '2021-08-26~' }],
    ['26 August 2021 (date uncertain)', { date: '2021-08-26?' }],
    [
      'in July 2018 (day not known)',
      { start: '2018-07-01', end: '2018-07-31', date_precision: 'month', date_certain: false },
    ],
    [
      'in 2017 (day not known)',
      { start: '2017-01-01', end: '2017-12-31', date_precision: 'year', date_certain: false },
    ],
    [
      'on a day between 3 May 2017 and 9 June 2017 (which one is not known)',
      { start: '2017-05-03', end: '2017-06-09', date_precision: 'longer', date_certain: false },
    ],
    [
      'from 26 August 2021 (no end told)',
      { date: '2021-08-26/..', end: null, date_certain: false },
    ],
    [
      'from about August 2021 (no end told)',
      { date: '2021-08~/..', start: '2021-08-01', end: null, date_precision: 'month' },
    ],
    ['23–30 April 2019', { start: '2019-04-23', end: '2019-04-30' }],
    ['July–September 2018', { start: '2018-07-01', end: '2018-09-30', date_precision: 'month' }],
  ])('says %s', (words, change) => {
    expect(dateWords(en, { ...known, ...change }).replaceAll(/\s?–\s?/g, '–')).toBe(words);
  });

  it('never says a day that is not known', () => {
    const fields: DateFields = {
      ...known,
      date: '2018-07',
      start: '2018-07-01',
      end: '2018-07-31',
      date_precision: 'month',
      date_certain: false,
    };
    expect(dateWords(en, fields)).not.toMatch(/\b(1|31)\b/);
  });

  it('gives what is written when the days cannot be read', () => {
    expect(dateWords(en, { ...known, date: 'one day', start: '' })).toBe('one day');
  });

  it('says a range as briefly as it can', () => {
    const range = (a: string, b: string) =>
      rangeWords(en, parseDay(a) as number, parseDay(b) as number).replaceAll(/\s?–\s?/g, '–');
    expect(range('2015-01-01', '2024-12-31')).toBe('2015–2024');
    expect(range('2015-01-01', '2024-06-30')).toBe('Jan 2015–Jun 2024');
    expect(range('2015-01-02', '2015-01-02')).toBe('2 Jan 2015');
  });

  it('says days of two years as the browser says their range', () => {
    const day = fc.integer({ min: -800_000, max: 2_900_000 }); // of years -221 to 9909
    const browser = (loc: typeof en, a: number, b: number) =>
      new Intl.DateTimeFormat(loc.intl, {
        ...{ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
      }).formatRange(toDate(a), toDate(b));
    fc.assert(
      fc.property(fc.constantFrom(en, ar), day, day, (loc, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(!areWholeMonths(from, to));
        expect(rangeWords(loc, from, to)).toBe(browser(loc, from, to));
      }),
    );
  });

  it('says briefly which days are known, possible, or the first of many', () => {
    const brief = (a: string, b: string, isCertain: boolean) =>
      briefWords(en, parseDay(a) as number, parseDay(b) as number, isCertain);
    expect(brief('2021-08-26', '2021-08-26', true)).toBe('26 Aug 2021');
    expect(brief('2021-08-26', '2021-08-26', false)).toBe('26 Aug 2021'); // about that day
    expect(brief('2018-07-01', '2018-07-31', true)).toBe('Jul 2018');
    expect(brief('2018-07-01', '2018-07-31', false)).toBe('in July 2018 (day not known)');
    expect(brief('2018-07-02', '2018-07-05', false)).toBe(
      'on a day between 2 July 2018 and 5 July 2018 (which one is not known)',
    );
    const open = (a: string) => briefWords(en, parseDay(a) as number, OPEN_END, true);
    expect(open('2024-03-03')).toBe('from 3 March 2024 (no end told)');
    expect(open('2024-03-01')).toBe('from March 2024 (no end told)');
    expect(open('2024-01-01')).toBe('from 2024 (no end told)');
  });

  it.each([en, ar])('says whole years and months as the browser does', (loc) => {
    const browser = (a: Date, b: Date, options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(loc.intl, { ...options, timeZone: 'UTC' }).formatRange(a, b);
    const [from, june, december] = ['2015-01-01', '2024-06-30', '2024-12-31'].map(
      (day) => parseDay(day) as number,
    ) as [number, number, number];
    const [year, month] = [{ year: 'numeric' }, { month: 'short', year: 'numeric' }] as const;
    expect(rangeWords(loc, from, december)).toBe(browser(toDate(from), toDate(december), year));
    expect(rangeWords(loc, from, june)).toBe(browser(toDate(from), toDate(june), month));
  });

  it('speaks Arabic with its own numerals', () => {
    expect(dateWords(ar, known)).toBe('٢٦ أغسطس ٢٠٢١');
  });
});

describe('casualties in words', () => {
  const dozens: Claim = {
    measure: 'killed',
    scope: 'total',
    low: null,
    best: null,
    high: null,
    words: 'dozens',
  };
  const leader: Claim = { ...dozens, scope: 'subset', who: 'a leader', low: 1, best: 1, high: 1 };

  it.each<[string, number | null, number | null]>([
    ['killed: not reported', null, null],
    ['97 killed (reported)', 97, 97],
    ['none killed (reported)', 0, 0],
    ['94 to 96 killed; sources differ', 94, 96],
    ['at least 32 killed', 32, null],
    ['at most 5 killed', null, 5],
    ['1,200 killed (reported)', 1200, 1200],
  ])('says “%s”', (words, low, high) => {
    expect(casualtyWords(en, 'killed', low, high)).toBe(words);
  });

  it('says a bare figure', () => {
    expect(figureWords(en, { low: 6, high: 9 })).toBe('6 to 9');
    expect(figureWords(en, { bound: 'least', low: 170, high: null })).toBe('at least 170');
    expect(figureWords(en, { bound: 'over', low: 171, high: null })).toBe('more than 170');
    expect(figureWords(en, { low: null, high: null })).toBe('no number given');
  });

  it('says “more than” where the claim of the lower bound does', () => {
    const over: Claim = { ...dozens, bound: 'over', low: 171, best: 171 };
    const least: Claim = { ...dozens, bound: 'least', low: 182, best: 182 };
    expect(casualtyWords(en, 'killed', 171, null, [over, least])).toBe('more than 170 killed');
    expect(casualtyWords(en, 'injured', 171, null, [over])).toBe('at least 171 injured');
    expect(casualtyWords(en, 'killed', 182, null, [over, least])).toBe('at least 182 killed');
    expect(casualtyWords(en, 'killed', 171, 200, [over])).toBe('171 to 200 killed; sources differ');
    expect(unnumberedWords(en, 'killed', [{ ...over, scope: 'subset' }])).toBe(
      'at least 171 killed',
    );
  });

  it('tells accounts of different parties apart from sources that differ', () => {
    const part: Claim = { ...leader, scope: 'part', low: 22, best: 22, high: 22, by: 'X' };
    const other: Claim = { ...part, low: 7, best: 7, high: 7, by: 'Y' };
    expect(casualtyWords(en, 'killed', 22, 29, [part, other])).toBe(
      '22 to 29 killed, by different accounts',
    );
    expect(casualtyWords(en, 'killed', 22, 29, [part])).toBe('22 to 29 killed; sources differ');
  });

  it('says that a figure is shared', () => {
    const group = { figures: { injuries_low: 148, injuries_high: 148 }, claims: [dozens] };
    expect(sharedWords(en, 'injured', group, '“A funeral”')).toBe(
      '148 injured (reported), shared with “A funeral”',
    );
    expect(sharedWords(en, 'killed', group, '“A funeral”')).toBe(
      'killed: “dozens”, shared with “A funeral”',
    );
    expect(sharedWords(en, 'killed', { ...group, claims: [] }, '“A funeral”')).toBeNull();
  });

  const none = { fatalities_low: null, fatalities_high: null, group: null };
  it.each<[string, Partial<Parameters<typeof killedShort>[1]>, boolean]>([
    ['killed: no figure', {}, true],
    ['', {}, false],
    ['figure shared with another incident', { group: 'g' }, true],
    ['2 killed (reported)', { fatalities_low: 2, fatalities_high: 2 }, false],
  ])('says “%s” in a line of the list', (words, change, counted) => {
    expect(killedShort(en, { ...none, ...change }, counted)).toBe(words);
  });

  it.each<[string | null, Claim[]]>([
    [null, []],
    [null, [{ ...dozens, measure: 'arrested' }]],
    ['killed: “dozens”', [dozens]],
    ['killed: “dozens” (soldiers)', [{ ...dozens, who: 'soldiers' }]],
    ['killed: “dozens” and “many”', [dozens, { ...dozens, words: 'many' }]],
    ['at least 1 killed', [leader]],
    ['at least 3 killed', [leader, { ...leader, scope: 'part', low: 3, best: 3, high: null }]],
    ['at least 1 killed; killed: “dozens”', [leader, dozens]],
    ['killed: reported without a number', [{ ...dozens, words: null }]],
    ['killed: reported without a number', [{ ...leader, low: null, best: null, high: 5 }]],
    [null, [{ ...leader, low: 0, best: 0, high: 0 }]],
  ])('says “%s” of what nobody numbered in all', (words, claims) => {
    expect(unnumberedWords(en, 'killed', claims)).toBe(words);
  });

  it('knows what a dataset counts', () => {
    expect(countedIn(null)).toEqual([]);
    expect(countedIn({ figures: [] })).toEqual([]);
    expect(countedIn({ figures: ['injuries', 'fatalities'] })).toEqual(['killed', 'injured']);
  });

  it('uses the forms of Arabic numbers', () => {
    expect(casualtyWords(ar, 'killed', 2, 2)).toBe('قتيلان (بحسب التقارير)');
    expect(casualtyWords(ar, 'killed', 3, 3)).toBe('٣ قتلى (بحسب التقارير)');
  });

  const sum: Sum = { low: 182, best: 190, high: 200, reported: 5, unreported: 0, openEnded: 0 };
  it.each<[string, Partial<Sum>]>([
    ['182 to 200 killed (reported)', {}],
    ['182 killed (reported)', { best: 182, high: 182 }],
    ['at least 182 killed (reported)', { openEnded: 1 }],
    ['at least 182 killed (reported); 3 without a figure', { openEnded: 1, unreported: 3 }],
    ['killed: no figure', { reported: 0, unreported: 4, low: null, best: null, high: null }],
    ['killed: no figure', { reported: 0, unreported: 0, low: 0, best: 0, high: 0 }],
    ['killed: no figure', { low: null, best: null, high: null }],
    ['at least 182 killed (reported)', { high: null }],
    ['at least 182 killed (reported)', { low: null, best: 182, high: null }],
    ['at most 200 killed', { low: null, best: null }],
  ])('sums up as “%s”', (words, change) => {
    expect(sumWords(en, 'killed', { ...sum, ...change })).toBe(words);
  });
});

describe('places in words', () => {
  it.each([
    ['Kabul, Afghanistan', 'Kabul', 'locality'],
    ['near Achin, Afghanistan', 'Achin', 'vicinity'],
    ['somewhere in Jowzjan Province, Afghanistan', 'Jowzjan Province', 'admin1'],
    ['somewhere in Afghanistan', 'Afghanistan (no nearer place given)', 'country'],
    ['somewhere in Afghanistan', null, 'country'],
    ['off Karachi, Afghanistan', 'Karachi', 'offshore'],
    ['A valley, Afghanistan (place not known)', 'A valley', 'unknown'],
  ] as const)('says %s', (words, place, place_precision) => {
    expect(placeWords(en, { place, country_name: 'Afghanistan', place_precision })).toBe(words);
  });

  it('names the area, and not what is within it', () => {
    const fields = { place: 'a funeral in Kuz Kunar', country_name: 'Afghanistan' };
    const admin = { admin1: 'Nangarhar', admin2: 'Kuz Kunar' };
    expect(placeWords(en, { ...fields, ...admin, place_precision: 'admin2' })).toBe(
      'somewhere in Kuz Kunar, Nangarhar, Afghanistan',
    );
    expect(placeWords(en, { ...fields, ...admin, place_precision: 'locality' })).toBe(
      'a funeral in Kuz Kunar, Afghanistan',
    );
  });

  it('says when nothing is known', () => {
    expect(placeWords(en, { place: null, country_name: null, place_precision: 'unknown' })).toBe(
      'place not known',
    );
  });
});

describe('grades in words', () => {
  const said = (grade: string, by: string) => ({ about: 'attribution', grade, by }) as const;
  it('names who said so, those who affirm first', () => {
    const statements = [
      said('disputed', 'the Afghan government'),
      said('attributed', 'the US government'),
      said('claimed', 'ISIS–K'),
    ];
    expect(gradeWords(en, 'attribution', 'disputed', statements)).toBe(
      'claimed by ISIS–K; attributed by the US government; disputed by the Afghan government',
    );
  });

  it('tells what they said', () => {
    const statements = [
      { ...said('disputed', 'Ministry X'), words: 'blamed Group Y, without evidence' },
      said('disputed', 'Ministry Z'),
      { ...said('claimed', 'Group Y'), words: 'by video' },
      { ...said('denied', ''), words: 'not us' },
    ];
    expect(gradeWords(en, 'attribution', 'disputed', statements)).toBe(
      'claimed by Group Y (by video); disputed by Ministry Z; ' +
        'disputed by Ministry X: “blamed Group Y, without evidence”; denied: “not us”',
    );
  });

  it('keeps the two grades apart', () => {
    expect(gradeWords(en, 'occurrence', 'reported', [said('claimed', 'ISIS–K')])).toBe('reported');
    expect(gradeWords(en, 'attribution', null, [])).toBe('not known');
  });
});

describe('links to sources', () => {
  it.each([
    ['https://example.org/a?b=c', 'https://example.org/a?b=c'],
    ['https://user:pw@example.org/2', 'https://example.org/2'],
    ['http://user@example.org:81/?q#f', 'http://example.org:81/?q#f'],
    ['https://user:pw@', null],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['/relative', null],
    ['', null],
    [null, null],
  ])('%s is %s', (url, address) => {
    expect(webAddress(url)).toBe(address);
  });
});

describe('data that runs the other way', () => {
  const turned = '\u202e.place turned';
  const parts = { place: turned, country_name: 'Afghanistan' };

  it('is isolated within a sentence, and nothing else is', () => {
    expect(placeWords(en, { ...parts, place_precision: 'vicinity' })).toBe(
      `near \u2068\u2068${turned}\u2069, Afghanistan\u2069`,
    );
    expect(en.t('chip.text', { text: 'Kabul' })).toBe('“Kabul”');
    expect(en.t('chip.text', { text: 'كابل' })).toBe('“\u2068كابل\u2069”');
    expect(ar.t('chip.text', { text: 'Kabul' })).toContain('\u2068Kabul\u2069');
    expect(
      gradeWords(en, 'attribution', 'claimed', [
        { about: 'attribution', grade: 'claimed', by: turned },
      ]),
    ).toMatch(/^claimed by \u2068+\u202e.place turned\u2069+$/);
  });

  const depth = (text: string) => {
    let open = 0;
    for (const sign of text) {
      if (/[\u2066-\u2068]/.test(sign)) open++;
      else if (sign === '\u2069' && --open < 0) return -1;
    }
    return open;
  };
  it('never leaves its isolate', () => {
    const signs = fc.constantFrom('a', 'ا', '\u2066', '\u2067', '\u2068', '\u2069', '\u202e');
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 12 }), (text) => {
        const kept = balanced(text.join(''));
        expect(depth(kept)).toBe(0);
        const bare = (s: string) => s.replaceAll(/[\u2066-\u2069]/g, '');
        expect(bare(kept)).toBe(bare(text.join('')));
        if (depth(text.join('')) === 0) expect(kept).toBe(text.join(''));
      }),
    );
  });
});

describe('the language', () => {
  it.each([
    ['ar', ['en'], 'ar'],
    [null, ['fr-FR', 'ar-EG', 'en'], 'ar'],
    ['xx', ['de'], 'en'],
    [null, [], 'en'],
  ] as const)('asked %s of %s is %s', (asked, preferred, lang) => {
    expect(pickLanguage(asked, preferred)).toBe(lang);
  });
});
