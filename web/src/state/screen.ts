// What else is on the screen: a part of the page's address, so that a link shows what
// its sender saw. Pure.

export const TABS = ['filters', 'list', 'context'] as const;
export type TabName = (typeof TABS)[number];

/** Of the list: most killed first, where that is known; by place from country to district. */
export const ORDERS = ['oldest', 'newest', 'killed', 'place'] as const;
export type Order = (typeof ORDERS)[number];

/** Parts of the page that make room for the map when they are folded. */
export const FOLDS = ['rail', 'dock'] as const;
export type Fold = (typeof FOLDS)[number];

/** A place that was looked for by its name. */
export interface FoundPlace {
  readonly name: string;
  /** What it lies in, in words; empty for a country. */
  readonly within: string;
  readonly precision: string;
  readonly lat: number;
  readonly lon: number;
  /** Of the circle that holds it, in metres. */
  readonly radiusM: number;
}

export interface Screen {
  readonly tab: TabName;
  /** Of the list. */
  readonly sort: Order;
  /** Whether the list is of what is in view only. */
  readonly inView: boolean;
  /** Parts that are folded, where there is room for them. */
  readonly folded: readonly Fold[];
  /** Layers of the map that are shown; null for what this device remembers. */
  readonly layers: readonly string[] | null;
  /** Context layers on the map, by their collections. */
  readonly context: readonly string[];
  /** A place that was found by name. */
  readonly found: FoundPlace | null;
  /** Incidents at one spot of the map that are offered, by their IDs. */
  readonly stack: readonly string[];
}

export const PLAIN_SCREEN: Screen = {
  tab: 'filters',
  sort: 'oldest',
  inView: false,
  folded: [],
  layers: null,
  context: [],
  found: null,
  stack: [],
};

/** The keys of the screen in an address. */
export const SCREEN_KEYS: readonly string[] = [
  ...['tab', 'sort', 'list', 'folded', 'layers', 'context', 'found', 'stack'],
];

const MOST = 60; // names in a list

/** Reads the screen out of an address's decoded pairs; what is not understood is as usual. */
export function parseScreen(raw: ReadonlyMap<string, string>): Screen {
  const list = (key: string) => (raw.get(key) ?? '').split(',').filter(Boolean).slice(0, MOST);
  return {
    tab: TABS.find((tab) => tab === raw.get('tab')) ?? PLAIN_SCREEN.tab,
    sort: ORDERS.find((order) => order === raw.get('sort')) ?? PLAIN_SCREEN.sort,
    inView: raw.get('list') === IN_VIEW,
    folded: FOLDS.filter((part) => list('folded').includes(part)),
    layers: raw.has('layers') ? list('layers').filter((name) => name !== NONE) : null,
    context: list('context'),
    found: parseFound(raw.get('found') ?? ''),
    stack: list('stack'),
  };
}

const NONE = 'none'; // in the place of layers
const IN_VIEW = 'in-view';

/** The pairs of an address that differ from the usual screen. */
export function formatScreen(screen: Screen): [string, string][] {
  const pairs: [string, string][] = [
    ['tab', screen.tab === PLAIN_SCREEN.tab ? '' : screen.tab],
    ['sort', screen.sort === PLAIN_SCREEN.sort ? '' : screen.sort],
    ['list', screen.inView ? IN_VIEW : ''],
    ['folded', screen.folded.join(',')],
    ['layers', screen.layers ? screen.layers.join(',') || NONE : ''],
    ['context', screen.context.join(',')],
    ['found', screen.found ? formatFound(screen.found) : ''],
    ['stack', screen.stack.join(',')],
  ];
  return pairs.filter(([, value]) => value !== '');
}

// Latitude, longitude, radius in metres, precision, and the rest is the name; what it
// lies in follows a bar.
function formatFound({ lat, lon, radiusM, precision, name, within }: FoundPlace): string {
  const numbers = [lat.toFixed(5), lon.toFixed(5), Math.round(radiusM)].map(Number);
  return [...numbers, precision, `${name.replaceAll('|', '/')}|${within}`].join(',');
}

function parseFound(text: string): FoundPlace | null {
  const [lat, lon, radius, precision = '', ...rest] = text.split(',');
  const [name = '', within = ''] = rest.join(',').split('|');
  const numbers = [lat, lon, radius].map((part) => (part ? Number(part) : Number.NaN));
  const [y, x, radiusM] = numbers as [number, number, number];
  const isPlace = Math.abs(y) <= 90 && Math.abs(x) <= 180 && radiusM >= 0 && radiusM < 2e7;
  if (!isPlace || !name || !/^\w+$/.test(precision)) return null;
  return { lat: y, lon: x, radiusM, precision, name, within };
}
