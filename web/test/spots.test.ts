import { describe, expect, it } from 'vitest';
import { metresToUnits } from '../src/data/mercator';
import { Spots } from '../src/map/spots';
import { columnsOf, incident } from './fixtures';

// A reproducible sequence of numbers from 0 to 1.
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

// So many places within a few hundred metres.
function crowd(n: number) {
  const next = numbers(n);
  return columnsOf(
    Array.from({ length: n }, (_, i) => {
      const coordinates: [number, number] = [69 + next() / 200, 34 + next() / 200];
      return incident(`i${i}`, { geometry: { type: 'Point', coordinates } });
    }),
  );
}

describe('spots', () => {
  it.each([1, 2, 50, 2_000])('of %i places hold what is within 20 metres of them', (n) => {
    const columns = crowd(n);
    const spots = new Spots(columns);
    const near = Math.ceil(metresToUnits(20, columns.y[n >> 1] as number));
    const far = (a: number, b: number) =>
      Math.hypot(
        (columns.x[a] as number) - (columns.x[b] as number),
        (columns.y[a] as number) - (columns.y[b] as number),
      );
    const pointOf = (spot: number) => columns.position.indexOf(spot);
    const found = new Set<number>();
    for (let point = 0; point < columns.x.length; point++) {
      const spot = spots.of(point);
      expect(spots.of(point)).toBe(spot);
      expect(far(point, pointOf(spot))).toBeLessThanOrEqual(near);
      found.add(spot);
    }
    const points = [...found].map(pointOf);
    const tooNear = points.filter((a, i) => points.some((b, j) => j < i && far(a, b) <= near));
    expect(tooNear).toEqual([]);
  });

  it('are few where many places are one', () => {
    const columns = crowd(2_000); // on about half a square kilometre
    const spots = new Spots(columns);
    const found = new Set(Array.from({ length: 2_000 }, (_, point) => spots.of(point)));
    expect(found.size).toBeLessThan(900);
    expect(found.size).toBeGreaterThan(100);
  });
});
