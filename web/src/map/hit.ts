// Which incidents are under the pointer. Pure.

import { BADGE_HEIGHT } from './badge-spots';
import type { Badge } from './badges';
import type { Count } from './clusters';
import type { Points, Scene } from './scene';

export interface Hit {
  /** How many incidents. */
  readonly n: number;
  /** One row for a mark, one or more for a count or a badge. */
  readonly rows: readonly number[];
  /** Where it is drawn, in the scene's pixels. */
  readonly x: number;
  readonly y: number;
  readonly badge?: Badge;
  readonly count?: Count;
}

const REACH = 4; // pixels beside a mark that still mean it
const FINGER = 12; // the same for a finger

/** What is at a position: a count, a badge, or the nearest mark. */
export function hitTest(scene: Scene, x: number, y: number, isTouch = false): Hit | null {
  const reach = isTouch ? FINGER : REACH;
  return countAt(scene, x, y, reach) ?? badgeAt(scene, x, y) ?? markAt(scene, x, y, reach);
}

function markAt(scene: Scene, x: number, y: number, beside: number): Hit | null {
  const { marks, size, points } = scene;
  const reach = size + beside;
  let best = -1;
  let bestSquare = reach * reach;
  for (let i = marks.count - 1; i >= 0; i--) {
    const dx = (marks.x[i] as number) - x;
    if (dx > reach || dx < -reach) continue;
    const dy = (marks.y[i] as number) - y;
    const square = dx * dx + dy * dy;
    if (square < bestSquare) {
      bestSquare = square;
      best = i;
    }
  }
  if (best < 0) return null;
  const at = { x: marks.x[best] as number, y: marks.y[best] as number };
  // In a crowd one mark may stand for others that coincide with it.
  const rows = points.count > marks.count ? rowsAt(points, at.x, at.y) : [];
  const hit = rows.length > 1 ? rows : [marks.row[best] as number];
  return { n: hit.length, rows: hit, ...at };
}

function rowsAt({ count, row, x, y }: Points, px: number, py: number): number[] {
  const rows: number[] = [];
  for (let i = 0; i < count; i++) {
    if (Math.abs((x[i] as number) - px) > 1 || Math.abs((y[i] as number) - py) > 1) continue;
    if (rows.at(-1) !== row[i]) rows.push(row[i] as number);
  }
  return rows;
}

function countAt({ counts }: Scene, x: number, y: number, beside: number): Hit | null {
  for (const count of counts) {
    if (Math.hypot(count.x - x, count.y - y) > count.radius + beside / 2) continue;
    return hitOfCount(count);
  }
  return null;
}

/** A count as something that was hit; its rows are found when they are wanted. */
function hitOfCount(count: Count): Hit {
  let rows: readonly number[] | null = null;
  return {
    n: count.n,
    get rows() {
      rows ??= count.rows();
      return rows;
    },
    x: count.x,
    y: count.y,
    count,
  };
}

/** A badge as something that was hit. */
function hitOfBadge(badge: Badge): Hit {
  let rows: readonly number[] | null = null;
  return {
    n: badge.rows.length,
    get rows() {
      rows ??= Array.from(badge.rows);
      return rows;
    },
    x: badge.x,
    y: badge.y,
    badge,
  };
}

function badgeAt({ badges }: Scene, x: number, y: number): Hit | null {
  const badge = badges.find(
    (b) => Math.abs(b.x - x) <= b.width / 2 && Math.abs(b.y - y) <= BADGE_HEIGHT / 2 + 2,
  );
  return badge ? hitOfBadge(badge) : null;
}

/** Where a row is drawn in the scene, or null when it is not. */
export function findRow(scene: Scene, row: number): Hit | null {
  const { marks, points } = scene;
  for (let i = 0; i < marks.count; i++) {
    if (marks.row[i] === row) {
      return { n: 1, rows: [row], x: marks.x[i] as number, y: marks.y[i] as number };
    }
  }
  const badge = scene.badges.find(({ rows }) => rows.includes(row));
  if (badge) return hitOfBadge(badge);
  for (let i = 0; i < points.count; i++) {
    if (points.row[i] !== row) continue;
    const at = { x: points.x[i] as number, y: points.y[i] as number };
    const count = countAround(scene, at.x, at.y);
    return count ? hitOfCount(count) : { n: 1, rows: [row], ...at };
  }
  return null;
}

/**
 * Where rows are drawn that were picked together: the first of them, or all badges that they
 * have since the view has become another one.
 */
export function findRows(scene: Scene, rows: ArrayLike<number>): Hit[] {
  const first = findRow(scene, rows[0] ?? -1);
  if (!first) return [];
  if (!first.badge || first.badge.rows.length >= rows.length) return [first];
  const picked = new Set(Array.from(rows));
  return scene.badges
    .filter((badge) => badge.rows.some((row) => picked.has(row)))
    .map((badge) => hitOfBadge(badge));
}

// The count that stands for a place.
function countAround({ counts }: Scene, x: number, y: number): Count | undefined {
  const beside = 1;
  return counts.find(
    ({ bounds: b }) =>
      x >= b.left - beside &&
      x <= b.right + beside &&
      y >= b.top - beside &&
      y <= b.bottom + beside,
  );
}

/** Everything of a scene that can be picked. */
export function targetsOf({ marks, counts, badges }: Scene): Hit[] {
  const single = Array.from({ length: marks.count }, (_, i) => ({
    n: 1,
    rows: [marks.row[i] as number],
    x: marks.x[i] as number,
    y: marks.y[i] as number,
  }));
  return [...single, ...counts.map(hitOfCount), ...badges.map(hitOfBadge)];
}
