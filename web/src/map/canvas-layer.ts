// Canvases over the whole view of the map with a margin around it, which stay
// in their place on the ground while the map is dragged or zoomed and are painted
// again when it rests.

import { WORLD } from '../data/mercator';
import type { Box } from './labels';
import * as L from './leaflet';
import type { View } from './scene';

const MARGIN = 0.15; // of the view, on each side
const TILE = 256; // pixels of the world at zoom 0
// Canvases grow by so many pixels: they do not change when the map does by a few.
const STEP = 32;

// Parts of Leaflet that its own renderers use and its types leave out.
interface MapInternals {
  _animatingZoom?: boolean;
  _panAnim?: { _inProgress?: boolean };
  readonly dragging?: { moving(): boolean };
  _getNewPixelOrigin(center: L.LatLng, zoom: number): L.Point;
}

export abstract class CanvasLayer extends L.Layer {
  /** From the lowest to the topmost. */
  protected canvases: readonly HTMLCanvasElement[];
  protected readonly element = document.createElement('div');
  protected view: View | null = null;
  protected ratio = 1;
  private center = L.latLng(0, 0);
  private zoom = 0;
  // Where the canvas lies among the map's layers.
  private topLeft = L.point(0, 0);
  private frame = 0;
  private readonly blank = new Set<HTMLCanvasElement>(); // with nothing on them

  constructor(pane: string, canvases = 1) {
    super();
    L.setOptions(this, { pane }); // a plain Layer takes no options
    this.canvases = [];
    this.element.className = 'leaflet-zoom-animated map-canvas';
    this.putCanvases(canvases);
  }

  /** Puts so many canvases in the place of what the layer has; they are blank. */
  protected putCanvases(n: number): void {
    this.canvases = Array.from({ length: n }, () => document.createElement('canvas'));
    this.element.replaceChildren(...this.canvases);
    this.canvases.forEach((_, canvas) => {
      this.leftBlank(canvas);
    });
  }

  /** Paints the view on a canvas, cleared and scaled to CSS pixels. */
  protected paint(_ctx: CanvasRenderingContext2D, _view: View): void {}

  override onAdd(): this {
    this.getPane()?.append(this.element);
    this.place();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.element.remove();
    return this;
  }

  override getEvents(): { [name: string]: L.LeafletEventHandlerFn } {
    return {
      moveend: () => this.place(),
      resize: () => this.place(),
      zoom: () => this.follow(this._map.getCenter(), this._map.getZoom()),
      zoomanim: (event) => {
        const { center, zoom } = event as L.ZoomAnimEvent;
        this.follow(center, zoom);
      },
    };
  }

  /** Paints on the next frame; several calls before it are one. */
  redraw(): void {
    if (!this._map || this.frame) return;
    this.frame = requestAnimationFrame(() => this.paintNow());
  }

  /** A position of the view as a pixel of the canvas. */
  toCanvas(point: L.Point): L.Point {
    return point.subtract(this.corner());
  }

  /** A pixel of the canvas as a pixel of the view. */
  toContainer(x: number, y: number): L.Point {
    return L.point(x, y).add(this.corner());
  }

  /** True while the map is dragged, slides or zooms: a move can end with another one begun. */
  protected get isMoving(): boolean {
    const { _animatingZoom, _panAnim, dragging } = this._map as unknown as MapInternals;
    const isDragged = dragging?.moving() ?? false;
    return isDragged || _animatingZoom === true || _panAnim?._inProgress === true;
  }

  protected paintNow(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    if (!this.view || !this._map) return;
    this.paintView(this.view);
  }

  /** Paints on the only canvas; layers with several say what is on which. */
  protected paintView(view: View): void {
    const ctx = this.context(0);
    if (ctx) this.paint(ctx, view);
  }

  /** The context of a canvas, cleared and scaled to CSS pixels. */
  protected context(canvas: number): CanvasRenderingContext2D | null {
    const ctx = this.canvases[canvas]?.getContext('2d') ?? null;
    if (!ctx) return null;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.canvas.hidden = false;
    if (!this.blank.delete(ctx.canvas)) ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    return ctx;
  }

  /**
   * Tells that nothing was painted on a canvas: clearing it again would cost as much as a
   * picture, and to lay one over the map with every frame more than that.
   */
  protected leftBlank(canvas: number): void {
    const element = this.canvases[canvas];
    if (!element) return;
    this.blank.add(element);
    element.hidden = true;
  }

  /** Clears a canvas that has something on it. */
  protected clear(canvas: number): void {
    const element = this.canvases[canvas];
    if (!element || this.blank.has(element)) return;
    this.context(canvas);
    this.leftBlank(canvas);
  }

  // Puts the canvas around the view as it is now, and paints it.
  protected place(): void {
    const map = this._map;
    if (!map || (map as unknown as MapInternals)._animatingZoom) return;
    const size = map.getSize();
    const corner = map.containerPointToLayerPoint(size.multiplyBy(-MARGIN)).round();
    this.topLeft = corner;
    const { width, height } = this.resize(size);
    L.DomUtil.setTransform(this.element, corner, 1);
    this.center = map.getCenter();
    this.zoom = map.getZoom();
    const units = WORLD / (TILE * 2 ** this.zoom);
    const origin = map.getPixelOrigin().add(corner);
    this.view = {
      left: origin.x * units,
      top: origin.y * units,
      scale: 1 / units,
      width,
      height,
      covered: this.covered(),
    };
    this.paintNow();
  }

  /** What panels of the page lie on, in pixels of the canvas. */
  protected covered(): readonly Box[] {
    return [];
  }

  /** Makes the canvases large enough for a map of a size; returns their part that is painted. */
  protected resize(size: L.Point): { width: number; height: number } {
    this.ratio = Math.min(window.devicePixelRatio || 1, 2);
    const width = Math.round(size.x * (1 + 2 * MARGIN));
    const height = Math.round(size.y * (1 + 2 * MARGIN));
    const [w, h] = [this.pixels(width), this.pixels(height)];
    for (const canvas of this.canvases) {
      if (canvas.width === w && canvas.height === h) continue;
      canvas.width = w;
      canvas.height = h;
      canvas.style.width = `${w / this.ratio}px`;
      canvas.style.height = `${h / this.ratio}px`;
    }
    return { width, height };
  }

  private pixels(length: number): number {
    return STEP * Math.ceil((length * this.ratio) / STEP);
  }

  // Moves and scales what is painted along with an animated zoom.
  private follow(center: L.LatLng, zoom: number): void {
    const map = this._map;
    if (!map || !this.view) return;
    const scale = map.getZoomScale(zoom, this.zoom);
    const half = map.getSize().multiplyBy(0.5 + MARGIN);
    const origin = (map as unknown as MapInternals)._getNewPixelOrigin(center, zoom);
    const corner = half.multiplyBy(-scale).add(map.project(this.center, zoom)).subtract(origin);
    L.DomUtil.setTransform(this.element, corner, scale);
  }

  private corner(): L.Point {
    return this._map.layerPointToContainerPoint(this.topLeft);
  }
}
