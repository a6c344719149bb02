import { describe, expect, it } from 'vitest';
import { beyond, robustAxis } from '../src/data/axis';
import { binOf, countInto, countLayers, emptyByBins, joinLayers } from '../src/data/bins';
import { formatDay, parseDay } from '../src/state/day';
import { edgesOver } from '../src/state/units';
import { columnsOf, incident } from './fixtures';

const day = (iso: string) => parseDay(iso) ?? Number.NaN;
const text = (s: { from: number; to: number } | undefined) =>
  s && `${formatDay(s.from)}/${formatDay(s.to)}`;
const on = (start: string, end = start, certain = true, kind = 'attack') =>
  incident(`${start}${end}`, { start, end, date_certain: certain, kind });

/** The axis of incidents of single days, counted by month. */
function axisOf(...dates: string[]): string | undefined {
  const columns = columnsOf(dates.map((date, i) => incident(`i${i}`, { start: date, end: date })));
  const sorted = dates.map(day).sort((a, b) => a - b);
  const extent = { from: sorted[0] as number, to: sorted.at(-1) as number };
  const bins = { edges: edgesOver('month', extent) };
  return text(robustAxis({ ...bins, ...countInto(columns, bins) }, extent));
}

const SPRING = ['2021-01-01', '2021-02-01', '2021-03-01', '2021-04-01', '2021-05-01'];

describe('the days of the axis', () => {
  it('are those of the data where they belong together', () => {
    expect(axisOf(...SPRING)).toBe('2021-01-01/2021-05-01');
    expect(axisOf('2004-06-15', '2010-06-15', '2016-06-15', '2023-06-15')).toBe(
      '2004-06-15/2023-06-15',
    );
    expect(axisOf('2021-06-30')).toBe('2021-06-30/2021-06-30');
    expect(axisOf('0001-01-01', '2021-06-30')).toBe('0001-01-01/2021-06-30');
  });

  it('do not hang on one row of year 1 or 9999', () => {
    expect(axisOf('0001-01-01', ...SPRING)).toBe('2021-01-01/2021-05-01');
    expect(axisOf('9999-12-31', ...SPRING)).toBe('2021-01-01/2021-05-31');
    expect(axisOf('0001-01-01', '9999-12-31', ...SPRING)).toBe('2021-01-01/2021-05-31');
    expect(axisOf('1903-06-01', ...SPRING)).toBe('2021-01-01/2021-05-01');
  });

  it('take in what is less than a year away, and many that are far', () => {
    expect(axisOf('2020-03-01', ...SPRING)).toBe('2020-03-01/2021-05-01');
    const old = Array.from({ length: 5 }, (_, i) => `1914-0${i + 1}-01`);
    expect(axisOf(...old, ...SPRING)).toBe('1914-01-01/2021-05-01');
  });

  it('tell how many lie beyond, and where', () => {
    const columns = columnsOf([
      on('0001-01-01'),
      on('0900-01-01', '2021-02-01'),
      on('2021-01-01'),
      on('2021-03-01', '9999-12-31'),
    ]);
    const axis = { from: day('2021-01-01'), to: day('2021-03-31') };
    const { before, after } = beyond(columns, axis);
    expect([before?.n, text(before?.span)]).toEqual([2, '0001-01-01/2020-12-31']);
    expect([after?.n, text(after?.span)]).toEqual([1, '2021-04-01/9999-12-31']);
    const all = { from: day('0001-01-01'), to: day('9999-12-31') };
    expect(beyond(columns, all)).toEqual({ before: null, after: null });
  });
});

describe('counting into bins', () => {
  const columns = columnsOf([
    on('2021-01-05'),
    on('2021-01-06', '2021-01-20', false, 'operation'),
    on('2021-01-31', '2021-02-02'),
    on('2021-03-10', '2021-03-10', true, 'operation'),
    on('2020-11-01', '2021-04-01', false),
  ]);
  const layerOf = Uint8Array.from(columns.kinds, (_, kind) => kind);
  const kinds = columns.kinds.length;

  it.each(['day', 'week', 'month', 'year'] as const)('is that of all rows, by %s', (unit) => {
    for (const days of [
      '2021-01-04/2021-03-31',
      '2021-02-01/2021-02-28',
      '2010-01-01/2022-01-01',
    ]) {
      const [from = '', to = ''] = days.split('/');
      const bins = { edges: edgesOver(unit, { from: day(from), to: day(to) }) };
      const stacked = countLayers(columns, bins, layerOf, kinds);
      const plain = countInto(columns, bins);
      const n = bins.edges.length - 1;
      for (const sort of ['certain', 'possible'] as const) {
        const sums = Array.from(plain[sort], (_, bin) =>
          [...Array(kinds).keys()].reduce((sum, k) => sum + (stacked[sort][k * n + bin] ?? 0), 0),
        );
        expect(sums, `${days} ${sort}`).toEqual([...plain[sort]]);
      }
    }
  });

  it('finds the bins of far years without a table of all days', () => {
    const bins = { edges: edgesOver('year', { from: day('0001-01-01'), to: day('9999-12-31') }) };
    const counts = countLayers(columns, bins, layerOf, kinds);
    expect(counts.certain[binOf(bins.edges, day('2021-01-01'))]).toBeGreaterThan(0);
  });

  it('joins what the server counts of each kind, and of none', () => {
    const bins = { edges: [day('2021-01-01'), day('2021-02-01'), day('2021-03-01')] };
    const bin = (start: string, certain: number, possible: number) => ({
      start,
      end: '',
      certain,
      possible,
    });
    const total = [bin('2021-01-01', 5, 2), bin('2021-02-01', 1, 0)];
    const counts = joinLayers(bins, total, [[bin('2021-01-01', 3, 2)], [bin('2021-02-01', 1, 0)]]);
    expect(counts.layers).toBe(3);
    expect([...counts.certain]).toEqual([3, 0, 0, 1, 2, 0]);
    expect([...counts.possible]).toEqual([2, 0, 0, 0, 0, 0]);
  });

  it('tells where nothing is', () => {
    const bins = { edges: [0, 10, 20, 30] };
    const counts = { certain: Uint32Array.of(0, 1, 0), possible: new Uint32Array(3) };
    expect(emptyByBins(bins, counts, { from: 0, to: 9 })).toBe(true);
    expect(emptyByBins(bins, counts, { from: 5, to: 10 })).toBe(false);
    expect(emptyByBins(bins, counts, { from: 20, to: 90 })).toBe(true);
  });
});
