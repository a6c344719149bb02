// Going from mark to mark with the arrow keys. Pure.

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What an arrow key means on a map, which is never turned around. */
export const ARROWS: Readonly<Record<string, Place>> = {
  ArrowRight: { x: 1, y: 0 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowDown: { x: 0, y: 1 },
  ArrowUp: { x: 0, y: -1 },
};

const ASIDE = 2; // how much more a step aside counts than one ahead

/** The nearest place ahead in a direction; null where there is none. */
export function nextPlace<P extends Place>(places: readonly P[], from: Place, to: Place): P | null {
  let best: P | null = null;
  let least = Infinity;
  for (const place of places) {
    const [dx, dy] = [place.x - from.x, place.y - from.y];
    const ahead = dx * to.x + dy * to.y;
    const aside = Math.abs(dx * to.y - dy * to.x);
    if (ahead < 1 || aside > 2 * ahead) continue;
    const far = ahead + ASIDE * aside;
    if (far < least) [least, best] = [far, place];
  }
  return best;
}

/** The place nearest to another one; null where there are none. */
export function nearestPlace<P extends Place>(places: readonly P[], to: Place): P | null {
  const distance = ({ x, y }: Place) => Math.hypot(x - to.x, y - to.y);
  return places.reduce<P | null>((a, b) => (a && distance(a) <= distance(b) ? a : b), null);
}
