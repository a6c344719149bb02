// How the page plays through time, as the reader chose it: a part of the page's
// address. Pure.

/**
 * `step`: windows that follow one another. `moving`: the window slides by the
 * unit that is shown. `cumulative`: it grows from its first day on.
 */
export const STEPS = ['step', 'moving', 'cumulative'] as const;
export type Step = (typeof STEPS)[number];

export const SPEEDS = [0.5, 1, 2, 4] as const;

export interface Play {
  readonly step: Step;
  readonly speed: number;
  /** Begins again after the end. */
  readonly loop: boolean;
  /** Passes over windows in which nothing new is to be seen. */
  readonly skip: boolean;
}

export const PLAIN_PLAY: Play = { step: 'step', speed: 1, loop: false, skip: true };

/** The key of an address that has the choice: `play=moving,4x,loop,all`. */
export const PLAY_KEY = 'play';

const EVERY = 'all'; // windows are shown, also those in which nothing is new

/** Reads the choice out of an address's pairs; what is not understood is as usual. */
export function parsePlay(raw: ReadonlyMap<string, string>): Play {
  const words = new Set((raw.get(PLAY_KEY) ?? '').split(/,|%2C/i));
  return {
    step: STEPS.find((step) => words.has(step)) ?? PLAIN_PLAY.step,
    speed: SPEEDS.find((speed) => words.has(`${speed}x`)) ?? PLAIN_PLAY.speed,
    loop: words.has('loop'),
    skip: !words.has(EVERY),
  };
}

/** The pair of an address for what differs from the usual choice; none where nothing does. */
export function formatPlay({ step, speed, loop, skip }: Play): [string, string][] {
  const words = [
    step === PLAIN_PLAY.step ? '' : step,
    speed === PLAIN_PLAY.speed ? '' : `${speed}x`,
    loop ? 'loop' : '',
    skip ? '' : EVERY,
  ].filter(Boolean);
  return words.length > 0 ? [[PLAY_KEY, words.join(',')]] : [];
}
