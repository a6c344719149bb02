import { describe, expect, it } from 'vitest';
import { WORLD } from '../src/data/mercator';
import { classOf, levelAt, UnitCounter } from '../src/map/choropleth';
import { areaColorAt, heatOf, rampAt } from '../src/map/heat';
import { columnsOf, incident } from './fixtures';

const view = { left: 0, top: 0, scale: 400 / WORLD, width: 400, height: 400 };

describe('heat', () => {
  const points = (...at: [number, number][]) => ({
    count: at.length,
    incidents: at.length,
    row: Uint32Array.from(at.keys()),
    point: Uint32Array.from(at.keys()),
    x: Float32Array.from(at, ([x]) => x),
    y: Float32Array.from(at, ([, y]) => y),
  });

  it('is greatest where most are, and reaches a little beyond', () => {
    const heat = heatOf(points([200, 200], [201, 201], [40, 40]), view, () => 1);
    const at = (x: number, y: number) => heat.values[(y / 4) * heat.across + x / 4] as number;
    expect(at(200, 200)).toBeCloseTo(1, 1);
    expect(at(40, 40)).toBeCloseTo(Math.sqrt(1 / 2), 1);
    expect(at(220, 200)).toBeGreaterThan(0);
    expect(at(300, 200)).toBe(0);
  });

  it('is as strong as what the places weigh, and nothing where they weigh nothing', () => {
    const heat = heatOf(points([200, 200], [40, 40]), view, (row) => row * 5);
    expect(heat.values[50 * heat.across + 50]).toBe(0);
    expect(Math.max(...heatOf(points(), view, () => 1).values)).toBe(0);
  });

  it('has colours between those of its ramp', () => {
    const ramp = [
      [0, 0, 0],
      [100, 200, 50],
    ] as const;
    expect([0, 0.5, 1, 7].map((v) => rampAt(ramp, v))).toEqual([
      [0, 0, 0],
      [50, 100, 25],
      [100, 200, 50],
      [100, 200, 50],
    ]);
  });
});

describe('coloured areas', () => {
  const columns = columnsOf([
    incident('a', { admin1: 'Kabul', fatalities_low: 3, fatalities_high: 3 }),
    incident('b', { admin1: 'Kabul' }),
    incident('c', { country: 'PK', admin1: 'Kabul' }), // of the same name
    incident('d', { admin1: null }),
    incident('e', { country: null, geometry: null }),
  ]);
  const rows = Uint32Array.from([0, 1, 2, 3, 4]);
  const counter = new UnitCounter(columns);

  it('count every incident once: in its unit, or as without one', () => {
    expect(counter.count(rows, 'admin1')).toEqual({
      units: [
        { area: { country: 'AF', admin1: 'Kabul' }, n: 2, killed: 3 },
        { area: { country: 'PK', admin1: 'Kabul' }, n: 1, killed: null },
      ],
      without: 2,
    });
    expect(counter.count(rows, 'country')).toEqual({
      units: [
        { area: { country: 'AF' }, n: 3, killed: 3 },
        { area: { country: 'PK' }, n: 1, killed: null },
      ],
      without: 1,
    });
  });

  it('are provinces from nearby, in classes of ten times each other', () => {
    expect([3, 4.9, 5, 9].map(levelAt)).toEqual(['country', 'country', 'admin1', 'admin1']);
    const unit = (n: number, killed: number | null) => ({ area: { country: 'AF' }, n, killed });
    expect([1, 9, 10, 99, 5e6].map((n) => classOf(unit(n, null), 'count'))).toEqual([
      0, 0, 1, 1, 4,
    ]);
    expect([null, 0, 3].map((killed) => classOf(unit(1, killed), 'killed'))).toEqual([-1, -1, 0]);
  });
});

describe('the colour of an area', () => {
  it('is told as it is seen, over the land', () => {
    const white = [[255, 255, 255]] as const;
    expect(areaColorAt(white, 0, '#000000')).toBe('rgb(191 191 191)');
    expect(areaColorAt(white, 0, '#FF0080')).toBe('rgb(255 191 223)');
  });
});
