import { describe, expect, it } from 'vitest';
import { over } from '../src/map/pixel-marks';

const pixel = (r: number, g: number, b: number, a: number) =>
  ((a << 24) | (b << 16) | (g << 8) | r) >>> 0;
const parts = (color: number) => [0, 8, 16, 24].map((shift) => (color >>> shift) & 255);

describe('a colour over another one', () => {
  const [red, blue] = [pixel(255, 0, 0, 255), pixel(0, 0, 255, 255)];

  it('hides it where it is solid, and is nothing where it is clear', () => {
    expect(over(red, blue)).toBe(red);
    expect(over(0, blue)).toBe(blue);
    expect(over(pixel(9, 9, 9, 0), blue)).toBe(blue);
  });

  it('stays as it is over nothing', () => {
    const half = pixel(255, 0, 0, 128);
    expect(over(half, 0)).toBe(half);
  });

  it('mixes by its alpha', () => {
    expect(parts(over(pixel(255, 0, 0, 51), blue))).toEqual([51, 0, 204, 255]);
    const [r, g, b, a] = parts(over(pixel(255, 0, 0, 128), pixel(0, 0, 255, 128)));
    expect(a).toBe(192);
    expect([r, g]).toEqual([170, 0]);
    expect(b).toBe(85);
  });

  it('gives the same whether stacks are mixed from below or from above', () => {
    const stack = [pixel(200, 10, 30, 90), pixel(5, 250, 60, 140), pixel(90, 90, 255, 70)];
    const [a, b, c] = stack as [number, number, number];
    const [below, above] = [parts(over(a, over(b, c))), parts(over(over(a, b), c))];
    below.forEach((n, i) => {
      expect(Math.abs(n - (above[i] as number))).toBeLessThanOrEqual(1);
    });
  });
});
