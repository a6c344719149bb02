// Which incidents have a point in a box, as the API's `bbox` asks for them. Pure.

import type { Columns } from '../data/columns';
import { latToY, lngToX } from '../data/mercator';

/** Tests rows for a point in a box of west, south, east and north, in degrees. */
export function inBox(
  { pointAt, x: xs, y: ys }: Columns,
  [west, south, east, north]: readonly [number, number, number, number],
): (row: number) => boolean {
  const [left, right, top, bottom] = [lngToX(west), lngToX(east), latToY(north), latToY(south)];
  return (row) => {
    const last = pointAt[row + 1] as number;
    for (let point = pointAt[row] as number; point < last; point++) {
      const x = xs[point] as number;
      const y = ys[point] as number;
      if (y < top || y > bottom) continue;
      if (left <= right ? x >= left && x <= right : x >= left || x <= right) return true;
    }
    return false;
  };
}
