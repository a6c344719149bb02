// How an incident came to be what it is: each revision with what it changed, the newest
// first.

import { type FieldChange, hasContent, type Revision } from '../../data/history';
import type { Claim, Collection, Party, Position, Source, Statement } from '../../data/types';
import type { Locale } from '../../i18n/locale';
import { bdi, h } from '../dom';
import { valueLabel } from '../labels';
import { partWords } from './conflict';
import { button } from './fields';
import { type EditKey, partName, type Say } from './words';

export interface HistoryView {
  readonly collection: Collection;
  readonly revisions: readonly Revision[];
  /** Whether the reader may restore. */
  readonly mayRestore: boolean;
  restore(revision: number): void;
}

export function historyList(loc: Locale, say: Say, view: HistoryView): HTMLElement {
  const last = view.revisions.at(-1)?.revision;
  if (last === undefined) return h('p', { class: 'muted' }, say('past.none'));
  const items = view.revisions.map((revision) => item(loc, say, view, revision, last));
  return h('ol', { class: 'history', reversed: true }, ...items.reverse());
}

function item(
  loc: Locale,
  say: Say,
  view: HistoryView,
  revision: Revision,
  last: number,
): HTMLElement {
  const { author, reason, changes = [], fields, redacted } = revision;
  const columns = view.collection.columns ?? [];
  const isNow = revision.revision === last;
  const names = fields.filter((name) => name !== 'id').map((name) => partName(say, name, columns));
  return h(
    'li',
    { class: 'history-item' },
    h(
      'p',
      { class: 'history-head' },
      h('strong', {}, say(opKey(revision))),
      ' ',
      h('time', { datetime: revision.time }, timeWords(loc, revision.time)),
      author ? h('span', {}, ' ', say('past.by', { name: author })) : null,
      isNow ? h('span', { class: 'muted' }, ` (${say('past.now')})`) : null,
    ),
    reason ? h('p', {}, say('past.why', { reason })) : null,
    redacted ? h('p', { class: 'muted' }, say('past.redacted')) : null,
    changes.length > 0 && hasDiff(revision)
      ? diff(loc, say, view, changes)
      : names.length > 0
        ? h('p', { class: 'muted' }, bdi([...new Set(names)].join(', ')))
        : null,
    view.mayRestore && !isNow && hasContent(revision) ? restore(say, view, revision) : null,
  );
}

function restore(say: Say, view: HistoryView, { revision }: Revision): HTMLElement {
  const element = button(say('past.restore'), () => view.restore(revision));
  element.setAttribute('aria-label', say('past.restoreWhat', { n: revision }));
  return h('p', {}, element);
}

// What was added or deleted as a whole is told by names.
function hasDiff({ op, revision }: Revision): boolean {
  return revision > 1 && op !== 'delete' && op !== 'redact';
}

function opKey({ op, revision }: Revision): EditKey {
  if (op === 'put') return revision === 1 ? 'op.create' : 'op.put';
  return op === 'delete' || op === 'restore' || op === 'redact' ? `op.${op}` : 'op.put';
}

function diff(
  loc: Locale,
  say: Say,
  { collection }: HistoryView,
  changes: readonly FieldChange[],
): HTMLElement {
  const heads = [say('past.part'), say('past.before'), say('past.after')];
  const words = (field: string, value: unknown) =>
    field === 'kind' || field === 'event_type'
      ? valueLabel(loc, collection, field, String(value ?? ''))
      : valueWords(loc, say, value);
  const rows = changes.map(({ field, before, after }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, partName(say, field, collection.columns ?? [])),
      h('td', { dir: 'auto' }, h('del', {}, words(field, before))),
      h('td', { dir: 'auto' }, h('ins', {}, words(field, after))),
    ),
  );
  return h(
    'div',
    { class: 'table-scroll', tabindex: 0, role: 'group', 'aria-label': say('history') },
    h(
      'table',
      { class: 'claims history-diff' },
      h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))),
      h('tbody', {}, ...rows),
    ),
  );
}

// Lists of the page's own are told in words, what else there is as it was sent.
function valueWords(loc: Locale, say: Say, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object' && !Array.isArray(value)) {
    const { state } = value as { state?: string };
    return state ? loc.term('review', state) : JSON.stringify(value);
  }
  if (Array.isArray(value) && value.length > 0 && value.every(isLookUp)) {
    return value.map(({ query, matched }) => say('geocoding.by', { query, matched })).join('\n');
  }
  if (Array.isArray(value) && !value.every(isKnown)) return JSON.stringify(value);
  return partWords(loc, value, { sources: [] });
}

// How a place was found by its name.
function isLookUp(entry: unknown): entry is { query: string; matched: string } {
  return typeof entry === 'object' && entry !== null && 'query' in entry && 'matched' in entry;
}

const KNOWN = ['measure', 'key', 'name', 'grade'];

function isKnown(entry: unknown): entry is Claim | Source | Party | Statement | Position {
  if (Array.isArray(entry)) return entry.length === 2 && entry.every(Number.isFinite);
  return typeof entry === 'object' && entry !== null && KNOWN.some((name) => name in entry);
}

function timeWords(loc: Locale, iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return new Intl.DateTimeFormat(loc.intl, { dateStyle: 'medium', timeStyle: 'short' }).format(
    time,
  );
}
