// All that is told of one incident: loaded when the first one is opened.

import type { Collection, Detail, Feature, Party } from '../data/types';
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
import { citeButton } from './citation';
import { claimsTable } from './claims';
import { bdi, h } from './dom';
import { geocodingList, reviewWords, sourceList } from './evidence';
import { kindWords } from './line';
import { ownColumns } from './own-columns';

/**
 * What is told of an incident, one element after the other; of measures that the dataset
 * does not count nothing is missing. `open` is called with the ID of another incident.
 */
export function recordOf(
  loc: Locale,
  feature: Feature<Detail>,
  collection: Collection | null,
  open: (id: string) => void,
): HTMLElement[] {
  const { id, properties: p } = feature;
  const counted = countedIn(collection);
  const statements = p.statements ?? [];
  const told = [
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
        casualties(loc, p, 'killed', counted),
        casualties(loc, p, 'injured', counted),
      ),
      ...fact(loc.t('detail.occurrence'), gradeWords(loc, 'occurrence', p.occurrence, statements)),
      ...fact(
        loc.t('detail.attribution'),
        gradeWords(loc, 'attribution', p.attribution, statements),
      ),
    ),
    ownColumns(loc, collection, p),
    members(loc, id, p, open),
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
  ];
  return told.filter((element) => element !== null);
}

// A figure, what is shared with others, what is said without a number; or that
// nothing is, where the dataset counts such people.
function casualties(
  loc: Locale,
  p: Detail,
  measure: Measure,
  counted: readonly Measure[],
): string | null {
  const low = p[`${prefixOf(measure)}_low`];
  const high = p[`${prefixOf(measure)}_high`];
  if (low !== null || high !== null) {
    return casualtyWords(loc, measure, low, high, p.claims);
  }
  const said = shared(loc, p, measure) ?? unnumberedWords(loc, measure, p.claims ?? []);
  return said ?? (counted.includes(measure) ? loc.t(`${measure}.none`) : null);
}

function shared(
  loc: Locale,
  { group_detail: group, title }: Detail,
  measure: Measure,
): string | null {
  if (!group) return null;
  const others = otherMembers(group.members, title).map((m) => loc.quoted(m.title));
  return sharedWords(loc, measure, group, listWords(loc, others));
}

function members(
  loc: Locale,
  id: string,
  p: Detail,
  open: (id: string) => void,
): HTMLElement | null {
  const others = p.group_detail?.members.filter((member) => member.id !== id) ?? [];
  if (others.length === 0) return null;
  const links = others.map((member) =>
    h(
      'button',
      { type: 'button', class: 'link', onclick: () => open(member.id) },
      bdi(member.title),
    ),
  );
  return h('p', { class: 'detail-group' }, `${loc.t('detail.shared')}: `, ...links);
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
