// How wide texts are on a canvas.

/** Measures texts of a font in pixels, each once. */
export function widthIn(font: string): (text: string) => number {
  const widths = new Map<string, number>();
  const ctx = document.createElement('canvas').getContext('2d');
  if (ctx) ctx.font = font;
  return (text) => {
    let width = widths.get(text);
    if (width === undefined) {
      width = ctx?.measureText(text).width ?? 7 * text.length;
      widths.set(text, width);
    }
    return width;
  };
}
