import { describe, expect, it, vi } from 'vitest';
import { Wanted } from '../src/map/wanted';

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('a part that is loaded when it is wanted', () => {
  it('is loaded once, and does what it is asked for in turn', async () => {
    const load = vi.fn(async () => [] as number[]);
    const part = new Wanted(load, () => undefined);
    part.ifThere((all) => all.push(0));
    expect(load).not.toHaveBeenCalled();
    part.use((all) => all.push(1));
    part.ifThere((all) => all.push(2));
    part.use((all) => all.push(3));
    await settled();
    part.use((all) => expect(all).toEqual([1, 2, 3]));
    await settled();
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('tells that it cannot be had, and is tried again', async () => {
    const load = vi.fn<() => Promise<string>>();
    load.mockRejectedValueOnce(new Error('offline')).mockResolvedValueOnce('here');
    const failed = vi.fn();
    const part = new Wanted(load, failed);
    const seen: string[] = [];
    part.use((text) => seen.push(text));
    await settled();
    expect([failed.mock.calls.length, seen]).toEqual([1, []]);
    part.use((text) => seen.push(text));
    await settled();
    expect([failed.mock.calls.length, seen]).toEqual([1, ['here']]);
  });
});
