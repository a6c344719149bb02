import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf } from '../src/state/day';
import { axisTicks, barPaths, dayToX, xToDay } from '../src/time/bars';
import { applyKey, moveBy, setEnd, setStart, snap, type Thumb } from '../src/time/brush-keys';
import { firstWindow, nextWindow } from '../src/time/playback';

// Three bins of 10 days and one of 5: days 0 to 34.
const EDGES = [0, 10, 20, 30, 35];
const ALL = { from: 0, to: 34 };
const MID = { from: 10, to: 29 };
const key = (name: string, shiftKey = false) => ({ key: name, shiftKey });

describe('the keys of the brush', () => {
  it.each<[string, Thumb, string, boolean, { from: number; to: number }]>([
    ['step the start', 'start', 'ArrowRight', false, { from: 20, to: 29 }],
    ['step the start back', 'start', 'ArrowLeft', false, { from: 0, to: 29 }],
    ['step the end', 'end', 'ArrowUp', false, { from: 10, to: 34 }],
    ['step the end back', 'end', 'ArrowDown', false, { from: 10, to: 19 }],
    ['take the start by a big step', 'start', 'PageDown', false, { from: 0, to: 29 }],
    ['take the end by a big step', 'end', 'ArrowRight', true, { from: 10, to: 34 }],
    ['take the start home', 'start', 'Home', false, { from: 0, to: 29 }],
    ['take the start to the last bin of the window', 'start', 'End', false, { from: 20, to: 29 }],
    ['take the end to the end', 'end', 'End', false, { from: 10, to: 34 }],
    ['take the end to the first bin of the window', 'end', 'Home', false, { from: 10, to: 19 }],
    ['move the window', 'window', 'ArrowLeft', false, { from: 0, to: 19 }],
    ['move the window to the end', 'window', 'End', false, { from: 20, to: 34 }],
    ['move the window home', 'window', 'Home', false, { from: 0, to: 19 }],
  ])('%s', (_, thumb, name, shift, expected) => {
    expect(applyKey(EDGES, MID, thumb, key(name, shift), 3)).toEqual(expected);
  });

  it('leave other keys alone', () => {
    for (const name of ['Tab', 'a', 'Enter', 'Escape']) {
      expect(applyKey(EDGES, MID, 'start', key(name), 3)).toBeNull();
    }
  });

  it('first go to the edge next to a day between two edges', () => {
    const typed = { from: 12, to: 25 };
    expect(applyKey(EDGES, typed, 'start', key('ArrowRight'), 3)).toEqual({ from: 20, to: 25 });
    expect(applyKey(EDGES, typed, 'start', key('ArrowLeft'), 3)).toEqual({ from: 10, to: 25 });
    expect(applyKey(EDGES, typed, 'end', key('ArrowRight'), 3)).toEqual({ from: 12, to: 29 });
    expect(applyKey(EDGES, typed, 'end', key('ArrowLeft'), 3)).toEqual({ from: 12, to: 19 });
  });

  it('never turn the window around nor take it out of the time', () => {
    const names = ['ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End'];
    const strokes = fc.array(
      fc.tuple(
        fc.constantFrom<Thumb>('start', 'end', 'window'),
        fc.constantFrom(...names),
        fc.boolean(),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(strokes, (list) => {
        let span = ALL;
        for (const [thumb, name, shift] of list) {
          span = applyKey(EDGES, span, thumb, key(name, shift), 2) ?? span;
          expect(span.from).toBeGreaterThanOrEqual(0);
          expect(span.to).toBeLessThanOrEqual(34);
          expect(span.from).toBeLessThanOrEqual(span.to);
        }
      }),
    );
  });
});

describe('dragging', () => {
  it('chooses whole bins', () => {
    expect(snap(EDGES, 9, 21)).toEqual({ from: 10, to: 19 });
    expect(snap(EDGES, 21, 9)).toEqual({ from: 10, to: 19 });
    expect(snap(EDGES, 12, 13)).toEqual({ from: 10, to: 19 });
    expect(snap(EDGES, -50, 99)).toEqual(ALL);
  });

  it('keeps at least one bin when an edge is drawn over the other', () => {
    expect(setStart(EDGES, MID, 99)).toEqual({ from: 20, to: 29 });
    expect(setEnd(EDGES, MID, -99)).toEqual({ from: 10, to: 19 });
  });

  it('moves a window and stops at the ends', () => {
    expect(moveBy(EDGES, MID, 1)).toEqual({ from: 20, to: 34 });
    expect(moveBy(EDGES, MID, 9)).toEqual({ from: 20, to: 34 });
    expect(moveBy(EDGES, MID, -9)).toEqual({ from: 0, to: 19 });
  });
});

describe('playing', () => {
  const never = () => false;
  it('steps to the end and stops', () => {
    expect(nextWindow(EDGES, { from: 0, to: 9 }, 'moving', never)).toEqual({ from: 10, to: 19 });
    expect(nextWindow(EDGES, { from: 0, to: 9 }, 'cumulative', never)).toEqual({ from: 0, to: 19 });
    expect(nextWindow(EDGES, { from: 20, to: 34 }, 'moving', never)).toBeNull();
    expect(nextWindow(EDGES, ALL, 'cumulative', never)).toBeNull();
  });

  it('skips steps in which nothing changes', () => {
    const same = (_: unknown, next: { from: number }) => next.from < 20;
    expect(nextWindow(EDGES, { from: 0, to: 9 }, 'moving', same)).toEqual({ from: 20, to: 29 });
  });

  it('begins at the start when all is shown, and goes on where it is otherwise', () => {
    expect(firstWindow(EDGES, ALL, 'moving')).toEqual({ from: 0, to: 9 });
    expect(firstWindow(EDGES, ALL, 'cumulative')).toEqual({ from: 0, to: 9 });
    expect(firstWindow(EDGES, MID, 'moving')).toEqual(MID);
  });
});

describe('the bars', () => {
  const counts = (...certain: number[]) => ({
    certain: Uint32Array.from(certain),
    possible: new Uint32Array(certain.length),
  });

  it('stand where their days are', () => {
    expect(dayToX(EDGES, 35, 700)).toBe(700);
    expect(xToDay(EDGES, 200, 700)).toBe(10);
  });

  it('are one for every bin that has incidents, as high as they are many', () => {
    const { all, certain, possible } = barPaths(
      EDGES,
      counts(4, 0, 2, 1),
      counts(0, 0, 2, 0),
      350,
      100,
    );
    expect(all.match(/M/g)).toHaveLength(3);
    expect(certain).toBe('M200 50h99v50h-99z');
    expect(possible).toBe('');
  });

  it('are never too low to be seen', () => {
    expect(barPaths([0, 1, 2], counts(10_000, 1), counts(0, 0), 100, 50).all).toContain('v2h');
  });

  it('have ticks with room for their labels', () => {
    const edges = Array.from({ length: 121 }, (_, i) => dayOf(2015, 1 + i, 1));
    for (const width of [250, 600, 1200]) {
      const ticks = axisTicks(edges, width);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.every(({ unit }) => unit === 'year')).toBe(true);
      const xs = ticks.map(({ day }) => dayToX(edges, day, width));
      for (let i = 1; i < xs.length; i++) {
        expect((xs[i] as number) - (xs[i - 1] as number)).toBeGreaterThanOrEqual(50);
      }
    }
  });
});
