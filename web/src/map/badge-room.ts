// Which part of the map is taken, so that badges find a spot that is free.

/** A rectangle around its middle, in pixels: half of its width and of its height. */
interface Taken {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const [WIDE, HIGH] = [96, 32]; // pixels of a cell: a box lies in a few of them
const ACROSS = 4_096;

/**
 * Boxes by the cells that they lie in; a box is told by its middle and half of its
 * sides, since thousands are asked for in a frame and an object for each would be too many.
 */
export class Room {
  private readonly cells = new Map<number, Taken[]>();

  /** Takes the room of a box. */
  take(x: number, y: number, w: number, h: number): void {
    const box = { x, y, w, h };
    const [right, bottom] = [Math.floor((x + w) / WIDE), Math.floor((y + h) / HIGH)];
    for (let row = Math.floor((y - h) / HIGH); row <= bottom; row++) {
      for (let column = Math.floor((x - w) / WIDE); column <= right; column++) {
        const boxes = this.cells.get(row * ACROSS + column);
        if (boxes) boxes.push(box);
        else this.cells.set(row * ACROSS + column, [box]);
      }
    }
  }

  /** True when a box overlaps none that was taken. */
  isFree(x: number, y: number, w: number, h: number): boolean {
    const [right, bottom] = [Math.floor((x + w) / WIDE), Math.floor((y + h) / HIGH)];
    // Cells are counted from some way outside of the view, where badges may begin.
    for (let row = Math.floor((y - h) / HIGH); row <= bottom; row++) {
      for (let column = Math.floor((x - w) / WIDE); column <= right; column++) {
        const boxes = this.cells.get(row * ACROSS + column);
        if (boxes && overlapsOne(boxes, x, y, w, h)) return false;
      }
    }
    return true;
  }
}

function overlapsOne(boxes: readonly Taken[], x: number, y: number, w: number, h: number) {
  for (let i = 0; i < boxes.length; i++) {
    const box = boxes[i] as Taken;
    if (Math.abs(box.x - x) < box.w + w && Math.abs(box.y - y) < box.h + h) return true;
  }
  return false;
}
