// The selected incident: opening it from the list, the map or a link, loading
// what is told about it, and giving the focus back when it is closed.

import { fetchDetail } from './data/api';
import { ApiError } from './data/error';
import { Latest } from './data/loader';
import { countedIn } from './i18n/casualties';
import type { Locale } from './i18n/locale';
import type { Session } from './session';
import type { View } from './view';

export class Selection {
  private readonly request = new Latest();
  // The line of the list that opened the panel; null when it was the map or a link.
  private opener: string | null = null;

  constructor(
    private readonly loc: Locale,
    private readonly session: Session,
    private readonly view: View,
  ) {}

  open(id: string, from: 'list' | 'map' | 'link'): void {
    if (from !== 'link') this.opener = from === 'list' ? id : null;
    this.session.go({ selected: id }, 'push');
    void this.show({ moveMap: from !== 'map' });
  }

  /** Rows under a click on the map: one is opened, several are offered. */
  pick(rows: readonly number[]): void {
    const picked = rows.flatMap((row) => this.session.columns?.rows[row] ?? []);
    if (picked.length === 1 && picked[0]) {
      this.open(picked[0].id, 'map');
    } else if (picked.length > 1) {
      this.opener = null;
      this.session.go({ selected: null }, 'push');
      this.view.openDetail();
      this.view.detail.showSeveral(picked);
      this.view.detail.focus();
    }
  }

  close(): void {
    const { opener } = this;
    this.opener = null;
    this.session.go({ selected: null }, 'push');
    void this.show({ moveMap: false });
    this.view.giveFocusBack(opener);
  }

  /** Shows the selected incident, or closes the panel when there is none. */
  async show(options: { moveMap: boolean }): Promise<void> {
    const { collection, columns, state } = this.session;
    const id = state.selected;
    this.view.list.setSelected(id);
    if (id === null || !collection) {
      this.request.abort();
      this.view.closeDetail();
      this.view.map.select(null, { show: false });
      this.view.map.showOrigin(null, null);
      return;
    }
    const row = columns?.rowById.get(id) ?? null;
    this.view.openDetail();
    this.view.map.select(row, { show: options.moveMap });
    this.view.map.showOrigin(null, null);
    this.view.detail.showLoading(columns?.rows[row ?? -1]?.summary.title ?? '');
    this.view.detail.focus();
    await this.load(collection.id, id);
  }

  /** Marks the selected incident among other columns. */
  mark(): void {
    const { columns, state } = this.session;
    const row = state.selected === null ? undefined : columns?.rowById.get(state.selected);
    this.view.list.setSelected(state.selected);
    this.view.map.select(row ?? null, { show: false });
  }

  private async load(collection: string, id: string): Promise<void> {
    try {
      const feature = await this.request.run((signal) => fetchDetail(collection, id, signal));
      if (!feature) return;
      this.view.detail.show(feature, countedIn(this.session.collection));
      this.view.map.showOrigin(feature.properties.origin ?? null, feature.geometry);
    } catch (error) {
      const missing = error instanceof ApiError && error.status === 404;
      this.view.detail.showError(this.loc.t(missing ? 'detail.missing' : 'detail.failed'));
    }
  }
}
