// Fans: a few incidents at one place stand around it, and with them what else would lie on
// the fan: its middle is never another place. Pure.

/** Several incidents at one place: legs from it to the marks fanned out around it. */
export interface Leg {
  readonly x: number;
  readonly y: number;
  readonly toX: number;
  readonly toY: number;
}

/** Where the k-th of n incidents at one place is drawn. */
export function fan(x: number, y: number, k: number, n: number): [number, number] {
  const angle = (k / n) * 2 * Math.PI - Math.PI / 2;
  const radius = radiusOf(n);
  return [x + Math.cos(angle) * radius, y + Math.sin(angle) * radius];
}

function radiusOf(n: number): number {
  return 8 + n * 1.6;
}

const CLOSE = 4; // pixels past the middles of a fan's marks
const CELL = 32; // pixels, more than the radius of any fan and that

interface Guest {
  readonly row: number;
  readonly x: number;
  readonly y: number;
}

/** The incidents of a fan, in day order, and those of other places that lie on it. */
export interface Fan {
  readonly x: number;
  readonly y: number;
  readonly rows: number[];
  readonly guests: Guest[];
}

export class Fans {
  private readonly bySpot = new Map<number, Fan>();
  private readonly cells = new Map<number, Fan[]>();

  /** Adds an incident to the fan of its spot, which stands around the first point of it. */
  add(spot: number, row: number, x: number, y: number): void {
    const known = this.bySpot.get(spot);
    if (known) {
      known.rows.push(row);
      return;
    }
    const fan = { x, y, rows: [row], guests: [] };
    this.bySpot.set(spot, fan);
    // Many marks ask for the few fans that are near.
    for (const key of keysAround(x, y)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(fan);
      else this.cells.set(key, [fan]);
    }
  }

  /** Takes in a mark by itself that would lie on a fan; false where there is none. */
  takeIn(row: number, x: number, y: number): boolean {
    if (this.bySpot.size === 0) return false;
    const fan = this.nearest(x, y);
    fan?.guests.push({ row, x, y });
    return fan !== null;
  }

  all(): Iterable<Fan> {
    return this.bySpot.values();
  }

  private nearest(x: number, y: number): Fan | null {
    let best: Fan | null = null;
    let least = Number.POSITIVE_INFINITY;
    const cell = this.cells.get(keyOf(x, y));
    if (!cell) return null; // of most marks
    for (const fan of cell) {
      const far = Math.hypot(fan.x - x, fan.y - y);
      if (far < Math.min(least, radiusOf(fan.rows.length) + CLOSE)) [best, least] = [fan, far];
    }
    return best;
  }
}

/** Calls `put` with each incident of a fan and the leg to its mark. */
export function layFan({ x, y, rows, guests }: Fan, put: (row: number, leg: Leg) => void): void {
  const n = rows.length + guests.length;
  const taken = new Set<number>();
  for (const guest of guests) {
    const k = slotOf(Math.atan2(guest.y - y, guest.x - x), n, taken);
    taken.add(k);
    const [toX, toY] = fan(x, y, k, n);
    put(guest.row, { x: guest.x, y: guest.y, toX, toY });
  }
  let k = 0;
  for (const row of rows) {
    while (taken.has(k)) k++;
    const [toX, toY] = fan(x, y, k++, n);
    put(row, { x, y, toX, toY });
  }
}

// The free place of a fan that is nearest to a direction.
function slotOf(angle: number, n: number, taken: ReadonlySet<number>): number {
  const wanted = Math.round(((angle + Math.PI / 2) / (2 * Math.PI)) * n);
  for (let by = 0; ; by++) {
    for (const k of [wanted + by, wanted - by]) {
      const slot = ((k % n) + n) % n;
      if (!taken.has(slot)) return slot;
    }
  }
}

function keyOf(x: number, y: number): number {
  return Math.floor(y / CELL) * 65_536 + Math.floor(x / CELL);
}

function keysAround(x: number, y: number): number[] {
  const sides = [-CELL, 0, CELL];
  return sides.flatMap((dx) => sides.map((dy) => keyOf(x + dx, y + dy)));
}
