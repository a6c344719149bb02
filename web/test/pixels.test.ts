import { describe, expect, it } from 'vitest';
import { cutInto } from '../src/map/patch-grid';
import { both, cut, NOWHERE, over, press, within } from '../src/map/pixels';

const pixel = (r: number, g: number, b: number, a: number) => (a << 24) | (b << 16) | (g << 8) | r;
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

describe('an image that is pressed on a part', () => {
  const [red, blue] = [pixel(255, 0, 0, 255), pixel(0, 0, 255, 255)];
  // A cross of three by three.
  const cross = (color: number) =>
    cut(Int32Array.from([0, color, 0, color, color, color, 0, color, 0]), 3);
  const part = (width: number, height: number) => ({
    pixels: new Int32Array(width * height),
    width,
    height,
    left: 0,
    top: 0,
  });
  const shown = ({ pixels, width }: ReturnType<typeof part>) =>
    Array.from({ length: pixels.length / width }, (_, y) =>
      [...pixels.subarray(y * width, (y + 1) * width)]
        .map((color) => ({ [red]: 'r', [blue]: 'b' })[color] ?? '.')
        .join(''),
    );

  it('lies where it is put', () => {
    const into = part(5, 4);
    press(cross(red), 1, 0, into);
    expect(shown(into)).toEqual(['..r..', '.rrr.', '..r..', '.....']);
  });

  it('lies under what is there already', () => {
    const into = part(5, 3);
    press(cross(red), 0, 0, into);
    press(cross(blue), 1, 0, into);
    expect(shown(into)).toEqual(['.rb..', 'rrrb.', '.rb..']);
  });

  it('is cut off at all edges', () => {
    for (const [left, top, want] of [
      [-1, 0, ['r..', 'rr.', 'r..']],
      [0, -1, ['rrr', '.r.', '...']],
      [2, 0, ['...', '..r', '...']],
      [0, 2, ['...', '...', '.r.']],
      [-3, 0, ['...', '...', '...']],
      [3, 3, ['...', '...', '...']],
    ] as const) {
      const into = part(3, 3);
      press(cross(red), left, top, into);
      expect(shown(into)).toEqual(want);
    }
  });
});

describe('areas of a part', () => {
  const area = { left: 2, top: 3, right: 5, bottom: 9 };

  it('are as they are with nothing beside them', () => {
    expect(both(area, NOWHERE)).toEqual(area);
    const beside = { left: 0, top: 8, right: 3, bottom: 12 };
    expect(both(area, beside)).toEqual({ left: 0, top: 3, right: 5, bottom: 12 });
  });

  it('end where the part does', () => {
    const part = { pixels: new Int32Array(), width: 4, height: 4, left: 0, top: 0 };
    expect(within({ left: -2, top: 1, right: 7, bottom: 9 }, part)).toEqual({
      left: 0,
      top: 1,
      right: 4,
      bottom: 4,
    });
  });
});

describe('canvases side by side', () => {
  it.each([
    [1080, 700, 4],
    [1872, 1170, 10],
    [480, 500, 1],
    [481, 500, 2],
    [12, 900, 1],
    [0, 0, 1],
  ])('over %i × %i pixels are %i', (width, height, n) => {
    const [across, down] = cutInto(width, height);
    expect(across * down).toBe(n);
    expect(Math.ceil(width / across) * Math.ceil(height / down)).toBeLessThanOrEqual(240_000);
  });
});
