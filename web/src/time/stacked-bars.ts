// The drawing of stacked bars: a layer has its colour, what is only possible is
// hatched, and what is outside of the window is pale.

import type { Bins, LayeredCounts } from '../data/bins';
import { h, svg } from '../ui/dom';
import { type Strip, stackPaths } from './bars';

export class StackedBars {
  readonly element: SVGElement;
  private readonly defs = svg('defs', {});
  private readonly layers = svg('g', { class: 'bar-layers' });
  /** What makes the bars before and after the window pale. Bars are not drawn anew when they move. */
  readonly shades = [
    h('div', { class: 'bar-shade' }),
    h('div', { class: 'bar-shade bar-shade-after' }),
  ] as const;
  private colors: readonly string[] = [];

  constructor() {
    this.element = svg(
      'svg',
      { class: 'brush-bars', 'aria-hidden': 'true' },
      this.defs,
      this.layers,
    );
  }

  /** The colours of the layers. */
  setColors(colors: readonly string[]): void {
    this.colors = colors;
    this.defs.replaceChildren(...colors.map(hatch));
    this.clear();
  }

  clear(): void {
    this.layers.replaceChildren();
  }

  draw(
    bins: Bins,
    counts: LayeredCounts,
    strip: Strip,
    { top, most }: { top: number; most: number },
  ): void {
    const paths = stackPaths(bins, counts, strip, most).flatMap(({ certain, possible }, i) => {
      const color = this.colors[i] ?? 'currentColor';
      if (!certain && !possible) return [];
      const hatched = `url(#${idOf(i)})`;
      return [
        pathOf(certain, 'bar-certain', color),
        pathOf(possible, 'bar-possible', hatched, color),
      ];
    });
    this.layers.setAttribute('transform', `translate(0 ${top})`);
    this.layers.replaceChildren(...paths);
  }

  /** Makes what is outside of the window pale. */
  setWindow(left: number, right: number, width: number): void {
    const [before, after] = this.shades;
    before.style.transform = `scaleX(${left / width})`;
    after.style.transform = `scaleX(${1 - right / width})`;
  }
}

function pathOf(d: string, name: string, fill: string, stroke = 'none'): SVGElement {
  const path = svg('path', { d, class: name });
  path.style.fill = fill;
  path.style.stroke = stroke;
  return path;
}

function idOf(layer: number): string {
  return `bar-hatch-${layer}`;
}

function hatch(color: string, layer: number): Element {
  const lines = svg('path', { d: 'M-1 1l2-2M0 5l5-5M4 6l2-2', class: 'stripe' });
  lines.style.stroke = color;
  const size = { width: 5, height: 5, patternUnits: 'userSpaceOnUse' };
  return svg('pattern', { id: idOf(layer), ...size }, lines);
}
