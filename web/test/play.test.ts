import { describe, expect, it } from 'vitest';
import { en } from '../src/i18n/en';
import { createLocale } from '../src/i18n/locale';
import { formatDay, parseDay, type Span } from '../src/state/day';
import { formatPlay, PLAIN_PLAY, parsePlay, SPEEDS, STEPS } from '../src/state/play';
import { addUnits, countUnits, edgesOver, fitUnit, nextSpan, unitStart } from '../src/state/units';
import { type Course, firstWindow, nextWindow, previousWindow } from '../src/time/playback';
import { calendarPresets } from '../src/time/presets';

const day = (iso: string) => parseDay(iso) ?? Number.NaN;
const span = (text: string): Span => {
  const [from = '', to = ''] = text.split('/');
  return { from: day(from), to: day(to) };
};
const text = (s: Span | null) => s && `${formatDay(s.from)}/${formatDay(s.to)}`;

const COURSE: Course = {
  axis: span('2004-06-15/2023-06-15'),
  unit: 'month',
  step: 'step',
  loop: false,
  skip: false,
  isSame: () => false,
  isEmpty: () => false,
};
const WEEK = span('2020-03-01/2020-03-07');

describe('playing', () => {
  it('keeps a week a week', () => {
    expect(text(firstWindow(COURSE, WEEK))).toBe('2020-03-01/2020-03-07');
    expect(text(nextWindow(COURSE, WEEK))).toBe('2020-03-08/2020-03-14');
    expect(text(previousWindow(COURSE, WEEK))).toBe('2020-02-23/2020-02-29');
  });

  it('keeps a month a month, and a year a year', () => {
    expect(text(nextWindow(COURSE, span('2020-01-01/2020-01-31')))).toBe('2020-02-01/2020-02-29');
    expect(text(nextWindow(COURSE, span('2020-01-01/2020-12-31')))).toBe('2021-01-01/2021-12-31');
  });

  it('slides by the unit that is shown', () => {
    const moving = { ...COURSE, step: 'moving' as const };
    expect(text(nextWindow(moving, span('2020-01-01/2020-12-31')))).toBe('2020-02-01/2021-01-31');
    expect(text(nextWindow({ ...moving, unit: 'day' }, WEEK))).toBe('2020-03-02/2020-03-08');
    expect(text(nextWindow({ ...moving, unit: 'week' }, WEEK))).toBe('2020-03-08/2020-03-14');
  });

  it('grows to the ends of units', () => {
    const cumulative = { ...COURSE, step: 'cumulative' as const };
    expect(text(nextWindow(cumulative, WEEK))).toBe('2020-03-01/2020-03-31');
    expect(text(nextWindow(cumulative, span('2020-03-01/2020-03-31')))).toBe(
      '2020-03-01/2020-04-30',
    );
    expect(text(previousWindow(cumulative, span('2020-03-01/2020-04-30')))).toBe(
      '2020-03-01/2020-03-31',
    );
  });

  it('begins at the start where all is shown, or where nothing is left', () => {
    expect(text(firstWindow(COURSE, COURSE.axis))).toBe('2004-06-01/2004-06-30');
    const moving = { ...COURSE, step: 'moving' as const };
    expect(text(firstWindow(moving, COURSE.axis))).toBe('2004-06-01/2006-04-30');
    const cumulative = { ...COURSE, step: 'cumulative' as const };
    expect(text(firstWindow(cumulative, COURSE.axis))).toBe('2004-06-15/2004-06-30');
    expect(text(firstWindow(COURSE, span('2023-06-10/2023-06-16')))).toBe('2004-06-15/2004-06-21');
    expect(text(firstWindow(COURSE, span('2023-06-01/2023-06-30')))).toBe('2004-06-01/2004-06-30');
  });

  it('ends at the end, or goes on from the start', () => {
    const last = span('2023-06-10/2023-06-16');
    expect(nextWindow(COURSE, last)).toBeNull();
    expect(text(nextWindow({ ...COURSE, loop: true }, last))).toBe('2004-06-15/2004-06-21');
  });

  it('passes over windows in which nothing is new', () => {
    const full = day('2020-06-15');
    const isEmpty = ({ from, to }: Span) => from > full || to < full;
    const skipping = { ...COURSE, skip: true, isEmpty };
    expect(text(nextWindow(skipping, WEEK))).toBe('2020-06-14/2020-06-20');
    expect(nextWindow(skipping, span('2020-06-14/2020-06-20'))).toBeNull();
    const same = { ...COURSE, skip: true, isSame: (_: Span, next: Span) => next.to < full };
    expect(text(nextWindow(same, WEEK))).toBe('2020-06-14/2020-06-20');
    expect(text(firstWindow(skipping, COURSE.axis))).toBe('2020-06-01/2020-06-30');
    const early = { ...skipping, loop: true, axis: span('2020-06-01/2020-07-31') };
    expect(text(nextWindow(early, span('2020-07-13/2020-07-19')))).toBe('2020-06-15/2020-06-21');
  });
});

