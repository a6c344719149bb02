// The incidents on the map: what lies under the marks, the marks, counts and badges
// over them, and over all that the one under the pointer and the selected one.

import type { Columns } from '../data/columns';
import type { ServerCluster } from '../data/server-clusters';
import type { Unit } from './area-units';
import type { BadgeWords } from './badge-words';
import { CanvasLayer } from './canvas-layer';
import type { UnitCount, UnitCounts } from './choropleth';
import { DensityPainter } from './density';
import { type GlMarks, glMarksOf } from './gl-marks';
import { findRow, findRows, type Hit, hitTest, targetsOf } from './hit';
import type { Box } from './labels';
import * as L from './leaflet';
import { boxesOf, NO_PANELS } from './obstacles';
import { type AreaName, type FetchOutlines, OutlineStore } from './outlines';
import {
  paintBadge,
  paintBadges,
  paintCounts,
  paintLegs,
  paintMark,
  paintRing,
  paintUnit,
} from './paint';
import { LIGHT, type Mark, marksOf, type Theme } from './palette';
import { Patches } from './patches';
import { type Scene, SceneBuilder, type View, type Wish } from './scene';
import { fillOf, markOf, type Painter } from './stamps';

const MANY = 2_000; // incidents from which names no longer make way
const [MARKS, OVER] = [0, 1]; // canvases

/** What is drawn, in numbers. */
export interface Drawn {
  readonly incidents: number;
  /** Those that are not, because their area is larger than the view. */
  readonly coarser: number;
  /** Those that are not, because the reader does not want to see them. */
  readonly hidden: number;
  readonly hasMarks: boolean;
  /** True where the server has clustered what is more than the page holds. */
  readonly isAsked: boolean;
  readonly badges: readonly unknown[];
  /** Stacks and clusters. */
  readonly counts: readonly unknown[];
  /** Coloured areas; null unless these are shown. */
  readonly units: UnitCounts | null;
}

/** What a scene is of. */
interface Shown {
  readonly columns: Columns;
  readonly view: View;
  readonly wish: Wish;
  readonly rows: Uint32Array;
}

/** Where names must not be set, and while what is shown that is so. */
interface Room extends Omit<Shown, 'rows'> {
  readonly boxes: readonly Box[];
}

export class PointLayer extends CanvasLayer {
  private columns: Columns | null = null;
  private builder: SceneBuilder | null = null;
  private density: DensityPainter | null = null;
  private marks: readonly Mark[] = [];
  private rows = new Uint32Array();
  private theme: Theme = LIGHT;
  private wished: Wish = { density: 'auto', measure: 'count', coarsest: Infinity };
  private clustered = this.wished;
  private current: Scene | null = null;
  private shown: Shown | null = null; // what the current scene is of
  private asked: readonly ServerCluster[] | undefined;
  private units: UnitCounts | null = null;
  private outlines: OutlineStore | null = null;
  private gl: GlMarks | null = null;
  private patches: Patches | null = null; // until a graphics card is found
  private hasLooked = false; // for one
  private room: Room | null = null;
  private hasMoved = false; // what names make way for, since the last picture

  /** Called when there is another scene, before it is painted. */
  onScene: () => void = () => {};
  /** What lies over the map, in pixels of the view. */
  panels = NO_PANELS;
  /** Called when names are to be set again, since badges have other spots. */
  onMoved: () => void = () => {};
  /** Called after every painting. */
  onPainted: (drawn: Drawn) => void = () => {};

  constructor(
    pane: string,
    private readonly words: BadgeWords,
  ) {
    super(pane, 0);
  }

  /** Prepares canvases for a map of a size, while the incidents are still on their way. */
  prepare(size: L.Point): void {
    this.patches = new Patches(this.element);
    this.resize(size);
  }

  // Whether there is a graphics card is found out after the first picture: that takes as
  // long as a tenth of a second where there is none, and the page can draw without.
  private lookForCard(): void {
    if (this.hasLooked) return;
    this.hasLooked = true;
    whenIdle(() => this.useCard());
  }

  private useCard(): void {
    const marks = document.createElement('canvas');
    this.gl = glMarksOf(marks, {
      lost: () => this.drawWithout(),
      restored: () => this.drawWith(marks),
    });
    if (this.gl) this.drawWith(marks);
  }

  private drawWith(marks: HTMLCanvasElement): void {
    this.patches?.rest();
    this.patches = null;
    this.putCanvases(2);
    this.canvases[MARKS]?.replaceWith(marks);
    this.canvases = [marks, ...this.canvases.slice(OVER)];
    if (this._map) this.resize(this._map.getSize());
    this.redraw();
  }

  // The page draws by itself until the card is back.
  private drawWithout(): void {
    this.putCanvases(0);
    this.patches = new Patches(this.element);
    if (this._map) this.resize(this._map.getSize());
    this.redraw();
  }

