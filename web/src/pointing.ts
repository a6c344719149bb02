// What is said of what the reader points at on the map.

import type { Summaries } from './data/summaries';
import type { Locale } from './i18n/locale';
import type { UnitCount } from './map/choropleth';
import type { Hit } from './map/hit';
import type { Session } from './session';
import { stackWords, unitWords } from './ui/scale';

const HOVER_MS = 60; // of the pointer on a mark, before its title is asked for

export class Pointing {
  private hover = 0;

  constructor(
    private readonly loc: Locale,
    private readonly session: Session,
    private readonly summaries: Summaries,
  ) {}

  /** A short text for what is under the pointer or the keyboard's cursor. */
  describe({ n, rows, badge, count }: Pick<Hit, 'n' | 'rows' | 'badge' | 'count'>): string {
    if (badge) return badge.text;
    if (count || n !== 1)
      return stackWords(this.loc, n, count?.killed ?? null, this.session.state.look);
    const [id = ''] = this.session.idsOf(rows);
    const known = this.summaries.get(id);
    window.clearTimeout(this.hover);
    if (!known) this.hover = window.setTimeout(() => void this.summaries.want([id]), HOVER_MS);
    return known?.title ?? '…';
  }

  /** "Nangarhar: 12 incidents", of a coloured area. */
  unit(unit: UnitCount): string {
    return unitWords(this.loc, unit, this.session.state.look.measure);
  }
}
