import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { polygonOf, ringsOf } from '../src/data/wkt';

const degrees = (limit: number) =>
  fc.integer({ min: -limit * 1e5, max: limit * 1e5 }).map((n) => n / 1e5 + 0);

describe('polygons as text', () => {
  it('are read as they were written', () => {
    const ring = fc.array(fc.tuple(degrees(180), degrees(90)), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(ring, (points) => {
        expect(ringsOf(polygonOf(points))).toEqual([points]);
      }),
    );
  });

  it.each([
    ['POLYGON((0 0,1 0,1 1,0 0))', 1],
    ['polygon ((0 0, 1 0, 1 1, 0 0), (0.1 0.1, 0.2 0.1, 0.2 0.2, 0.1 0.1))', 1],
    ['MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))', 2],
    ['POINT(1 2)', 0],
    ['POLYGON((0 0,1 x,1 1,0 0))', 0],
    ['', 0],
  ])('have their outer rings: %s', (text, n) => {
    expect(ringsOf(text)).toHaveLength(n);
  });
});
