// The selected incident: opening it from the list, the map or a link, loading
// what is told about it, and giving the focus back when it is closed.

import { hasHistory } from './data/access';
import { fetchCount, fetchDetail } from './data/api';
import { ApiError } from './data/error';
import { isDeleted } from './data/history';
import { Latest } from './data/loader';
import type { Summaries } from './data/summaries';
import { fetchHistory } from './data/writes';
import type { Locale } from './i18n/locale';
import type { Session } from './session';
import { type Filter, isFiltered, withoutWindow, withParam } from './state/filter';
import type { Screen } from './state/screen';
import type { View } from './view';

const MOST_OFFERED = 200; // incidents of a stack that are listed
const IN_LINK = 60; // and that a link remembers

export class Selection {
  private readonly request = new Latest();
  // The line of the list that opened the panel; null when it was the map or a link.
  private opener: string | null = null;

  constructor(
    private readonly loc: Locale,
    private readonly session: Session,
    private readonly view: View,
    private readonly summaries: Summaries,
    /** Asked before another incident is shown: something may be typed that is not saved. */
    private readonly mayLeave: () => boolean,
  ) {}

  open(id: string, from: 'list' | 'map' | 'link'): void {
    if (!this.mayLeave()) return;
    if (from !== 'link') this.opener = from === 'list' ? id : null;
    this.session.go({ selected: id, screen: this.screenWith([]) }, 'push');
    void this.show({ moveMap: from !== 'map' });
  }

  /** Rows under a click on the map: one is opened, several are offered. */
  pick(rows: readonly number[]): void {
    this.pickIds(this.session.idsOf(rows.slice(0, MOST_OFFERED)), rows.length);
  }

  /** The same by their IDs, which may be the first of n only. */
  pickIds(ids: readonly string[], n: number): void {
    const [id] = ids;
    if (n === 1 && id !== undefined) this.open(id, 'map');
    else if (n > 0 && this.mayLeave()) void this.offer(ids, n);
  }

  private screenWith(stack: readonly string[]): Screen {
    return { ...this.session.state.screen, stack };
  }

  // Which of several incidents at one place?
  private async offer(ids: readonly string[], n: number): Promise<void> {
    this.opener = null;
    this.session.go({ selected: null, screen: this.screenWith(ids.slice(0, IN_LINK)) }, 'push');
    this.view.openDetail();
    this.view.detail.showSeveral(n, [], this.session.collection);
    this.view.detail.focus();
    await this.request.run(() => this.summaries.want(ids));
    if (this.session.state.selected !== null || !this.view.detail.isOpen) return;
    const known = ids.flatMap((id) => {
      const summary = this.summaries.get(id);
      return summary ? [{ id, summary }] : [];
    });
    this.view.detail.showSeveral(n, known, this.session.collection);
  }

  close(): void {
    const { opener } = this;
    this.opener = null;
    this.session.go({ selected: null, screen: this.screenWith([]) }, 'push');
    void this.show({ moveMap: false });
    this.view.giveFocusBack(opener);
  }

  /** Shows the selected incident, or closes the panel when there is none. */
  async show(options: { moveMap: boolean }): Promise<void> {
    const { collection, state } = this.session;
    const id = state.selected;
    this.view.list.setSelected(id, this.session.rowOf(id));
    if (id === null && state.screen.stack.length > 0 && collection) {
      const { stack } = state.screen;
      await this.offer(stack, stack.length);
      return;
    }
    if (id === null || !collection) {
      this.request.abort();
      this.view.closeDetail();
      this.view.map.select(null, { show: false });
      this.view.map.showOrigin(null, null);
      return;
    }
    const row = this.session.rowOf(id);
    this.view.openDetail();
    this.view.map.select(row, { show: options.moveMap });
    this.view.map.showOrigin(null, null);
    this.view.detail.showLoading(this.summaries.get(id)?.title ?? '');
    this.view.detail.focus();
    await this.load(collection.id, id);
  }

  /** Marks the selected incident among other columns. */
  mark(): void {
    const { selected } = this.session.state;
    this.view.list.setSelected(selected, this.session.rowOf(selected));
    this.view.map.select(this.session.rowOf(selected), { show: false });
  }

  /** Says whether the dates or the filters leave the selected incident out. */
  async check(): Promise<void> {
    const { filter, selected: id } = this.session.state;
    const collection = this.session.collection?.id;
    if (id === null || collection === undefined) return;
    const row = this.session.rowOf(id);
    if (!isFiltered(filter) || (row !== null && this.session.rows.includes(row))) {
      this.view.detail.showOutside(null);
      return;
    }
    const isAmong = async (asked: Filter) => {
      const only = withParam(asked, 'filter', idFilter(asked, id));
      return (await fetchCount(collection, only, new AbortController().signal)) > 0;
    };
    const outside = (await isAmong(filter))
      ? null
      : (await isAmong(withoutWindow(filter)))
        ? 'dates'
        : 'filters';
    if (this.session.state.selected === id) this.view.detail.showOutside(outside);
  }

  private async load(collection: string, id: string): Promise<void> {
    try {
      const asked = await this.request.run((signal) =>
        Promise.all([fetchDetail(collection, id, signal), import('./ui/record')]),
      );
      if (!asked) return;
      const [feature, { recordOf }] = asked;
      this.view.detail.show(feature, this.session.collection, recordOf);
      await this.check();
      this.view.map.showOrigin(feature.properties.origin ?? null, feature.geometry);
    } catch (error) {
      const missing = error instanceof ApiError && error.status === 404;
      if (missing && (await this.wasDeleted(id))) {
        this.view.detail.showDeleted(id, this.loc.t('detail.deleted'));
      } else {
        this.view.detail.showError(this.loc.t(missing ? 'detail.missing' : 'detail.failed'));
      }
    }
  }

  // What is not there may have been: its history tells.
  private async wasDeleted(id: string): Promise<boolean> {
    const { collection } = this.session;
    if (!collection || !hasHistory(collection)) return false;
    const asked = this.request.run((signal) => fetchHistory(collection.id, id, signal));
    const history = await asked.catch(() => null);
    return history ? isDeleted(history) : false;
  }
}

// An expression for one incident, besides the one that is asked for.
function idFilter({ params }: Filter, id: string): string {
  const only = `id = '${id.replaceAll("'", "''")}'`;
  return params['filter'] ? `(${params['filter']}) AND ${only}` : only;
}
