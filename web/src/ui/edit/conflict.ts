// Two changes of the same parts of an incident, side by side: the reader chooses.

import { type Draft, formatPoints, partOf, withPart } from '../../data/draft';
import type { Claim, Collection, Party, Position, Source, Statement } from '../../data/types';
import { figureWords } from '../../i18n/casualties';
import type { Locale } from '../../i18n/locale';
import { h, uniqueId } from '../dom';
import { button } from './fields';
import { partName, type Say } from './words';

export interface Sides {
  /** With the reader's changes on what others have made of it. */
  readonly mine: Draft;
  readonly theirs: Draft;
  readonly conflicts: readonly string[];
  readonly adopted: readonly string[];
}

/**
 * The choice; `choose` gets the draft that the reader goes on with, and in words what the
 * reader typed and did not choose.
 */
export function conflictView(
  loc: Locale,
  say: Say,
  collection: Collection,
  sides: Sides,
  choose: (draft: Draft, aside: readonly string[]) => void,
): HTMLElement {
  const chosen = new Map<string, 'mine' | 'theirs'>();
  const name = (part: string) => partName(say, part, collection.columns ?? []);
  const side = (part: string, which: 'mine' | 'theirs', groupName: string) => {
    const radio = h('input', { type: 'radio', name: groupName, value: which });
    radio.checked = which === 'mine';
    radio.addEventListener('change', () => chosen.set(part, which));
    const words = partWords(loc, partOf(sides[which], part), sides[which]);
    return h(
      'label',
      { class: 'conflict-side' },
      h('span', { class: 'check' }, radio, say(`conflict.${which}`)),
      h('span', { dir: 'auto' }, words || say('conflict.empty')),
    );
  };
  const parts = sides.conflicts.map((part) => {
    const groupName = uniqueId('side');
    return h(
      'fieldset',
      { class: 'form-group' },
      h('legend', {}, name(part)),
      side(part, 'mine', groupName),
      side(part, 'theirs', groupName),
    );
  });
  const done = () => {
    const taken = sides.conflicts.filter((part) => chosen.get(part) === 'theirs');
    const aside = taken.map((part) => {
      const words = partWords(loc, partOf(sides.mine, part), sides.mine);
      return `${name(part)}: ${words || say('conflict.empty')}`;
    });
    choose(
      taken.reduce((draft, part) => withPart(draft, part, sides.theirs), sides.mine),
      aside,
    );
  };
  return h(
    'div',
    { class: 'form' },
    h('p', {}, say('conflict.lead')),
    sides.adopted.length > 0
      ? h('p', { class: 'muted' }, adoptedWords(say, collection, sides.adopted))
      : null,
    ...parts,
    h('p', {}, button(say('conflict.go'), done, 'button primary')),
  );
}

export function adoptedWords(
  say: Say,
  { columns = [] }: Collection,
  parts: readonly string[],
): string {
  return say('conflict.adopted', {
    list: parts.map((part) => partName(say, part, columns)).join(', '),
  });
}

/** A part of an incident in words, as short as it can be compared. */
export function partWords(
  loc: Locale,
  value: unknown,
  { sources }: Pick<Draft, 'sources'>,
): string {
  if (typeof value === 'boolean') return loc.t(value ? 'value.true' : 'value.false');
  if (!Array.isArray(value)) return String(value ?? '');
  const list = value as readonly Entry[];
  return list.map((entry) => entryWords(loc, entry, sources)).join('\n');
}

type Entry = Claim | Statement | Source | Party | Position;

function entryWords(loc: Locale, entry: Entry, sources: readonly Source[]): string {
  if (Array.isArray(entry)) return formatPoints([entry as Position]);
  const titleOf = (key?: string | null) =>
    sources.find((source) => source.key === key)?.title ?? key;
  if ('measure' in entry) {
    const measure = loc.term('measure', entry.measure);
    const said = [figureWords(loc, entry), entry.words, titleOf(entry.source)];
    return `${measure}: ${said.filter(Boolean).join(', ')}`;
  }
  if ('grade' in entry) {
    const grade = loc.term(entry.about, entry.grade);
    return [grade, entry.by, entry.words, titleOf(entry.source)].filter(Boolean).join(', ');
  }
  if ('name' in entry) return entry.name;
  const { title, publisher, date, url } = entry as Source;
  return [title, publisher, date, url].filter(Boolean).join(', ');
}
