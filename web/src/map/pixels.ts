// Pixels of the page's own, as ImageData has them: small images are copied into them row
// by row, which takes a third of what a canvas takes to draw an image.

/** A part of a picture: its pixels, and where its top left corner is in the picture. */
export interface Part {
  /** Signed: larger numbers would be kept as fractions, which takes twice the time. */
  readonly pixels: Int32Array;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
}

/** Pixels of a part; `right` and `bottom` are the first beyond it. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const NOWHERE: Area = { left: Infinity, top: Infinity, right: 0, bottom: 0 };

/** A small image in a larger one, and from where to where each row of it has any pixels. */
export interface Stamp {
  readonly pixels: Int32Array;
  readonly width: number;
  readonly height: number;
  readonly from: Uint16Array;
  readonly to: Uint16Array;
}

/** The image of so many pixels. */
export function cut(pixels: Int32Array, width: number): Stamp {
  const height = pixels.length / width;
  const [from, to] = [new Uint16Array(height), new Uint16Array(height)];
  for (let y = 0; y < height; y++) {
    const line = y * width;
    let [first, last] = [0, width];
    while (last > 0 && pixels[line + last - 1] === 0) last--;
    while (first < last && pixels[line + first] === 0) first++;
    from[y] = first;
    to[y] = last;
  }
  return { pixels, width, height, from, to };
}

/** A copy of the image on a part of a canvas, at its left side: what is beside it is not kept. */
export function cutFrom(image: ImageData, top: number, width: number, height: number): Stamp {
  const all = new Int32Array(image.data.buffer);
  const pixels = new Int32Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * image.width;
    pixels.set(all.subarray(from, from + width), y * width);
  }
  return cut(pixels, width);
}

/** Puts an image under what is there already; pixels outside of the part are left out. */
export function press(stamp: Stamp, left: number, top: number, part: Part): void {
  const { pixels, from, to } = stamp;
  const into = part.pixels;
  const last = Math.min(stamp.height, part.height - top);
  for (let y = Math.max(0, -top); y < last; y++) {
    const at = (top + y) * part.width + left;
    const line = y * stamp.width;
    const end = Math.min(to[y] as number, part.width - left);
    for (let x = Math.max(from[y] as number, -left); x < end; x++) {
      const color = into[at + x] as number;
      if (color === 0) into[at + x] = pixels[line + x] as number;
      else if (color >>> 24 !== SOLID) into[at + x] = over(color, pixels[line + x] as number);
    }
  }
}

const SOLID = 255; // nothing shows through

/** A colour over another one; both as pixels of ImageData, not multiplied by their alpha. */
export function over(color: number, under: number): number {
  const alpha = color >>> 24;
  if (alpha === 0) return under;
  if (alpha === SOLID || under === 0) return color;
  // In parts of SOLID²: whole numbers are mixed in half the time.
  const above = SOLID * alpha;
  const below = (under >>> 24) * (SOLID - alpha);
  const all = above + below;
  const half = all >> 1;
  const red = ((color & 255) * above + (under & 255) * below + half) / all;
  const green = (((color >>> 8) & 255) * above + ((under >>> 8) & 255) * below + half) / all;
  const blue = (((color >>> 16) & 255) * above + ((under >>> 16) & 255) * below + half) / all;
  const mixed = Math.round(all / SOLID);
  return (mixed << 24) | (blue << 16) | (green << 8) | red;
}

/** What lies in one of two areas, or between them. */
export function both(a: Area, b: Area): Area {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

/** So much of an area as lies in a part. */
export function within({ left, top, right, bottom }: Area, { width, height }: Part): Area {
  return {
    left: Math.max(0, left),
    top: Math.max(0, top),
    right: Math.min(width, right),
    bottom: Math.min(height, bottom),
  };
}
