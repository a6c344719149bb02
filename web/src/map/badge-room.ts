// Which part of the map is taken, so that badges find a spot that is free.

/** A rectangle in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const [WIDE, HIGH] = [96, 32]; // pixels of a cell: a box lies in a few of them
const ACROSS = 4_096;

/** Boxes by the cells that they lie in. */
export class Room {
  private readonly cells = new Map<number, Box[]>();

  /** Takes the room of a box. */
  take(box: Box): void {
    each(box, (cell) => {
      const boxes = this.cells.get(cell);
      if (boxes) boxes.push(box);
      else this.cells.set(cell, [box]);
      return false;
    });
  }

  /** True when a box overlaps none that was taken. */
  isFree(box: Box): boolean {
    return !each(
      box,
      (cell) => this.cells.get(cell)?.some((other) => overlaps(box, other)) ?? false,
    );
  }
}

// Goes over the cells of a box until `is` says so; cells are counted from some way
// outside of the view, where badges may begin.
function each({ left, right, top, bottom }: Box, is: (cell: number) => boolean): boolean {
  for (let row = Math.floor(top / HIGH); row <= Math.floor(bottom / HIGH); row++) {
    for (let column = Math.floor(left / WIDE); column <= Math.floor(right / WIDE); column++) {
      if (is(row * ACROSS + column)) return true;
    }
  }
  return false;
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