  /** Finds countries, provinces and districts in their own shapes from now on. */
  setOutlines(fetch: FetchOutlines): void {
    this.outlines = new OutlineStore(fetch, () => {
      this.shown = null; // badges have other spots then
      this.hasMoved = true;
      this.redraw();
    });
    this.redraw();
  }

  /** `marks` are those of the columns' kinds. */
  setColumns(columns: Columns, marks: readonly Mark[] = marksOf(columns.kinds)): void {
    this.columns = columns;
    this.builder = new SceneBuilder(columns, this.words, this.outlineOf);
    this.density = new DensityPainter(columns, this.outlineOf);
    this.marks = marks;
    this.rows = new Uint32Array();
    this.asked = undefined;
    this.redraw();
  }

  /** Draws places that the server has clustered: all rows of the columns, and clusters. */
  setPlaces(columns: Columns, clusters: readonly ServerCluster[]): void {
    this.setColumns(columns);
    this.asked = clusters;
    this.rows = Uint32Array.from({ length: columns.length }, (_, row) => row);
  }

  setRows(rows: Uint32Array): void {
    this.rows = rows as Uint32Array<ArrayBuffer>;
    this.redraw();
  }

  setWish(wish: Wish): void {
    this.wished = wish;
    this.clustered = { ...wish, density: 'auto' };
    this.redraw();
  }

  // What the server has clustered is drawn as clusters, whatever is wished.
  private get wish(): Wish {
    return this.asked ? this.clustered : this.wished;
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.redraw();
  }

  /**
   * Where names must not be set, in pixels of the canvas: the marks and counts
   * of all incidents, shown or not, so that names stay while time moves.
   */
  obstacles(): readonly Box[] {
    const { columns, view, wish } = this;
    if (!columns || !view || columns.length > MANY) return [];
    const { room } = this;
    if (room?.columns === columns && room.view === view && room.wish === wish) return room.boxes;
    const boxes = boxesOf(this.sceneOfAll(columns, view, wish));
    this.room = { columns, view, wish, boxes };
    return boxes;
  }

  // The scene of all incidents: often it is the one that is shown.
  private sceneOfAll(columns: Columns, view: View, wish: Wish): Scene {
    const { current, shown } = this;
    const isShown = shown?.columns === columns && shown.view === view && shown.wish === wish;
    if (current && isShown && shown.rows.length === columns.length) return current;
    const rows = Uint32Array.from({ length: columns.length }, (_, row) => row);
    // For names nothing is asked of the server.
    const outlineOf = (area: AreaName) => this.outlines?.peek(area) ?? null;
    return new SceneBuilder(columns, this.words, outlineOf).build(rows, view, wish);
  }

  private readonly outlineOf = (area: AreaName) => this.outlines?.get(area) ?? null;

  /** What is at a pixel of the view; the hit's position is a pixel of the view, too. */
  hit(point: L.Point, isTouch = false): Hit | null {
    const at = this.toCanvas(point);
    const hit = this.current && hitTest(this.current, at.x, at.y, isTouch);
    return hit && this.inView(hit);
  }

  /** The coloured area at a pixel of the view, or null. */
  unitAt(point: L.Point): UnitCount | null {
    const at = this.toCanvas(point);
    return (this.view && this.density?.unitAt(at.x, at.y, this.view)) ?? null;
  }

  /** How coarse a place may be that is drawn. */
  get coarsest(): number {
    return this.wish.coarsest;
  }

  /** True for the rows that a badge or the words for large areas stand for. */
  toldOf(columns: Columns): (row: number) => boolean {
    const { current } = this;
    const flags = new Uint8Array(columns.length);
    const told = current ? [current.coarserRows, ...current.badges.map(({ rows }) => rows)] : [];
    for (const rows of told) for (let i = 0; i < rows.length; i++) flags[rows[i] as number] = 1;
    return (row) => flags[row] === 1;
  }

  /** Everything that can be picked, where it is in the view. */
  targets(): Hit[] {
    return this.current ? targetsOf(this.current).map((hit) => this.inView(hit)) : [];
  }

  /** True when heat or coloured areas are asked for. */
  get isDense(): boolean {
    return this.wish.density === 'heat' || this.wish.density === 'areas';
  }

  /** Paints heat or coloured areas into another canvas of the same view; false where neither is asked for. */
  paintDensity(ctx: CanvasRenderingContext2D): boolean {
    const { density, current, view } = this;
    this.units = null;
    if (!density || !current || !view || !this.isDense) return false;
    this.units = density.paint(ctx, current, this.rows, view, this.wish, this.theme);
    return true;
  }

