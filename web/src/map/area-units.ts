// The areas that incidents are known to: found once for all rows, so that the
// badges of a frame are counted with numbers alone.

import type { Columns } from '../data/columns';
import { wordOf } from '../data/columns';
import { metresToUnits } from '../data/mercator';
import { PRECISIONS } from '../data/types';
import { type AreaName, areaKey } from './outlines';
import { isArea } from './precision';

/** An area that incidents are known to. */
export interface Unit {
  readonly key: string;
  readonly area: AreaName | null;
  /** Mercator units of its middle, and the radius of the circle that holds it. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

const COUNTRY = PRECISIONS.indexOf('country');
const ADMIN1 = PRECISIONS.indexOf('admin1');
const ADMIN2 = PRECISIONS.indexOf('admin2');

const MOST_KNOWN = 10_000; // areas in sight that are kept from frame to frame

/** Numbers the areas of columns, in the order of their first rows. */
export class AreaUnits {
  /** How many there are. */
  length = 0;
  private readonly known = new Map<number, Unit>();
  private readonly ofRow: Uint32Array; // one more than the number
  private rowOf = new Uint32Array(64); // the first row of each
  private radius = new Float64Array(64); // of each
  private readonly byKey = new Map<string, number>();
  private readonly byCodes = new Map<number, number>();
  private readonly byPosition: Uint32Array; // one more than the number

  constructor(private readonly columns: Columns) {
    this.ofRow = new Uint32Array(columns.length);
    this.byPosition = new Uint32Array(columns.positions);
    for (let row = 0; row < columns.length; row++) {
      if (!isArea(columns.precision[row] as number)) continue;
      if (columns.pointAt[row] === columns.pointAt[row + 1]) continue;
      this.ofRow[row] = this.find(row) + 1;
    }
  }

  /** The number of a row's area; the row must be known to an area. */
  of(row: number): number {
    return (this.ofRow[row] as number) - 1;
  }

  /** How an area is sorted: small ones, which have the least choice of spots, come first. */
  rank(unit: number): number {
    return Math.round((this.radius[unit] as number) / 1024) * 2 ** 22 + unit;
  }

  /** The number of the area that was ranked so. */
  ranked(rank: number): number {
    return rank % 2 ** 22;
  }

  get(unit: number): Unit {
    let known = this.known.get(unit);
    if (!known) {
      if (this.known.size >= MOST_KNOWN) this.known.clear();
      known = new AreaUnit(this.columns, this.rowOf[unit] as number, this.radius[unit] as number);
      this.known.set(unit, known);
    }
    return known;
  }

  private find(row: number): number {
    const codes = codesOf(this.columns, row);
    const known = codes === null ? undefined : this.byCodes.get(codes);
    if (known !== undefined) return known;
    const area = codes === null ? null : areaOf(this.columns, row);
    if (!area) return this.findPlace(row);
    const unit = this.numberOf(areaKey(area), row);
    this.byCodes.set(codes as number, unit);
    return unit;
  }

  // Areas without a name are told apart by their middle and radius.
  private findPlace(row: number): number {
    const { columns, byPosition } = this;
    const position = columns.position[columns.pointAt[row] as number] as number;
    const known = (byPosition[position] as number) - 1;
    if (known < 0) {
      byPosition[position] = this.add(row) + 1;
      return (byPosition[position] as number) - 1;
    }
    const isSame = columns.radius[this.rowOf[known] as number] === columns.radius[row];
    return isSame ? known : this.numberOf(placeKey(columns, row), row);
  }

  private numberOf(key: string, row: number): number {
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const unit = this.add(row);
    this.byKey.set(key, unit);
    return unit;
  }

  private add(row: number): number {
    const { columns, length } = this;
    if (length === this.rowOf.length) {
      this.rowOf = grown(this.rowOf, new Uint32Array(2 * length));
      this.radius = grown(this.radius, new Float64Array(2 * length));
    }
    const y = columns.y[columns.pointAt[row] as number] as number;
    this.rowOf[length] = row;
    this.radius[length] = metresToUnits(columns.radius[row] as number, y);
    return this.length++;
  }
}

// An area of columns by its first row; what it is called is found when somebody asks.
class AreaUnit implements Unit {
  readonly x: number;
  readonly y: number;
  private name: AreaName | null | undefined;
  private text: string | undefined;

  constructor(
    private readonly columns: Columns,
    private readonly row: number,
    readonly radius: number,
  ) {
    const point = columns.pointAt[row] as number;
    this.x = columns.x[point] as number;
    this.y = columns.y[point] as number;
  }

  get area(): AreaName | null {
    if (this.name === undefined) this.name = areaOf(this.columns, this.row);
    return this.name;
  }

  get key(): string {
    const { area } = this;
    this.text ??= area ? areaKey(area) : placeKey(this.columns, this.row);
    return this.text;
  }
}

function placeKey({ position, pointAt, radius }: Columns, row: number): string {
  return `${position[pointAt[row] as number]}:${radius[row]}`;
}

/** A larger array with the same numbers at its beginning. */
export function grown<A extends Uint32Array | Float64Array>(array: A, larger: A): A {
  larger.set(array);
  return larger;
}

/** The country, province or district, for an incident that is known to no more. */
export function areaOf(columns: Columns, row: number): AreaName | null {
  const country = wordOf(columns, 'country', row);
  if (!country) return null;
  const admin1 = wordOf(columns, 'admin1', row);
  const admin2 = wordOf(columns, 'admin2', row);
  switch (columns.precision[row]) {
    case COUNTRY:
      return { country };
    case ADMIN1:
      return admin1 ? { country, admin1 } : null;
    case ADMIN2:
      return admin1 && admin2 ? { country, admin1, admin2 } : null;
    default:
      return null;
  }
}

// The names that areaOf goes by.
const NAMES = new Map([
  [COUNTRY, ['country']],
  [ADMIN1, ['country', 'admin1']],
  [ADMIN2, ['country', 'admin1', 'admin2']],
]);

// What areaOf goes by, as one number; null where the area has no name.
function codesOf({ coded, precision }: Columns, row: number): number | null {
  const names = NAMES.get(precision[row] as number);
  if (!names) return null;
  let all = precision[row] as number;
  for (const name of names) {
    const column = coded.get(name);
    const code = column?.codes[row] ?? 0;
    if (!column || code === 0) return null;
    all = all * column.values.length + code;
  }
  return all;
}
