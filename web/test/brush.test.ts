import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, formatDay, parseDay } from '../src/state/day';
import { type Tick, ticksOf } from '../src/time/axis-ticks';
import { highest, plainPath, stackPaths, totalOf } from '../src/time/bars';
import { dayToX, detailOf, holds, pageOf, xToDay } from '../src/time/scale';
import { applyKey, moveBy, moveDays, setEnd, setStart, type Thumb } from '../src/time/window-keys';

/** A span of days written as `from/to`. */
const span = (text: string) => {
  const [from = '', to = ''] = text.split('/');
  return { from: parseDay(from) ?? Number.NaN, to: parseDay(to) ?? Number.NaN };
};
const text = (s: { from: number; to: number } | null) =>
  s && `${formatDay(s.from)}/${formatDay(s.to)}`;

const AXIS = span('2016-07-05/2024-06-20');
const BY_MONTH = { axis: AXIS, unit: 'month' as const };
const BY_DAY = { axis: AXIS, unit: 'day' as const };
const key = (name: string, shiftKey = false) => ({ key: name, shiftKey });

describe('the keys of the window', () => {
  it.each<[string, Thumb, string, boolean, string]>([
    ['step the start by the unit shown', 'start', 'ArrowRight', false, '2020-04-01/2020-06-15'],
    ['first go to the beginning of a unit', 'start', 'ArrowLeft', false, '2020-03-01/2020-06-15'],
    ['step the end', 'end', 'ArrowUp', false, '2020-03-10/2020-06-30'],
    ['step the end back', 'end', 'ArrowDown', false, '2020-03-10/2020-05-31'],
    ['take the start by a big step', 'start', 'PageDown', false, '2019-04-01/2020-06-15'],
    ['take the end by a big step', 'end', 'ArrowRight', true, '2020-03-10/2021-05-31'],
    ['take the start home', 'start', 'Home', false, '2016-07-05/2020-06-15'],
    ['take the start to the last unit', 'start', 'End', false, '2020-06-01/2020-06-15'],
    ['take the end to the end', 'end', 'End', false, '2020-03-10/2024-06-20'],
    ['take the end to the first unit', 'end', 'Home', false, '2020-03-10/2020-03-31'],
    ['move the window', 'window', 'ArrowLeft', false, '2020-02-10/2020-05-17'],
    ['move the window to the end', 'window', 'End', false, '2024-03-15/2024-06-20'],
    ['move the window home', 'window', 'Home', false, '2016-07-05/2016-10-10'],
  ])('%s', (_, thumb, name, shift, expected) => {
    const before = span('2020-03-10/2020-06-15');
    expect(text(applyKey(BY_MONTH, before, thumb, key(name, shift)))).toBe(expected);
  });

  it('step by days where days are shown', () => {
    const week = span('2020-03-01/2020-03-07');
    expect(text(applyKey(BY_DAY, week, 'start', key('ArrowLeft')))).toBe('2020-02-29/2020-03-07');
    expect(text(applyKey(BY_DAY, week, 'end', key('ArrowRight')))).toBe('2020-03-01/2020-03-08');
    expect(text(applyKey(BY_DAY, week, 'window', key('PageUp')))).toBe('2020-03-08/2020-03-14');
  });

  it('leave other keys alone', () => {
    for (const name of ['Tab', 'a', 'Enter', 'Escape']) {
      expect(applyKey(BY_MONTH, AXIS, 'start', key(name))).toBeNull();
    }
  });

  it('keep months whole, and any other window as long as it is', () => {
    expect(text(moveBy(BY_MONTH, span('2020-01-01/2020-01-31'), 1))).toBe('2020-02-01/2020-02-29');
    expect(text(moveBy(BY_MONTH, span('2020-01-01/2020-01-07'), 1))).toBe('2020-02-01/2020-02-07');
    expect(text(moveBy(BY_MONTH, span('2016-08-01/2016-08-31'), -1))).toBe('2016-07-01/2016-07-31');
    expect(text(moveBy(BY_MONTH, span('2024-06-01/2024-06-30'), 1))).toBe('2024-06-01/2024-06-30');
  });

  it('never turn the window around nor take it out of the time', () => {
    const names = ['ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End'];
    const strokes = fc.array(
      fc.tuple(
        fc.constantFrom<Thumb>('start', 'end', 'window'),
        fc.constantFrom(...names),
        fc.boolean(),
        fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'year' as const),
      ),
      { maxLength: 40 },
    );
    const widest = span('2016-01-01/2024-12-31'); // whole years at the ends
    fc.assert(
      fc.property(strokes, (list) => {
        let now = AXIS;
        for (const [thumb, name, shift, unit] of list) {
          now = applyKey({ axis: AXIS, unit }, now, thumb, key(name, shift)) ?? now;
          expect(now.from).toBeLessThanOrEqual(now.to);
          expect(holds(widest, now), text(now) ?? '').toBe(true);
        }
      }),
    );
  });
});

describe('dragging', () => {
  const before = span('2020-03-10/2020-06-15');

  it('takes a handle to the day, at most to the other one', () => {
    const day = (iso: string) => parseDay(iso) ?? 0;
    expect(text(setStart(BY_MONTH, before, day('2020-05-02')))).toBe('2020-05-02/2020-06-15');
    expect(text(setStart(BY_MONTH, before, day('2021-01-01')))).toBe('2020-06-15/2020-06-15');
    expect(text(setEnd(BY_MONTH, before, day('2019-01-01')))).toBe('2020-03-10/2020-03-10');
    expect(text(setEnd(BY_MONTH, before, day('2030-01-01')))).toBe('2020-03-10/2024-06-20');
  });

  it('moves a window by days, and stops at the ends', () => {
    expect(text(moveDays(BY_MONTH, before, 3))).toBe('2020-03-13/2020-06-18');
    expect(text(moveDays(BY_MONTH, before, 9_999))).toBe('2024-03-15/2024-06-20');
    expect(text(moveDays(BY_MONTH, before, -9_999))).toBe('2016-07-05/2016-10-10');
  });
});