  /** Paints hover and selection into another canvas of the same view. */
  paintEmphasis(ctx: CanvasRenderingContext2D, hovered: Hit | null, selected: number | null): void {
    const { columns, current: scene, view } = this;
    if (!columns || !scene || !view) return;
    const chosen = selected === null ? null : findRow(scene, selected);
    const under = hovered && !hovered.count ? findRows(scene, hovered.rows) : [];
    if (hovered?.count) {
      const at = this.toCanvas(L.point(hovered.x, hovered.y));
      paintRing(ctx, at.x, at.y, hovered.count.radius + 3, this.theme);
    }
    for (const found of [chosen, ...under]) {
      const isChosen = found === chosen;
      if (found?.badge) {
        for (const unit of found.badge.units) this.paintUnit(ctx, unit, isChosen, view);
        paintBadge(ctx, found.badge, this.theme, true);
      } else if (found?.count) {
        paintRing(ctx, found.x, found.y, found.count.radius + 3, this.theme);
      }
    }
    const rows = [hovered?.n === 1 ? hovered.rows[0] : undefined, selected ?? undefined];
    for (const row of new Set(rows)) {
      if (row !== undefined) this.paintOne(ctx, scene, row, row === selected, hovered);
    }
  }

  private paintOne(
    ctx: CanvasRenderingContext2D,
    scene: Scene,
    row: number,
    ring: boolean,
    hovered: Hit | null,
  ): void {
    const found = findRow(scene, row);
    const { columns } = this;
    if (!columns || !found || found.badge || found.count) return;
    const look = { mark: markOf(columns, row, this.painter()), fill: fillOf(columns, row), ring };
    const scale = hovered?.n === 1 && hovered.rows[0] === row ? 1.5 : 1;
    paintMark(ctx, found.x, found.y, scene.size * scale, look, this.painter());
  }

  private paintUnit(ctx: CanvasRenderingContext2D, unit: Unit, filled: boolean, view: View): void {
    const outline = (unit.area && this.outlines?.get(unit.area)) ?? null;
    paintUnit(ctx, unit, outline, { filled, theme: this.theme }, view);
  }

  override getEvents(): { [name: string]: L.LeafletEventHandlerFn } {
    return { ...super.getEvents(), movestart: () => this.patches?.move() };
  }

  protected override place(): void {
    const { isMoving } = this;
    if (!isMoving) this.patches?.rest();
    super.place();
    if (isMoving) this.patches?.move();
  }

  /** Paints badges anew where panels lie elsewhere now. */
  makeWay(): void {
    if (!this.view || this.isMoving) return; // when a move ends, all is placed anew
    const covered = this.covered();
    if (JSON.stringify(covered) === JSON.stringify(this.view.covered)) return;
    this.view = { ...this.view, covered };
    this.hasMoved = true;
    this.redraw();
  }

  protected override covered(): readonly Box[] {
    const { x, y } = this.toCanvas(L.point(0, 0));
    return this.panels.boxes().map(({ left, right, top, bottom }) => ({
      left: left + x,
      right: right + x,
      top: top + y,
      bottom: bottom + y,
    }));
  }

  protected override paintView(view: View): void {
    if (!this.columns || !this.builder || !this.density) return;
    const { columns, rows, wish } = this;
    const scene = this.builder.build(rows, view, wish, this.asked);
    this.current = scene;
    this.shown = { columns, view, wish, rows };
    const painter = this.painter();
    this.onScene();
    if (this.patches) this.patches.paint(scene, this.columns, this.wish.measure, painter);
    else this.paintWithCard(scene, this.columns, painter, view);
    const units = this.isDense ? this.units : null;
    this.onPainted({ ...scene, units, isAsked: this.asked !== undefined });
    this.lookForCard();
    if (!this.hasMoved) return;
    this.hasMoved = false;
    this.room = null; // names may have asked before this picture
    this.onMoved();
  }

  private paintWithCard(scene: Scene, columns: Columns, painter: Painter, view: View): void {
    this.gl?.draw(scene, columns, painter, view);
    const over = this.context(OVER);
    if (!over) return;
    if (scene.legs.length > 0) paintLegs(over, scene, painter);
    paintCounts(over, scene.counts, this.wish.measure, painter);
    paintBadges(over, scene.badges, painter);
    if (isEmpty(scene)) this.leftBlank(OVER);
  }

  protected override resize(size: L.Point): { width: number; height: number } {
    const painted = super.resize(size);
    const { width, height } = painted;
    const margin = { x: Math.floor((width - size.x) / 2), y: Math.floor((height - size.y) / 2) };
    this.patches?.resize(width, height, margin, this.ratio);
    return painted;
  }

  private painter(): Painter {
    return { marks: this.marks, theme: this.theme, ratio: this.ratio };
  }

  private inView(hit: Hit): Hit {
    const { x, y } = this.toContainer(hit.x, hit.y);
    // The rows of a count are found when somebody asks for them.
    return Object.create(hit, { x: { value: x }, y: { value: y } }) as Hit;
  }
}

// True where there is nothing over the marks.
function isEmpty({ legs, counts, badges }: Scene): boolean {
  return legs.length + counts.length + badges.length === 0;
}

// Calls something once the page has nothing else to do.
function whenIdle(call: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(call, { timeout: 2_000 });
  else setTimeout(call, 200);
}
