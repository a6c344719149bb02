import { describe, expect, it } from 'vitest';
import {
  changedParts,
  type Draft,
  draftOf,
  emptyDraft,
  featureOf,
  formatPoints,
  merge,
  parsePoints,
  patchOf,
  withPart,
} from '../src/data/draft';
import { FIGURES, figureOf, withFigure } from '../src/data/figure';
import type { Claim, Collection, Detail, Feature } from '../src/data/types';

const collection = {
  id: 'cases',
  title: 'Cases',
  dataset: 'cases',
  numberOfItems: 1,
  figures: [],
  columns: [
    { name: 'rounds', type: 'integer' },
    { name: 'seen', type: 'boolean' },
  ],
} as unknown as Collection;

const claim: Claim = {
  measure: 'killed',
  scope: 'total',
  bound: 'exact',
  low: 3,
  best: 3,
  high: 3,
  source: 's1',
};

const feature = {
  type: 'Feature',
  id: 'a1',
  geometry: { type: 'Point', coordinates: [70.45, 34.43] },
  properties: {
    title: 'Blast',
    summary: null,
    kind: 'attack',
    date: '2024-03-21',
    country: 'AF',
    country_name: 'Afghanistan',
    place_precision: 'locality',
    place_radius_m: 7500,
    place_review: 'reviewed',
    claims: [claim],
    sources: [{ key: 's1', title: 'A daily' }],
    rounds: 12,
    seen: false,
  },
} as unknown as Feature<Detail>;

const draft = draftOf(feature, collection);
const typed = (name: string, text: string, on: Draft = draft): Draft => ({
  ...on,
  texts: { ...on.texts, [name]: text },
});

describe('a draft', () => {
  it('that nobody touches changes nothing', () => {
    expect(changedParts(draft, draft)).toEqual([]);
    expect(patchOf(draft, draft, collection)).toEqual({ properties: {} });
  });

  it('tells only what was changed, each as its type', () => {
    let now = typed('rounds', '13');
    now = typed('seen', 'true', now);
    now = typed('summary', ' Words ', now);
    now = typed('kind', '', now);
    now = { ...now, points: [[70.5, 34.5]] };
    expect(patchOf(draft, now, collection)).toEqual({
      geometry: { type: 'Point', coordinates: [70.5, 34.5] },
      properties: { rounds: 13, seen: true, summary: 'Words', kind: null },
    });
  });

  it('sends what is no number as it is: the server says what is wrong with it', () => {
    expect(patchOf(draft, typed('rounds', 'many'), collection).properties).toEqual({
      rounds: 'many',
    });
  });

  it('takes a place off the map, and has several points', () => {
    expect(patchOf(draft, { ...draft, points: [] }, collection).geometry).toBeNull();
    const two = { ...draft, points: parsePoints('34.43, 70.45; 35 71') ?? [] };
    expect(patchOf(draft, two, collection).geometry).toEqual({
      type: 'MultiPoint',
      coordinates: [
        [70.45, 34.43],
        [71, 35],
      ],
    });
  });

  it('sends lists whole, and none that was not touched', () => {
    const actors = [{ name: 'A group', role: 'attacker' }, { name: 'Another' }];
    const statements = [
      { about: 'attribution', grade: 'claimed', by: 'A group', source: 's1' },
    ] as const;
    expect(patchOf(draft, { ...draft, actors, statements }, collection).properties).toEqual({
      actors,
      statements,
    });
  });

  it('of a new incident tells what is not empty', () => {
    const empty = emptyDraft(collection);
    expect(featureOf(typed('title', 'New', empty), collection)).toEqual({
      type: 'Feature',
      geometry: null,
      properties: { title: 'New' },
    });
  });
});

describe('two changes of one incident', () => {
  const mine = typed('title', 'Mine', typed('rounds', '20'));

  it('of different parts go together', () => {
    const theirs = { ...typed('summary', 'Theirs'), points: [[71, 35]] as [number, number][] };
    const merged = merge(draft, mine, theirs);
    expect(merged.conflicts).toEqual([]);
    expect(merged.adopted).toEqual(['summary', 'geometry']);
    expect(merged.draft.texts).toMatchObject({ title: 'Mine', rounds: '20', summary: 'Theirs' });
    expect(merged.draft.points).toEqual([[71, 35]]);
  });

  it('of the same part are told, and neither is lost', () => {
    const theirs = typed('title', 'Theirs');
    const merged = merge(draft, mine, theirs);
    expect(merged.conflicts).toEqual(['title']);
    expect(merged.draft.texts['title']).toBe('Mine');
    expect(withPart(merged.draft, 'title', theirs).texts).toMatchObject({
      title: 'Theirs',
      rounds: '20',
    });
  });

  it('of one list are a conflict as a whole', () => {
    const mine = { ...draft, targets: [{ name: 'Police' }] };
    const theirs = { ...draft, targets: [{ name: 'A convoy' }] };
    const merged = merge(draft, mine, theirs);
    expect(merged.conflicts).toEqual(['targets']);
    expect(withPart(merged.draft, 'targets', theirs).targets).toEqual(theirs.targets);
  });

  it('that say the same are no conflict', () => {
    expect(merge(draft, mine, typed('title', 'Mine')).conflicts).toEqual([]);
  });
});

describe('points as they are typed', () => {
  it('are read as they are written', () => {
    expect(parsePoints(formatPoints([[70.45, 34.43]]))).toEqual([[70.45, 34.43]]);
    expect(parsePoints('')).toEqual([]);
  });
  it.each([
    'north',
    '91, 0',
    '0, 181',
    '1',
    '1, 2, 3',
    '34.43, 70.45; x',
  ])('“%s” is none', (text) => {
    expect(parsePoints(text)).toBeNull();
  });
});

describe('a figure', () => {
  it.each([
    ['exact', '3', '', { low: 3, best: 3, high: 3 }],
    ['least', '3', '', { low: 3, best: 3, high: null }],
    ['over', '3', '', { bound: 'over', low: 4, best: 4, high: null }],
    ['most', '3', '', { low: null, best: null, high: 3 }],
    ['range', '3', '5', { low: 3, best: null, high: 5 }],
    ['none', '', '', { low: null, best: null, high: null }],
  ] as const)('“%s” goes into a claim and comes back', (kind, first, second, want) => {
    const before: Claim = { ...claim, low: 9, best: 9, high: 9 };
    const made = withFigure(before, { kind, first, second });
    expect(made).toMatchObject(want);
    expect(figureOf(made as Claim)).toEqual({ kind, first, second });
  });

  it('that is not touched keeps all that the claim has', () => {
    const range: Claim = { ...claim, bound: null, low: 2, best: 4, high: 9 };
    expect(withFigure(range, figureOf(range))).toBe(range);
  });

  it('needs a whole number, and a range two in order', () => {
    for (const kind of FIGURES.filter((k) => k !== 'none')) {
      expect(withFigure(claim, { kind, first: '', second: '' })).toBeNull();
    }
    expect(withFigure(claim, { kind: 'range', first: '5', second: '4' })).toBeNull();
    expect(withFigure(claim, { kind: 'least', first: '1.5', second: '' })).toBeNull();
  });
});
