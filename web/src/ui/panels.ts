// What lies over the map: badges make way for it.

import type { Box } from '../map/labels';

const TOOLS = '.tool-group';
const PANELS = '.tool-group, .legend, .attribution, .hider, .map-scale';
const GROWING = '.legend, .attribution'; // opened by the reader, or with what there is to say

export class Panels {
  constructor(private readonly map: HTMLElement) {}

  /** Where they lie on the map, in its pixels. */
  boxes(): Box[] {
    const frame = this.map.getBoundingClientRect();
    return this.all(PANELS)
      .map((panel) => panel.getBoundingClientRect())
      .filter(({ width }) => width > 0)
      .map(({ left, right, top, bottom }) => ({
        left: left - frame.left,
        right: right - frame.left,
        top: top - frame.top,
        bottom: bottom - frame.top,
      }));
  }

  /** How many pixels tools take along the left and along the right edge of the map. */
  sides(): { left: number; right: number } {
    const { left, right } = this.map.getBoundingClientRect();
    const sides = { left: 0, right: 0 };
    for (const tools of this.all(TOOLS).map((group) => group.getBoundingClientRect())) {
      const isLeft = tools.left - left < right - tools.right;
      if (isLeft) sides.left = Math.max(sides.left, tools.right - left);
      else sides.right = Math.max(sides.right, right - tools.left);
    }
    return sides;
  }

  /** Calls something whenever one has another size. */
  watch(call: () => void): void {
    const observer = new ResizeObserver(call);
    for (const panel of this.all(GROWING)) observer.observe(panel);
  }

  private all(selector: string): HTMLElement[] {
    return [...(this.map.closest('main')?.querySelectorAll<HTMLElement>(selector) ?? [])];
  }
}
