// The panel of one incident, or of several that share a place on the map. What is told of
// one comes with record.ts.

import type { Collection, Detail, Feature, Row } from '../data/types';
import { countedIn } from '../i18n/casualties';
import type { Locale } from '../i18n/locale';
import type { Mark } from '../map/palette';
import { fill, h, setText, uniqueId } from './dom';
import { marksByKind } from './facets';
import { icon } from './icons';
import { lineMark, lineWords } from './line';
import { moveFocus } from './list';
import type { recordOf } from './record';

export interface DetailEvents {
  close(): void;
  open(id: string): void;
  retry(): void;
  /** The reader wants to change an incident, or to know how it came to be what it is. */
  edit(id: string): void;
  history(id: string): void;
  /** The reader wants to see an incident that the dates or the filters leave out. */
  include(what: Outside): void;
}

/** What can be done with the incidents of a dataset, beside reading them. */
export interface DetailActions {
  readonly edit: boolean;
  readonly history: boolean;
}

/** What leaves the incident out that is told about. */
export type Outside = 'dates' | 'filters';

export class DetailPanel {
  readonly element: HTMLElement;
  private readonly title = h('h2', { class: 'detail-title', tabindex: -1, dir: 'auto' });
  private readonly outside = h('p', { class: 'detail-outside', role: 'status', hidden: true });
  private readonly body = h('div', { class: 'detail-body' });
  private readonly actions: { edit: HTMLButtonElement; history: HTMLButtonElement };
  private id = ''; // of the incident that is shown

  constructor(
    private readonly loc: Locale,
    private readonly events: DetailEvents,
  ) {
    const close = h(
      'button',
      {
        type: 'button',
        class: 'button round',
        'aria-label': loc.t('common.close'),
        onclick: () => events.close(),
      },
      icon('close'),
    );
    this.title.id = uniqueId('detail');
    const action = (words: string, onclick: () => void) =>
      h('button', { type: 'button', class: 'link', hidden: true, onclick }, words);
    this.actions = {
      edit: action(loc.t('detail.edit'), () => events.edit(this.id)),
      history: action(loc.t('detail.history'), () => events.history(this.id)),
    };
    const head = h('div', { class: 'detail-head' }, this.title, close);
    this.element = h(
      'section',
      { class: 'detail', 'aria-labelledby': this.title.id, hidden: true },
      head,
      this.outside,
      this.body,
    );
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Offers what can be done with incidents. */
  offer({ edit, history }: DetailActions): void {
    this.actions.edit.hidden = !edit;
    this.actions.history.hidden = !history;
  }

  hide(): void {
    this.element.hidden = true;
    fill(this.body);
  }

  focus(): void {
    this.title.focus({ preventScroll: true });
  }

  showLoading(title: string): void {
    this.open(title || this.loc.t('detail.label'));
    fill(this.body, h('p', { class: 'muted' }, this.loc.t('load.detail')));
  }

  showError(message: string): void {
    this.open(this.loc.t('detail.label'));
    const retry = h(
      'button',
      { type: 'button', class: 'button', onclick: () => this.events.retry() },
      this.loc.t('common.retry'),
    );
    fill(this.body, h('p', {}, message), retry);
  }

  /** Says that an incident was deleted; its history has what it was, and the way back. */
  showDeleted(id: string, message: string): void {
    this.open(this.loc.t('detail.label'));
    this.id = id;
    fill(this.body, h('p', {}, message), h('p', { class: 'detail-actions' }, this.actions.history));
  }

  /** So many incidents at one place or in one area: which one of those that are known by name? */
  showSeveral(n: number, rows: readonly Row[], collection: Collection | null): void {
    this.open(this.loc.t('map.stack', { n }));
    const list = h('ol', { class: 'list' });
    list.addEventListener('keydown', (event) => moveFocus(list, event));
    const marks = marksByKind(collection);
    fill(list, ...rows.map((row) => h('li', {}, this.line(row, marks, collection))));
    fill(
      this.body,
      list,
      rows.length > 0 && rows.length < n
        ? h('p', { class: 'list-count' }, this.loc.t('list.first', { n: rows.length }))
        : null,
    );
  }

  private line(
    { id, summary }: Row,
    marks: ReadonlyMap<string, Mark>,
    collection: Collection | null,
  ): HTMLElement {
    const counted = countedIn(collection).includes('killed');
    return h(
      'button',
      { type: 'button', class: 'line', onclick: () => this.events.open(id) },
      lineMark(summary, marks),
      ...lineWords(this.loc, collection, summary, counted),
    );
  }

  /** Says that the incident is not among those that are shown; null that it is. */
  showOutside(outside: Outside | null): void {
    this.outside.hidden = outside === null;
    if (!outside) return;
    const { t } = this.loc;
    const isDates = outside === 'dates';
    fill(
      this.outside,
      h('span', {}, t(isDates ? 'detail.outsideDates' : 'detail.outsideFilters')),
      h(
        'button',
        { type: 'button', class: 'link', onclick: () => this.events.include(outside) },
        t(isDates ? 'detail.allDates' : 'detail.noFilters'),
      ),
    );
  }

  /** Shows an incident, by what `record` tells of it. */
  show(feature: Feature<Detail>, collection: Collection | null, record: typeof recordOf): void {
    this.open(feature.properties.title);
    this.id = feature.id;
    const { edit, history } = this.actions;
    const actions = h('p', { class: 'detail-actions' }, edit, history);
    const open = (id: string) => this.events.open(id);
    fill(this.body, actions, ...record(this.loc, feature, collection, open));
  }

  private open(title: string): void {
    setText(this.title, title);
    this.outside.hidden = true;
    this.element.hidden = false;
    this.element.scrollTop = 0;
    this.body.scrollTop = 0;
  }
}
