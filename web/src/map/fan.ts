// Fans: a few incidents at one place stand around it. Pure.

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
  const radius = 8 + n * 1.6;
  return [x + Math.cos(angle) * radius, y + Math.sin(angle) * radius];
}
