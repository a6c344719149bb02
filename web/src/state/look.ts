// How the map draws incidents, as the reader chose it: a part of the page's
// address. Pure.

/** `auto` is marks where incidents are few and clusters where they are many; `areas` counts by unit. */
export const DENSITIES = ['auto', 'marks', 'clusters', 'heat', 'areas'] as const;
export type Density = (typeof DENSITIES)[number];

/** What numbers on the map count: incidents, or people killed. */
export const MEASURES = ['count', 'killed'] as const;
export type Measure = (typeof MEASURES)[number];

/** The coarsest places that are drawn; null draws all. */
export const COARSEST = ['locality', 'admin2', 'admin1'] as const;
export type Coarsest = (typeof COARSEST)[number] | null;

/** The keys of the look in an address. */
export const LOOK_KEYS = ['density', 'measure', 'coarsest', 'color'] as const;

export interface Look {
  readonly density: Density;
  readonly measure: Measure;
  readonly coarsest: Coarsest;
  /** The property whose values have colours; null for the kind. */
  readonly color: string | null;
}

export const PLAIN_LOOK: Look = { density: 'auto', measure: 'count', coarsest: null, color: null };

/** Reads the look out of an address's pairs; what is not understood is as usual. */
export function parseLook(raw: ReadonlyMap<string, string>): Look {
  return {
    density: oneOf(DENSITIES, raw.get('density')) ?? PLAIN_LOOK.density,
    measure: oneOf(MEASURES, raw.get('measure')) ?? PLAIN_LOOK.measure,
    coarsest: oneOf(COARSEST, raw.get('coarsest')) ?? PLAIN_LOOK.coarsest,
    color: raw.get('color') || PLAIN_LOOK.color,
  };
}

/** The pairs of an address that differ from the usual look. */
export function formatLook(look: Look): [string, string][] {
  return LOOK_KEYS.flatMap((key) => {
    const value = look[key];
    return value === null || value === PLAIN_LOOK[key] ? [] : [[key, value] as [string, string]];
  });
}

function oneOf<T extends string>(values: readonly T[], text: string | undefined): T | null {
  return values.find((value) => value === text) ?? null;
}
