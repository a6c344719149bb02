// What marks, colours and numbers on the map stand for: in the legend, and beside the choices
// of how incidents are drawn.

import { type Columns, hasPoint } from '../data/columns';
import type { ContextLayer } from '../data/context';
import { facetsOf } from '../data/properties';
import type { ServerCluster } from '../data/server-clusters';
import type { Collection } from '../data/types';
import { countedIn } from '../i18n/casualties';
import type { Locale } from '../i18n/locale';
import { marksOf } from '../map/palette';
import type { Drawn } from '../map/point-layer';
import { isArea } from '../map/precision';
import type { Look } from '../state/look';
import type { Painted } from './color-key';
import { facetTitle, valueLabel } from './labels';
import { Legend } from './legend';
import { LookMenu } from './look';
import { scaleOf } from './scale';

export class MapKey {
  readonly legend: Legend;
  readonly menu: LookMenu;
  private collection: Collection | null = null;

  constructor(
    private readonly loc: Locale,
    onLook: (change: Partial<Look>) => void,
  ) {
    this.legend = new Legend(loc);
    this.menu = new LookMenu(loc, onLook);
  }

  setCollection(collection: Collection): void {
    this.collection = collection;
  }

  /** Shows how incidents are asked to be drawn. */
  showLook(look: Look): void {
    const { collection } = this;
    const colors = collection ? facetsOf(collection) : [];
    const options = colors.map((name) => ({ name, title: this.title(name) }));
    this.menu.show(look, countedIn(collection).includes('killed'), options);
  }

  /** Explains incidents that are held. */
  showColumns(painted: Painted): void {
    const { columns } = painted;
    this.showKinds(painted, (kind) => columns.kind.includes(kind), {
      areas: columns.precision.some(
        (precision, row) => isArea(precision) && hasPoint(columns, row),
      ),
      possible: columns.certain.includes(0),
      doubted: columns.doubted.includes(1),
    });
  }

  /** Explains single places and clusters of the server, whose rings have colours of kinds, too. */
  showPlaces(columns: Columns, clusters: readonly ServerCluster[]): void {
    const clustered = new Set(clusters.flatMap(({ kinds }) => [...kinds.keys()]));
    const painted = { columns, marks: marksOf(columns.kinds), property: 'kind' };
    const isThere = (kind: number) =>
      columns.kind.includes(kind) || clustered.has(columns.kinds[kind] ?? '');
    this.showKinds(painted, isThere, { areas: false, possible: false, doubted: false });
  }

  private showKinds(
    { columns, marks, property }: Painted,
    isThere: (kind: number) => boolean,
    has: { areas: boolean; possible: boolean; doubted: boolean },
  ): void {
    const entries = columns.kinds.flatMap((kind, i) => {
      const mark = marks[i];
      if (!mark || !isThere(i)) return [];
      const isOther = kind === '' && property !== 'kind';
      const label = isOther
        ? this.loc.t('legend.other')
        : valueLabel(this.loc, this.collection, property, kind);
      return label ? [{ mark, label }] : [];
    });
    this.legend.show(property === 'kind' ? '' : this.title(property), entries, has);
  }

  /** Explains what is drawn, and says where it is not as it was asked for. */
  showDrawn(drawn: Drawn, look: Look, isDark: boolean): void {
    const counts = drawn.counts.length > 0;
    this.legend.showDrawn({ marks: drawn.hasMarks, badges: drawn.badges.length > 0, counts });
    this.legend.showCounts(counts ? look.measure : null);
    this.legend.showScale(drawn.hasMarks ? null : scaleOf(this.loc, look, isDark, drawn.units));
    // Other ways to draw and colours of other values need the incidents themselves.
    const { density, color } = drawn.isAsked ? this.notesOn(look) : { density: '', color: '' };
    this.legend.showNote(this.withAdvice(density, color));
    this.menu.showNotes({ density: this.withAdvice(density), color: this.withAdvice(color) });
  }

  private notesOn({ density, color }: Look): { density: string; color: string } {
    const { t } = this.loc;
    const isByOther = color !== null && color !== 'kind';
    const quoted = (name: string) => t('common.quoted', { text: this.title(name) });
    return {
      density: ['auto', 'clusters'].includes(density) ? '' : t('legend.tooMany'),
      color: isByOther ? t('legend.byKind', { kind: quoted('kind'), other: quoted(color) }) : '',
    };
  }

  // Notes, and what the reader can do about them.
  private withAdvice(...notes: readonly string[]): string {
    const said = notes.filter(Boolean);
    return said.length > 0 ? [...said, this.loc.t('legend.narrow')].join(' ') : '';
  }

  /** Says which context layers are on the map. */
  showContext(layers: readonly ContextLayer[], drawn: ReadonlySet<string>): void {
    const titles = layers.filter(({ id }) => drawn.has(id)).map(({ title }) => title);
    this.legend.showContext(titles.map((title) => this.loc.isolate(title)));
  }

  private title(property: string): string {
    return facetTitle(this.loc, this.collection, property);
  }
}
