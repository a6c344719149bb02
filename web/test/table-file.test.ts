import { describe, expect, it } from 'vitest';
import {
  choose,
  commandsOf,
  givenOf,
  groupOf,
  type Inspection,
  NOTHING_SAID,
  titleOfFile,
  usesOf,
} from '../src/data/table-file';
import { binsOf } from '../src/ui/import/check';

const doc: Inspection = {
  file: 'cases.csv',
  rows: 2,
  unit: 'row',
  complete: true,
  roles: [
    { role: 'date', columns: ['Reported'], fills: ['Entered'], by: 'name', why: 'its name' },
    { role: 'fatalities_best', columns: ['Men', 'Women'], by: 'column', why: 'you say so' },
  ],
  kept: [{ column: 'Town', type: 'string', where: true }],
  empty: ['Blank'],
  derived: ['Month name'],
  words: [],
  incidents: 2,
  withoutPlace: 0,
  leftOut: 0,
  findings: [],
  header: ['Reported', 'Entered', 'Men', 'Women', 'Town', 'Blank', 'Month name'],
};

describe('the columns of a file', () => {
  it('are told with their roles and reasons, in the order of the file', () => {
    const uses = usesOf(doc, new Map());
    expect(uses.map(({ role, by }) => `${role} ${by}`)).toEqual([
      'date name',
      'date fill',
      'fatalities_best column',
      'fatalities_best column',
      'kept where',
      'unused empty',
      'unused derived',
    ]);
  });

  it('that the reader leaves out are left out because the reader says so', () => {
    const [use] = usesOf({ ...doc, header: ['Town'], kept: [] }, new Map([['Town', 'unused']]));
    expect(use).toMatchObject({ role: 'unused', by: 'column' });
  });
});

describe('a choice', () => {
  it('takes a role that one column has from the column that had it', () => {
    const first = choose(new Map(), 'Reported', 'date');
    expect([...choose(first, 'Entered', 'date')]).toEqual([['Entered', 'date']]);
  });

  it('shares figures and texts, and keeps as many columns as the reader says', () => {
    let all = choose(new Map(), 'Men', 'fatalities_best');
    all = choose(all, 'Women', 'fatalities_best');
    all = choose(all, 'Town', 'kept');
    all = choose(all, 'Blank', 'unused');
    all = choose(all, 'Reported', 'unused');
    expect(givenOf(all)).toEqual([
      'fatalities_best=Men+Women',
      'kept=Town',
      'unused=Blank',
      'unused=Reported',
    ]);
  });
});

it('a role belongs to a group, those of well-known exports too', () => {
  expect(['lat', 'start_year', 'where_prec', 'actor', 'group'].map(groupOf)).toEqual([
    'where',
    'when',
    'where',
    'who',
    null,
  ]);
});

describe('the commands', () => {
  it('are read by a shell as they are meant', () => {
    const said = { ...NOTHING_SAID, columns: ["date=Bob's day", 'kept=a;b'], country: 'AF' };
    expect(commandsOf('my cases.csv', said)[0]).toBe(
      "incidentmap import 'my cases.csv' --column 'date=Bob'\\''s day' --column 'kept=a;b' " +
        '--country AF --db incidents.db',
    );
    expect(commandsOf('-rf.csv', NOTHING_SAID)[0]).toContain('import ./-rf.csv ');
    expect(commandsOf('$(id).csv', NOTHING_SAID)[0]).toContain("'$(id).csv'");
  });
});

it('a file is called by its name in words', () => {
  expect(titleOfFile('my_cases-2024.csv.gz')).toBe('my cases 2024');
  expect(titleOfFile('.csv')).toBe('.csv');
});

it('years without incidents are bins as well, and many years share a bin', () => {
  const few = binsOf([
    { year: 2001, count: 2 },
    { year: 2004, count: 1 },
  ]);
  expect(few.map(({ count }) => count)).toEqual([2, 0, 0, 1]);
  const many = binsOf([
    { year: 1900, count: 1 },
    { year: 2020, count: 4 },
  ]);
  expect(many.length).toBeLessThanOrEqual(60);
  expect(many.reduce((sum, { count }) => sum + count, 0)).toBe(5);
  expect(binsOf([])).toEqual([]);
});
