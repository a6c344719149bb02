// Which names of places fit on the map. Pure: labels of all tiles in the view
// are placed together, so that none is cut at the edge of a tile.

/** A name that could be set, in pixels of the view; x and y are its point. */
export interface Candidate {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Size of the text in pixels. */
  readonly width: number;
  readonly height: number;
  /** Lower is more important. */
  readonly rank: number;
  /** A dot at the point and the text beside it; or else the text on the point. */
  readonly dot: boolean;
}

/** Where the text's middle is. */
export interface Placed<C extends Candidate> {
  readonly candidate: C;
  readonly x: number;
  readonly y: number;
}

/** A part of the view, in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const GAP = 5; // pixels around every label
const DOT = 5; // pixels from a dot to its text
const BESIDE = 9; // pixels more, past a mark on the same point
const AROUND = 31; // pixels more, past the marks that are fanned out around it
const CITY = 60; // names of lower rank are worth that

/** Sets the important names first, each where it touches neither those before it nor the obstacles. */
export function placeLabels<C extends Candidate>(
  candidates: readonly C[],
  limit = 400,
  obstacles: readonly Box[] = [],
): Placed<C>[] {
  const ordered = [...candidates].sort(
    (a, b) => a.rank - b.rank || (a.text < b.text ? -1 : a.text > b.text ? 1 : a.x - b.x),
  );
  const taken: Box[] = [...obstacles];
  const placed: Placed<C>[] = [];
  const texts = new Set<string>();
  for (const candidate of ordered) {
    if (placed.length >= limit) break;
    if (texts.has(candidate.text) && isNear(candidate, placed)) continue;
    const spot = spotsOf(candidate).find(({ x, y }) => {
      const box = boxOf(candidate, x, y);
      return !taken.some((other) => overlaps(box, other));
    });
    if (!spot) continue;
    taken.push(boxOf(candidate, spot.x, spot.y));
    texts.add(candidate.text);
    placed.push({ candidate, ...spot });
  }
  return placed;
}

function spotsOf({ x, y, width, height, dot, rank }: Candidate): { x: number; y: number }[] {
  if (!dot) {
    return [
      { x, y },
      { x, y: y - height - BESIDE },
      { x, y: y + height + BESIDE },
    ];
  }
  const gaps = rank < CITY ? [DOT, DOT + BESIDE, DOT + AROUND] : [DOT, DOT + BESIDE];
  return gaps.flatMap((gap) => [
    { x: x + gap + width / 2, y },
    { x: x - gap - width / 2, y },
    { x, y: y - gap - height / 2 },
    { x, y: y + gap + height / 2 },
  ]);
}

function boxOf(candidate: Candidate, x: number, y: number): Box {
  const halfWidth = candidate.width / 2 + GAP;
  const halfHeight = candidate.height / 2 + GAP;
  return { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

// Tiles overlap at their edges: the same name may come from two of them.
function isNear(candidate: Candidate, placed: readonly Placed<Candidate>[]): boolean {
  return placed.some(
    ({ candidate: other }) =>
      other.text === candidate.text &&
      Math.abs(other.x - candidate.x) < 8 &&
      Math.abs(other.y - candidate.y) < 8,
  );
}
