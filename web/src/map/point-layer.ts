// The incidents on the map: one canvas for all that are in the window, and one
// over it for the one under the pointer and the selected one.

import type * as L from 'leaflet';
import type { Columns } from '../data/columns';
import { CanvasLayer } from './canvas-layer';
import { findRow, type Hit, hitTest } from './hit';
import type { Box } from './labels';
import { type AreaName, type FetchOutlines, OutlineStore } from './outlines';
import { isPossible, type Painter, paintMark, paintRing, paintScene } from './paint';
import { LIGHT, type Mark, marksOf, type Theme } from './palette';
import { type Scene, SceneBuilder, type View } from './scene';
import { findSites } from './sites';

const MANY = 2_000; // incidents from which names no longer make way
const COUNT = 10; // pixels: half of the side of a count

export class PointLayer extends CanvasLayer {
  private columns: Columns | null = null;
  private builder: SceneBuilder | null = null;
  private marks: Mark[] = [];
  private rows = new Uint32Array();
  private theme: Theme = LIGHT;
  private current: Scene | null = null;
  private outlines: OutlineStore | null = null;

  /** Called after every painting with the number of incidents drawn. */
  onPainted: (incidents: number) => void = () => {};

  /** Draws countries, provinces and districts in their own shapes from now on. */
  setOutlines(fetch: FetchOutlines): void {
    this.outlines = new OutlineStore(fetch, () => this.redraw());
    this.redraw();
  }

  setColumns(columns: Columns): void {
    this.columns = columns;
    const outlineOf = (area: AreaName) => this.outlines?.get(area) ?? null;
    this.builder = new SceneBuilder(columns, findSites(columns), outlineOf);
    this.marks = marksOf(columns.kinds);
    this.rows = new Uint32Array();
    this.redraw();
  }

  setRows(rows: Uint32Array): void {
    this.rows = rows as Uint32Array<ArrayBuffer>;
    this.redraw();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.redraw();
  }

  /**
   * Where names must not be set, in pixels of the canvas: the marks and counts
   * of all incidents, shown or not, so that names stay while time moves.
   */
  obstacles(): Box[] {
    const { columns, view } = this;
    if (!columns || !view || columns.length > MANY) return [];
    const rows = Uint32Array.from({ length: columns.length }, (_, row) => row);
    const scene = new SceneBuilder(columns, findSites(columns)).build(rows, view);
    const { marks } = scene;
    const boxes = Array.from({ length: marks.count }, (_, i) =>
      boxAround(marks.x[i] as number, marks.y[i] as number, scene.size),
    );
    const pools = [...scene.stacks, ...scene.areas].map(({ x, y }) => boxAround(x, y, COUNT));
    return [...boxes, ...pools];
  }

  /** What is at a pixel of the view; the hit's position is a pixel of the view, too. */
  hit(point: L.Point): Hit | null {
    const at = this.toCanvas(point);
    const hit = this.current && hitTest(this.current, at.x, at.y);
    return hit && { rows: hit.rows, ...this.pixel(hit) };
  }

  /** Paints hover and selection into another canvas of the same view. */
  paintEmphasis(ctx: CanvasRenderingContext2D, hovered: Hit | null, selected: number | null): void {
    const { columns, current: scene } = this;
    if (!columns || !scene) return;
    for (const row of new Set([...(hovered?.rows.length === 1 ? hovered.rows : []), selected])) {
      const found = row === null ? null : findRow(scene, row);
      if (row === null || !found) continue;
      if (found.rows.length > 1 || found.area) {
        paintRing(ctx, found.x, found.y, row === selected ? 12 : 11, this.theme);
        continue;
      }
      const look = {
        mark: this.marks[columns.kind[row] as number] ?? (this.marks[0] as Mark),
        hatched: isPossible(columns, row),
        ring: row === selected,
      };
      const scale = hovered?.rows.includes(row) ? 1.5 : 1;
      paintMark(ctx, found.x, found.y, scene.size * scale, look, this.painter());
    }
  }

  protected override paint(ctx: CanvasRenderingContext2D, view: View): void {
    if (!this.columns || !this.builder) return;
    this.current = this.builder.build(this.rows, view);
    paintScene(ctx, this.current, this.columns, this.painter(), view);
    this.onPainted(this.current.incidents);
  }

  private painter(): Painter {
    return { marks: this.marks, theme: this.theme, ratio: this.ratio };
  }

  private pixel(hit: Hit): { x: number; y: number } {
    const { x, y } = this.toContainer(hit.x, hit.y);
    return { x, y };
  }
}

function boxAround(x: number, y: number, half: number): Box {
  return { left: x - half, right: x + half, top: y - half, bottom: y + half };
}

/** The canvas over the points: repainted when the pointer moves on, without the points. */
export class EmphasisLayer extends CanvasLayer {
  private hovered: Hit | null = null;
  private selected: number | null = null;

  constructor(
    pane: string,
    private readonly points: PointLayer,
  ) {
    super(pane);
  }

  set(hovered: Hit | null, selected: number | null): void {
    this.hovered = hovered;
    this.selected = selected;
    this.redraw();
  }

  protected override paint(ctx: CanvasRenderingContext2D): void {
    this.points.paintEmphasis(ctx, this.hovered, this.selected);
  }
}
