import { describe, expect, it } from 'vitest';
import { Bytes } from '../src/data/bytes';

// The varint of 10^18 + 1, as a server writes the figure 10^18.
function varint(n: bigint): Uint8Array {
  const out: number[] = [];
  let rest = n;
  for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
  return Uint8Array.from([...out, Number(rest)]);
}

describe('a count', () => {
  it('is read however large it is, and the next one after it', () => {
    for (const n of [0n, 300n, 2n ** 53n, 10n ** 18n + 1n, 2n ** 64n - 1n]) {
      const bytes = new Bytes(Uint8Array.from([...varint(n), 7]));
      expect(bytes.count()).toBe(Number(n));
      expect(bytes.count()).toBe(7);
    }
    expect(() => new Bytes(Uint8Array.from([128])).count()).toThrow('cut off');
  });
});
