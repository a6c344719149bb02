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
const RADIUS = 2; // pixels of a dot
const MARK = 24; // pixels: what is no wider is a mark or a count
const FANNED = 2; // marks around a dot that are fanned out there

/**
 * Sets the important names first, each where it touches neither those before it and their
 * dots nor the obstacles. A name stands beside its dot, or past the marks around that, and
 * nowhere else: what finds no such spot is left out.
 */
export function placeLabels<C extends Candidate>(
  candidates: readonly C[],
  limit = 400,
  obstacles: readonly Box[] = [],
): Placed<C>[] {
  const ordered = [...candidates].sort(
    (a, b) => a.rank - b.rank || (a.text < b.text ? -1 : a.text > b.text ? 1 : a.x - b.x),
  );
  const marks = middlesOf(obstacles.filter(({ left, right }) => right - left <= MARK));
  const names: Box[] = []; // and dots
  const placed: Placed<C>[] = [];
  const texts = new Set<string>();
  for (const candidate of ordered) {
    if (placed.length >= limit) break;
    if (texts.has(candidate.text) && isNear(candidate, placed)) continue;
    if (candidate.dot && names.some((other) => overlaps(dotOf(candidate), other))) continue;
    const spot = spotsOf(candidate, marks).find(({ x, y }) => {
      const box = boxOf(candidate, x, y);
      return [names, obstacles].every((boxes) => !boxes.some((other) => overlaps(box, other)));
    });
    if (!spot) continue;
    names.push(boxOf(candidate, spot.x, spot.y));
    if (candidate.dot) names.push(dotOf(candidate));
    texts.add(candidate.text);
    placed.push({ candidate, ...spot });
  }
  return placed;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function middlesOf(boxes: readonly Box[]): Point[] {
  return boxes.map(({ left, right, top, bottom }) => ({
    x: (left + right) / 2,
    y: (top + bottom) / 2,
  }));
}

function spotsOf(candidate: Candidate, marks: readonly Point[]): Point[] {
  const { x, y, width, height, dot } = candidate;
  if (!dot) {
    return [
      { x, y },
      { x, y: y - height - BESIDE },
      { x, y: y + height + BESIDE },
    ];
  }
  return gapsOf(candidate, marks).flatMap((gap) => [
    { x: x + gap + width / 2, y },
    { x: x - gap - width / 2, y },
    { x, y: y - gap - height / 2 },
    { x, y: y + gap + height / 2 },
  ]);
}

// How far from its dot a name may stand: past a mark on the dot, and a city's past those
// that are fanned out around it.
function gapsOf({ x, y, rank }: Candidate, marks: readonly Point[]): number[] {
  const gaps = [DOT];
  const far = marks.map((mark) => Math.hypot(mark.x - x, mark.y - y));
  if (far.some((pixels) => pixels <= MARK / 2)) gaps.push(DOT + BESIDE);
  const around = far.filter((pixels) => pixels <= AROUND).length;
  if (rank < CITY && around >= FANNED) gaps.push(DOT + BESIDE, DOT + AROUND);
  return gaps;
}

function dotOf({ x, y }: Candidate): Box {
  return { left: x - RADIUS, right: x + RADIUS, top: y - RADIUS, bottom: y + RADIUS };
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