describe('the detail strip', () => {
  it('has the window with margins, within the data', () => {
    expect(text(detailOf(span('2020-03-01/2020-03-07'), AXIS))).toBe('2020-02-26/2020-03-11');
    expect(text(detailOf(span('2020-03-01/2020-03-01'), AXIS))).toBe('2020-02-27/2020-03-04');
    expect(text(detailOf(AXIS, AXIS))).toBe(text(AXIS));
    expect(text(detailOf(span('2016-08-01/2024-06-20'), AXIS))).toBe(text(AXIS));
  });

  it('reaches beyond the data as far as the window does, and no farther', () => {
    expect(text(detailOf(span('0001-01-01/0001-01-01'), AXIS))).toBe('0001-01-01/0001-01-04');
    expect(text(detailOf(span('2024-06-01/2026-12-31'), AXIS))).toBe('2023-02-15/2026-12-31');
  });

  it('has room for the windows that come while playing', () => {
    const page = pageOf(span('2020-03-01/2020-03-07'), AXIS);
    expect(text(page)).toBe('2020-03-01/2020-04-12');
    expect(text(pageOf(span('2024-06-14/2024-06-20'), AXIS))).toBe('2024-05-09/2024-06-20');
  });

  it('knows where its days are', () => {
    const week = span('2020-03-01/2020-03-07');
    expect(dayToX(week, week.from, 700)).toBe(0);
    expect(dayToX(week, week.to + 1, 700)).toBe(700);
    expect(xToDay(week, 150, 700)).toBe(week.from + 1.5);
  });
});

describe('the bars', () => {
  const strip = { span: { from: 0, to: 34 }, width: 350, height: 100 };
  const bins = { edges: [0, 10, 20, 30, 35] };
  // Two kinds in four bins.
  const counts = {
    layers: 2,
    certain: Uint32Array.of(2, 0, 1, 0, 1, 0, 0, 0),
    possible: Uint32Array.of(0, 0, 1, 0, 1, 0, 0, 0),
  };

  it('stand on one another, what is possible on what is certain', () => {
    expect(highest(counts)).toBe(4);
    expect([0, 1, 2, 3].map((bin) => totalOf(counts, bin))).toEqual([4, 0, 2, 0]);
    const [first, second] = stackPaths(bins, counts, strip, 4);
    expect(first?.certain).toBe('M0 50h99v50h-99zM200 75h99v25h-99z');
    expect(second?.certain).toBe('M0 25h99v25h-99z');
    expect(second?.possible).toBe('M0 0h99v25h-99z');
    expect(first?.possible).toBe('M200 50h99v25h-99z');
  });

  it('are never too low nor too narrow to be seen', () => {
    const few = { certain: Uint32Array.of(10_000, 1), possible: new Uint32Array(2) };
    const path = plainPath(
      { edges: [0, 1, 2] },
      few,
      { ...strip, span: { from: 0, to: 999 } },
      1e4,
    );
    expect(path).toContain('M0.35 98h1v2');
  });

  it('are cut where the strip ends', () => {
    const one = { layers: 1, certain: Uint32Array.of(1), possible: new Uint32Array(1) };
    const cut = { ...strip, span: { from: 5, to: 8 } };
    expect(stackPaths({ edges: [0, 31] }, one, cut, 1)[0]?.certain).toBe('M0 0h349v100h-349z');
  });
});

describe('the ticks of the axis', () => {
  const ROOM = { year: 32, month: 60, day: 76 };
  const days = (ticks: readonly Tick[]) => ticks.map(({ day }) => formatDay(day));

  it('have a label once each, with room for it, from a week to the years that can be written', () => {
    const spans = fc.tuple(
      fc.integer({ min: dayOf(1, 1, 1), max: dayOf(9990, 1, 1) }),
      fc.integer({ min: 0, max: 3_000_000 }),
      fc.integer({ min: 150, max: 1_400 }),
    );
    fc.assert(
      fc.property(spans, ([from, length, width]) => {
        const shown = { from, to: Math.min(from + length, dayOf(9999, 12, 31)) };
        const ticks = ticksOf(shown, width, ROOM);
        expect(new Set(days(ticks)).size).toBe(ticks.length);
        let free = 0;
        for (const { day, unit } of ticks) {
          const x = dayToX(shown, day, width);
          expect(x).toBeGreaterThanOrEqual(free);
          free = x + ROOM[unit];
          expect(free).toBeLessThanOrEqual(width);
        }
        expect(ticks.length).toBeGreaterThan(0);
      }),
    );
  });

  it('are Mondays where weeks are shown', () => {
    const ticks = ticksOf(span('2020-02-26/2020-04-10'), 580, ROOM);
    expect(days(ticks).slice(0, 2)).toEqual(['2020-03-02', '2020-03-09']);
  });

  it('name the year once, and again where it changes', () => {
    const ticks = ticksOf(span('2020-11-01/2021-03-31'), 500, ROOM);
    expect(ticks.map(({ full }) => full)).toEqual([true, false, true, false, false]);
  });

  it('are months and not bins where half a year is shown', () => {
    const ticks = ticksOf(span('2021-01-01/2021-06-30'), 600, ROOM);
    expect(days(ticks)).toEqual(
      [1, 2, 3, 4, 5, 6].map((m) => `2021-0${m}-01`).slice(0, ticks.length),
    );
    expect(ticks.length).toBeGreaterThan(4);
  });
});
