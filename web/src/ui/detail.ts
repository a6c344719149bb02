// The panel of one incident, or of several that share a place on the map.

import type { Collection, Detail, Feature, Party, Row } from '../data/types';
import {
  casualtyWords,
  countedIn,
  type Measure,
  prefixOf,
  sharedWords,
  unnumberedWords,
} from '../i18n/casualties';
import { dateWords } from '../i18n/dates';
import { gradeWords, listWords } from '../i18n/grades';
import type { Locale } from '../i18n/locale';
import { placeWords } from '../i18n/places';
import type { Mark } from '../map/palette';
import { citeButton } from './citation';
import { claimsTable } from './claims';
import { bdi, fill, h, setText, uniqueId } from './dom';
import { geocodingList, reviewWords, sourceList } from './evidence';
import { marksByKind } from './facets';
import { icon } from './icons';
import { kindWords, lineMark, lineWords } from './line';
import { moveFocus } from './list';
import { ownColumns } from './own-columns';

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

  /** Shows an incident; of measures that the dataset does not count nothing is missing. */
  show(feature: Feature<Detail>, collection: Collection | null): void {
    const { loc } = this;
    const { id, properties: p } = feature;
    const counted = countedIn(collection);
    const statements = p.statements ?? [];
    this.open(p.title);
    this.id = id;
    fill(
      this.body,
      h('p', { class: 'detail-actions' }, this.actions.edit, this.actions.history),
      p.summary ? h('p', { class: 'detail-summary', dir: 'auto' }, p.summary) : null,
      h(
        'dl',
        { class: 'facts' },
        ...fact(loc.t('detail.what'), kindWords(loc, collection, p)),
        ...fact(loc.t('detail.when'), dateWords(loc, p)),
        ...fact(loc.t('detail.where'), placeWords(loc, p), placeNotes(loc, p)),
        ...fact(loc.t('detail.by'), partyWords(loc, p.actors)),
        ...fact(loc.t('detail.against'), partyWords(loc, p.targets)),
        ...fact(
          loc.t('detail.casualties'),
          this.casualties(p, 'killed', counted),
          this.casualties(p, 'injured', counted),
        ),
        ...fact(
          loc.t('detail.occurrence'),
          gradeWords(loc, 'occurrence', p.occurrence, statements),
        ),
        ...fact(
          loc.t('detail.attribution'),
          gradeWords(loc, 'attribution', p.attribution, statements),
        ),
      ),
      ownColumns(loc, collection, p),
      this.members(id, p),
      claimsTable(loc, [...(p.claims ?? []), ...(p.group_detail?.claims ?? [])], p.sources ?? []),
      sourceList(loc, p.sources ?? []),
      geocodingList(loc, p.geocoding ?? []),
      citeButton(loc, collection, feature),
      h(
        'p',
        { class: 'detail-foot' },
        reviewWords(loc, p),
        h('br'),
        `${loc.t('detail.id')}: `,
        bdi(id),
      ),
    );
  }

  // A figure, what is shared with others, what is said without a number; or that
  // nothing is, where the dataset counts such people.
  private casualties(p: Detail, measure: Measure, counted: readonly Measure[]): string | null {
    const { loc } = this;
    const low = p[`${prefixOf(measure)}_low`];
    const high = p[`${prefixOf(measure)}_high`];
    if (low !== null || high !== null) {
      return casualtyWords(loc, measure, low, high, p.claims);
    }
    const said = this.shared(p, measure) ?? unnumberedWords(loc, measure, p.claims ?? []);
    return said ?? (counted.includes(measure) ? loc.t(`${measure}.none`) : null);
  }

  private shared({ group_detail: group, title }: Detail, measure: Measure): string | null {
    if (!group) return null;
    const { loc } = this;
    const others = otherMembers(group.members, title).map((m) => loc.quoted(m.title));
    return sharedWords(loc, measure, group, listWords(loc, others));
  }

  private members(id: string, p: Detail): HTMLElement | null {
    const others = p.group_detail?.members.filter((member) => member.id !== id) ?? [];
    if (others.length === 0) return null;
    const links = others.map((member) =>
      h(
        'button',
        { type: 'button', class: 'link', onclick: () => this.events.open(member.id) },
        bdi(member.title),
      ),
    );
    return h('p', { class: 'detail-group' }, `${this.loc.t('detail.shared')}: `, ...links);
  }

  private open(title: string): void {
    setText(this.title, title);
    this.outside.hidden = true;
    this.element.hidden = false;
    this.element.scrollTop = 0;
    this.body.scrollTop = 0;
  }
}

function otherMembers<M extends { title: string }>(members: readonly M[], title: string): M[] {
  return members.filter((member) => member.title !== title);
}

function fact(name: string, ...values: (string | null)[]): HTMLElement[] {
  const said = values.filter((value): value is string => Boolean(value));
  if (said.length === 0) return [];
  return [h('dt', {}, name), ...said.map((value) => h('dd', { dir: 'auto' }, value))];
}

function placeNotes(loc: Locale, p: Detail): string {
  const notes = [
    loc.t('detail.precision', { precision: loc.term('place_precision', p.place_precision) }),
  ];
  const km = Math.round((p.place_radius_m ?? 0) / 1000);
  if (km >= 1 && p.place_precision !== 'unknown') notes.push(loc.t('detail.radius', { km }));
  if (p.place && !placeWords(loc, p).includes(p.place)) {
    notes.push(loc.t('place.written', { place: p.place }));
  }
  if (p.origin?.place) notes.push(loc.t('place.origin', { place: p.origin.place }));
  return notes.join('; ');
}

const HEADED = new Set(['attacker', 'arresting', 'target']);

// A role that the heading tells already is not said again.
function partyWords(loc: Locale, parties: readonly Party[] = []): string {
  return listWords(
    loc,
    parties.map(({ name, role }) => {
      const isTold = !role || HEADED.has(role);
      return isTold ? name : `${loc.isolate(name)} (${loc.isolate(role)})`;
    }),
  );
}
