import { describe, expect, it } from 'vitest';
import { Pace } from '../src/data/pace';

describe('Pace', () => {
  it('waits for nothing before anything was asked', () => {
    expect(new Pace(5).wait(1_000)).toBe(0);
  });

  it('waits as long as the questions before cost', () => {
    const pace = new Pace(5);
    pace.spend(1, 1_000);
    expect(pace.wait(1_000)).toBe(200);
    pace.spend(3, 1_100);
    expect(pace.wait(1_100)).toBe(700);
    expect(pace.wait(1_800)).toBe(0);
  });

  it('saves nothing up while nothing is asked', () => {
    const pace = new Pace(5);
    pace.spend(1, 0);
    pace.spend(1, 60_000);
    expect(pace.wait(60_000)).toBe(200);
  });

  it('lets no more through than so many a second, however many each costs', () => {
    for (const cost of [1, 3, 7]) {
      const pace = new Pace(5);
      let asked = 0;
      for (let now = 0; now < 60_000; now += 10) {
        if (pace.wait(now) > 0) continue;
        pace.spend(cost, now);
        asked += cost;
      }
      expect(asked / 60).toBeLessThanOrEqual(5 + cost / 60);
      expect(asked / 60).toBeGreaterThan(4.5);
    }
  });
});
