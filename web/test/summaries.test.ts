import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Summaries } from '../src/data/summaries';
import { incident } from './fixtures';

describe('summaries', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('that are wanted at about the same time are asked for at once, and only once', async () => {
    const ask = vi.fn(async (ids: readonly string[]) => ids.map((id) => incident(id)));
    const arrived = vi.fn();
    const summaries = new Summaries(ask, arrived);
    const both = Promise.all([summaries.want(['a', 'b']), summaries.want(['b', 'c'])]);
    expect(summaries.get('a')).toBeUndefined();
    await vi.runAllTimersAsync();
    await both;
    expect(ask.mock.calls).toEqual([[['a', 'b', 'c']]]);
    expect(summaries.get('b')?.title).toBe('b');
    expect(arrived).toHaveBeenCalledOnce();
    await summaries.want(['a']);
    expect(ask).toHaveBeenCalledOnce();
  });

  it('are asked for in questions of a hundred, and the oldest are forgotten', async () => {
    const ask = vi.fn(async (ids: readonly string[]) => ids.map((id) => incident(id)));
    const summaries = new Summaries(ask, () => {});
    const ids = Array.from({ length: 4_250 }, (_, i) => `i${i}`);
    void summaries.want(ids);
    await vi.runAllTimersAsync();
    expect(Math.max(...ask.mock.calls.map(([asked]) => asked.length))).toBe(100);
    expect(ask.mock.calls.flat(2)).toEqual(ids);
    expect([summaries.get('i0'), summaries.get('i4249')?.title]).toEqual([undefined, 'i4249']);
  });

  it('are asked for again after a failure, and those of other data are dropped', async () => {
    const answers: (() => void)[] = [];
    const ask = vi.fn(
      (ids: readonly string[]) =>
        new Promise<ReturnType<typeof incident>[]>((resolve, reject) => {
          answers.push(() =>
            answers.length === 1 ? reject(new Error()) : resolve(ids.map((id) => incident(id))),
          );
        }),
    );
    const summaries = new Summaries(ask, () => {});
    void summaries.want(['a']);
    await vi.runAllTimersAsync();
    answers[0]?.();
    await vi.runAllTimersAsync();
    void summaries.want(['a']);
    await vi.runAllTimersAsync();
    expect(ask).toHaveBeenCalledTimes(2);
    summaries.clear();
    answers[1]?.();
    await vi.runAllTimersAsync();
    expect(summaries.get('a')).toBeUndefined();
  });
});