describe('the choice of playing', () => {
  it('is read back from the address as it was written', () => {
    for (const step of STEPS) {
      for (const speed of SPEEDS) {
        for (const [loop, skip] of [
          [true, true],
          [false, false],
        ] as const) {
          const play = { step, speed, loop, skip };
          expect(parsePlay(new Map(formatPlay(play)))).toEqual(play);
        }
      }
    }
    expect(formatPlay(PLAIN_PLAY)).toEqual([]);
    expect(parsePlay(new Map([['play', 'backwards,9x']]))).toEqual(PLAIN_PLAY);
    expect(parsePlay(new Map([['play', 'moving%2C4x']]))).toEqual({
      ...PLAIN_PLAY,
      step: 'moving',
      speed: 4,
    });
  });
});

describe('units of the calendar', () => {
  it('begin as the server’s do', () => {
    expect(formatDay(unitStart('week', day('2021-01-01')))).toBe('2020-12-28');
    expect(formatDay(unitStart('week', day('1969-12-31')))).toBe('1969-12-29');
    expect(formatDay(unitStart('month', day('2021-02-28')))).toBe('2021-02-01');
    expect(formatDay(unitStart('year', day('0001-05-05')))).toBe('0001-01-01');
  });

  it('keep the day of the month where there is one', () => {
    expect(formatDay(addUnits('month', day('2020-01-31'), 1))).toBe('2020-02-29');
    expect(formatDay(addUnits('month', day('2020-01-31'), -13))).toBe('2018-12-31');
    expect(formatDay(addUnits('year', day('2020-02-29'), 1))).toBe('2021-02-28');
  });

  it('are counted as they are laid out', () => {
    for (const unit of ['day', 'week', 'month', 'year'] as const) {
      for (const shown of [
        '2021-01-01/2021-06-30',
        '2019-12-30/2020-01-06',
        '1999-12-31/2000-01-01',
      ]) {
        const edges = edgesOver(unit, span(shown));
        expect(edges.length - 1, `${unit} ${shown}`).toBe(countUnits(unit, span(shown)));
        expect(edges[0]).toBeLessThanOrEqual(span(shown).from);
        expect(edges.at(-1)).toBeGreaterThan(span(shown).to);
      }
    }
  });

  it('are as fine as there is room: twenty years are months and not twenty bars', () => {
    expect(fitUnit(span('2004-01-01/2023-12-31'), 320)).toBe('month');
    expect(fitUnit(span('2020-02-26/2020-03-11'), 320)).toBe('day');
    expect(fitUnit(span('2018-01-01/2021-12-31'), 320)).toBe('week');
    expect(fitUnit(span('0001-01-01/9999-12-31'), 320)).toBe('year');
  });

  it('follow one another', () => {
    expect(text(nextSpan(span('2020-01-01/2020-03-31'), -1))).toBe('2019-10-01/2019-12-31');
  });
});

describe('windows by name', () => {
  it('are of today, and of the end of the data where that is earlier', () => {
    const presets = calendarPresets(createLocale('en', en), day('2026-11-27'), COURSE.axis);
    const found = presets.map(({ id, from, to }) => [
      id,
      from === null || to === null ? null : text({ from, to }),
    ]);
    expect(found).toEqual([
      ['all', null],
      ['year', '2026-01-01/2026-12-31'],
      ['months', '2025-11-28/2026-11-27'],
      ['last', '2023-01-01/2023-12-31'],
    ]);
    expect(presets.at(-1)?.label).toBe('Last year of the data (2023)');
    const now = calendarPresets(createLocale('en', en), day('2023-11-27'), COURSE.axis);
    expect(now.map(({ id }) => id)).toEqual(['all', 'year', 'months']);
  });
});
