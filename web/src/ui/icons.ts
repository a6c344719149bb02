// Icons drawn with one stroke, and the marks of the map as icons.

import { corners, type Mark } from '../map/palette';
import { svg } from './dom';

const PATHS = {
  close: 'M5 5l10 10M15 5L5 15',
  search: 'M9 4a5 5 0 1 0 0 10a5 5 0 0 0 0-10zM13 13l4 4',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  fit: 'M4 7V4h3M13 4h3v3M16 13v3h-3M7 16H4v-3M7.5 8h.01M12.5 9h.01M9.5 12.5h.01',
  full: 'M12 4h4v4M8 16H4v-4M16 4l-5 5M4 16l5-5',
  area: 'M5 5h10v10H5zM3.5 5a1.5 1.5 0 1 0 3 0a1.5 1.5 0 0 0-3 0M13.5 15a1.5 1.5 0 1 0 3 0a1.5 1.5 0 0 0-3 0',
  layers: 'M10 3l7 4-7 4-7-4zM3 11l7 4 7-4',
  legend: 'M4 6h2M4 10h2M4 14h2M9 6h7M9 10h7M9 14h7',
  link: 'M8 12l4-4M9 6l2-2a3.5 3.5 0 0 1 5 5l-2 2M11 14l-2 2a3.5 3.5 0 0 1-5-5l2-2',
  download: 'M10 3v10M6 9.5l4 4 4-4M4 17h12',
  play: 'M6.5 4.5v11l9-5.5z',
  pause: 'M7 5v10M13 5v10',
  stepBack: 'M13 5l-6 5 6 5zM6 5v10',
  stepOn: 'M7 5l6 5-6 5zM14 5v10',
  back: 'M12 4l-6 6 6 6',
  left: 'M12 4l-6 6 6 6',
  up: 'M4 12l6-6 6 6',
  down: 'M4 8l6 6 6-6',
  info: 'M10 3a7 7 0 1 0 0 14a7 7 0 0 0 0-14zM10 9v5M10 6.2v.3',
  theme: 'M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14',
} as const;
export type IconName = keyof typeof PATHS;

/** An icon of 20 px; it has no name of its own, its button has. */
export function icon(name: IconName): SVGElement {
  const classes = name === 'back' || name === 'left' ? 'icon icon-mirrored' : 'icon';
  return svg(
    'svg',
    { viewBox: '0 0 20 20', width: 20, height: 20, class: classes, 'aria-hidden': 'true' },
    svg('path', { d: PATHS[name] }),
  );
}

/** The mark of a kind as it is on the map: striped where the day is not known, hollow where it is disputed. */
export function markIcon(mark: Mark, striped = false, hollow = false): SVGElement {
  const key = [mark.shape, mark.color, striped, hollow].join();
  let known = markIcons.get(key);
  if (!known) {
    known = newMarkIcon(mark, striped, hollow);
    markIcons.set(key, known);
  }
  return known.cloneNode(true) as SVGElement;
}

// Lists need many of the same, and a copy takes a fifth of the time.
const markIcons = new Map<string, SVGElement>();

/**
 * The same as an image of CSS: where marks change in a drag, another image is only painted,
 * and other elements of SVG are styled and laid out.
 */
export function markImage(mark: Mark, striped = false, hollow = false): string {
  const key = [mark.shape, mark.color, striped, hollow].join();
  let known = markImages.get(key);
  if (!known) {
    const text = new XMLSerializer().serializeToString(newMarkIcon(mark, striped, hollow));
    known = `url("data:image/svg+xml,${encodeURIComponent(text)}")`;
    markImages.set(key, known);
  }
  return known;
}

const markImages = new Map<string, string>();

function newMarkIcon(mark: Mark, striped: boolean, hollow: boolean): SVGElement {
  const points = corners(mark.shape);
  const outline = points
    ? svg('polygon', { points: points.map(([x, y]) => `${x * 5},${y * 5}`).join(' ') })
    : svg('circle', { r: 5 });
  outline.setAttribute('fill', striped || hollow ? 'none' : mark.color);
  outline.setAttribute('stroke', mark.color);
  outline.setAttribute('stroke-width', hollow ? '2' : '1.4');
  const stripes = svg('path', {
    d: 'M-4 1l5-5M-3.5 4l7.5-7.5M-.8 4.6l5.2-5.2',
    stroke: mark.color,
    'stroke-width': 1.2,
  });
  return svg(
    'svg',
    { viewBox: '-7 -7 14 14', width: 14, height: 14, class: 'mark', 'aria-hidden': 'true' },
    outline,
    ...(striped ? [stripes] : []),
  );
}

/** A dashed line, as disputed borders are on the map. */
export function dashIcon(): SVGElement {
  return svg(
    'svg',
    { viewBox: '0 0 22 14', width: 22, height: 14, class: 'mark dash', 'aria-hidden': 'true' },
    svg('path', { d: 'M1 7h20', 'stroke-width': 1.5, 'stroke-dasharray': '4 3' }),
  );
}

/** An area of a context layer as on the map. */
export function contextIcon(): SVGElement {
  const [stroke, fill] = [{ 'stroke-width': 1.25, 'stroke-dasharray': '2 2.5' }, 'currentColor'];
  return svg(
    'svg',
    { viewBox: '-11 -8 22 16', width: 22, height: 16, class: 'mark dash', 'aria-hidden': 'true' },
    svg('circle', { r: 6.5, fill, 'fill-opacity': 0.12, ...stroke }),
  );
}

/** A badge of an area as on the map. */
export function badgeIcon(): SVGElement {
  return svg(
    'svg',
    { viewBox: '-13 -8 26 16', width: 26, height: 16, class: 'mark area', 'aria-hidden': 'true' },
    svg('rect', { x: -12, y: -7, width: 24, height: 14, rx: 7 }),
    svg('path', { d: 'M-7 0h14' }),
  );
}

/** A count as on the map: a ring that kinds share. */
export function countIcon(marks: readonly Mark[]): SVGElement {
  const turn = 360 / Math.max(1, marks.length);
  const around = 2 * Math.PI * 8;
  return svg(
    'svg',
    { viewBox: '-11 -11 22 22', width: 22, height: 22, class: 'mark count', 'aria-hidden': 'true' },
    ...marks.map(({ color }, i) =>
      svg('circle', {
        r: 8,
        stroke: color,
        'stroke-dasharray': `${around / marks.length} ${around}`,
        transform: `rotate(${i * turn - 90})`,
      }),
    ),
  );
}
