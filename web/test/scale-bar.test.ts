import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundLength } from '../src/map/scale-bar';

describe('the scale bar', () => {
  it.each([
    [1, 1],
    [99, 50],
    [100, 100],
    [1_999, 1_000],
    [0.3, 0.2],
  ])('of at most %s is %s long', (most, length) => {
    expect(roundLength(most)).toBeCloseTo(length);
  });

  it('is never longer than there is room, nor less than two fifths of it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1e8, noNaN: true }), (most) => {
        const length = roundLength(most);
        expect(length).toBeLessThanOrEqual(most * (1 + 1e-9));
        expect(length).toBeGreaterThan(most * 0.39);
      }),
    );
  });
});
