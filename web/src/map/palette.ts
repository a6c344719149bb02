// Colours and shapes. A kind has both, so that neither is needed alone.

import type { Ramp } from './heat';

export type Shape =
  | 'circle'
  | 'diamond'
  | 'triangle'
  | 'square'
  | 'inverted'
  | 'pentagon'
  | 'cross';

export interface Mark {
  readonly color: string;
  readonly shape: Shape;
}

const ATTACK: Mark = { color: '#D55E00', shape: 'circle' };
const OPERATION: Mark = { color: '#0072B2', shape: 'diamond' };

// Okabe and Ito's palette for colour-blind readers, in a fixed order; its
// yellow is left out, since it has too little contrast on paper.
const FURTHER: readonly Mark[] = [
  { color: '#009E73', shape: 'triangle' },
  { color: '#CC79A7', shape: 'square' },
  { color: '#B37A00', shape: 'inverted' },
  { color: '#3A96CC', shape: 'pentagon' },
];
const OTHER: Mark = { color: '#7A7F85', shape: 'cross' };

// In the order of the values that they stand for.
const VALUES: readonly Mark[] = [
  ATTACK,
  OPERATION,
  ...FURTHER,
  { color: '#7A6F00', shape: 'square' },
  { color: '#444B54', shape: 'inverted' },
];

/** The marks of values in their order; the empty one stands for all others. */
export function marksOfValues(values: readonly string[]): Mark[] {
  return values.map((value, i) => (value === '' ? OTHER : (VALUES[i] ?? OTHER)));
}

/** The mark of every kind: the shipped kinds have their own, others follow in vocabulary order. */
export function marksOf(kinds: readonly string[]): Mark[] {
  let next = 0;
  return kinds.map((kind) => {
    if (kind === 'attack') return ATTACK;
    if (kind === 'operation') return OPERATION;
    if (kind === '') return OTHER;
    return FURTHER[next++] ?? OTHER;
  });
}

/** The corners of a shape around 0,0 for a mark of radius 1; null for a circle. */
export function corners(shape: Shape): readonly (readonly [number, number])[] | null {
  switch (shape) {
    case 'circle':
      return null;
    case 'diamond':
      return [
        [0, -1.2],
        [1.2, 0],
        [0, 1.2],
        [-1.2, 0],
      ];
    case 'triangle':
      return [
        [0, -1.15],
        [1.1, 0.85],
        [-1.1, 0.85],
      ];
    case 'inverted':
      return [
        [0, 1.15],
        [1.1, -0.85],
        [-1.1, -0.85],
      ];
    case 'square':
      return [
        [-0.9, -0.9],
        [0.9, -0.9],
        [0.9, 0.9],
        [-0.9, 0.9],
      ];
    case 'pentagon':
      return [
        [0, -1.15],
        [1.1, -0.35],
        [0.68, 0.95],
        [-0.68, 0.95],
        [-1.1, -0.35],
      ];
    case 'cross':
      return [
        [-0.4, -1.1],
        [0.4, -1.1],
        [0.4, -0.4],
        [1.1, -0.4],
        [1.1, 0.4],
        [0.4, 0.4],
        [0.4, 1.1],
        [-0.4, 1.1],
        [-0.4, 0.4],
        [-1.1, 0.4],
        [-1.1, -0.4],
        [-0.4, -0.4],
      ];
  }
}

/** What the canvases are drawn with; the rest of the page has its colours in CSS. */
export interface Theme {
  readonly land: string;
  readonly water: string;
  readonly border: string;
  readonly province: string;
  readonly river: string;
  readonly urban: string;
  readonly ice: string;
  readonly road: string;
  readonly district: string;
  /** Opacity of the shaded relief. */
  readonly relief: number;
  readonly label: string;
  readonly halo: string;
  readonly paper: string;
  readonly ink: string;
  /** From few to many, in one hue. */
  readonly ramp: Ramp;
}

const TEAL: Ramp = [
  [205, 227, 221],
  [140, 193, 190],
  [70, 151, 156],
  [27, 106, 122],
  [11, 63, 84],
];

export const LIGHT: Theme = {
  land: '#F4F2EC',
  water: '#D9E5EA',
  border: '#B9B0A4',
  province: '#D8D2C8',
  river: '#BBD0D9',
  urban: '#E6E1D6',
  ice: '#FBFCFC',
  road: '#DDD3C2',
  district: '#DDD7CC',
  relief: 0.13,
  label: '#6B6558',
  halo: '#FBFAF7',
  paper: '#FFFFFF',
  ink: '#1F2933',
  ramp: TEAL,
};

export const DARK: Theme = {
  land: '#1E2328',
  water: '#12161A',
  border: '#47515B',
  province: '#2C343C',
  river: '#2A3640',
  urban: '#2A3036',
  ice: '#2B333A',
  road: '#3A4148',
  district: '#272E35',
  relief: 0.11,
  label: '#8E99A4',
  halo: '#14181C',
  paper: '#1B2025',
  ink: '#E6EAEE',
  ramp: [...TEAL].reverse(),
};
