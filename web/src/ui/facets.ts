// Filters: the values of a property with the number of incidents each would show, and
// ranges.

import { facetsOf } from '../data/properties';
import type { Collection, Facets, FacetValue } from '../data/types';
import type { Locale } from '../i18n/locale';
import { type Mark, marksOf } from '../map/palette';
import type { FacetName, Filter } from '../state/filter';
import { fill, h, keepFocus, setText } from './dom';
import { markIcon } from './icons';
import { facetTitle, valueLabel } from './labels';
import { rangeFields } from './ranges';

const SHORT = 8; // values shown at first
// What few ask for stands behind a further step.
const FURTHER: ReadonlySet<FacetName> = new Set([
  'admin2',
  'date_precision',
  'place_review',
  'record_review',
]);
const GRADES: ReadonlySet<FacetName> = new Set(['attribution', 'occurrence', 'place_precision']);

export interface FacetEvents {
  toggle(name: FacetName, value: string): void;
  filter(filter: Filter): void;
}

export class FacetPanel {
  readonly element = h('div', { class: 'facets' });
  private readonly open = new Set<FacetName>();
  private isFurther = false; // the further ones are shown
  private marked = 'kind'; // the property whose values have marks
  private marks: ReadonlyMap<string, Mark> = new Map();
  private counted: Filter | null = null; // what the counts on the page are of
  private last: [Collection, Filter, Pick<Facets, 'facets'>] | null = null;
  // Values that were there: they stay, as none, where nothing is found.
  private readonly known = new Map<FacetName, readonly FacetValue[]>();
  private later: (() => void) | null = null; // what is to be counted once it is seen
  // The counts on the page, by property and value.
  private counts = new Map<string, HTMLElement>();

  constructor(
    private readonly loc: Locale,
    private readonly events: FacetEvents,
  ) {}

  /** Values of a property have marks from the next time on that they are shown. */
  setMarks(property: string, marks: ReadonlyMap<string, Mark>): void {
    this.marked = property;
    this.marks = marks;
  }

  /** Shows what the collection can be filtered by; true where that is anything. */
  show(collection: Collection, filter: Filter, facets: Pick<Facets, 'facets'>): boolean {
    if (this.last?.[0].id !== collection.id) this.known.clear();
    this.last = [collection, filter, facets];
    this.later = null;
    this.isCounted(filter);
    this.counts = new Map();
    const marks = this.marked === 'kind' ? marksByKind(collection) : this.marks;
    const groups = (isFurther: boolean) =>
      facetsOf(collection)
        .filter((name) => isFurther === FURTHER.has(name))
        .flatMap(
          (name) => this.group(name, collection, filter, this.valuesOf(name, facets), marks) ?? [],
        );
    const ranges = rangeFields(this.loc, collection, filter, (asked) => this.events.filter(asked));
    const first = groups(false);
    const further = groups(true);
    keepFocus(this.element, () => {
      fill(this.element, ...first, ...ranges, this.further(further, filter));
    });
    return first.length + ranges.length + further.length > 0;
  }

  private valuesOf(name: FacetName, { facets }: Pick<Facets, 'facets'>): readonly FacetValue[] {
    const values = facets[name];
    if (!values) return []; // nobody has counted them
    if (values.length > 0) {
      this.known.set(name, values);
      return values;
    }
    return this.known.get(name)?.map((value) => ({ ...value, count: 0 })) ?? [];
  }

  private further(groups: readonly HTMLElement[], { facets }: Filter): HTMLElement | null {
    if (groups.length === 0) return null;
    const isChosen = [...FURTHER].some((name) => facets[name]?.length);
    const element = h(
      'details',
      { class: 'facets-further', open: this.isFurther || isChosen },
      h('summary', { 'data-key': 'further' }, this.loc.t('facet.further')),
      ...groups,
    );
    element.addEventListener('toggle', () => {
      this.isFurther = element.open;
    });
    return element;
  }

  /**
   * Changes the counts alone, while a drag goes on: values keep their places. Of a
   * property with chosen values only these are counted: what others would add is
   * for the server to say. Where they are not seen they change when they are.
   */
  update(filter: Filter, facets: Facets, isSeen: boolean): void {
    this.isCounted(filter);
    this.later = isSeen ? null : () => this.recount(filter, facets);
    if (isSeen) this.recount(filter, facets);
  }

  /** Marks counts of another filter as those of before, until these are here; null marks any. */
  expect(filter: Filter | null): void {
    const isOld = filter === null || filter !== this.counted;
    if (isOld) this.counted = null;
    this.element.classList.toggle('is-stale', isOld);
  }

  private isCounted(filter: Filter): void {
    this.counted = filter;
    this.element.classList.remove('is-stale');
  }

  /** The panel is seen from now on: its counts are those of the last update. */
  seen(): void {
    this.later?.();
    this.later = null;
  }

  private recount(filter: Filter, { facets }: Facets): void {
    const now = new Map<string, number>();
    for (const [name, values] of Object.entries(facets)) {
      for (const { value, count } of values) now.set(`${name}=${value}`, count);
    }
    for (const [key, element] of this.counts) {
      const name = key.slice(0, key.indexOf('='));
      const isKnown = filter.facets[name]?.includes(key.slice(name.length + 1)) ?? true;
      setText(element, isKnown ? this.loc.number(now.get(key) ?? 0) : '…');
      element.parentElement?.classList.toggle('is-none', isKnown && !now.get(key));
    }
  }

  private group(
    name: FacetName,
    collection: Collection,
    filter: Filter,
    values: readonly FacetValue[],
    marks: ReadonlyMap<string, Mark>,
  ): HTMLElement | null {
    const chosen = filter.facets[name] ?? [];
    if (values.length + chosen.length === 0 || isForAll(collection, name)) return null;
    // A grade that all incidents have in common is no choice.
    const isSecond = FURTHER.has(name) || GRADES.has(name);
    if (isSecond && chosen.length === 0 && values.length < 2) return null;
    const missing = chosen.filter((value) => !values.some((v) => v.value === value));
    const all: FacetValue[] = [...values, ...missing.map((value) => ({ value, count: 0 }))];
    const isOpen = this.open.has(name);
    const isOwn = collection.columns?.some((column) => column.name === name);
    const shown = isOpen ? all : all.filter((v, i) => i < SHORT || chosen.includes(v.value));
    const rows = shown.map(({ value, label, count }: FacetValue) => {
      const text = valueLabel(this.loc, collection, name, value, label);
      const box = h('input', {
        type: 'checkbox',
        checked: chosen.includes(value),
        'data-key': `${name}=${value}`,
        onchange: () => this.events.toggle(name, value),
      });
      const mark = name === this.marked ? marks.get(value) : undefined;
      return h(
        'label',
        { class: count === 0 ? 'facet-value is-none' : 'facet-value' },
        box,
        mark ? markIcon(mark) : null,
        h('span', { class: isOwn ? 'facet-name is-data' : 'facet-name', dir: 'auto' }, text),
        this.count(`${name}=${value}`, count),
      );
    });
    const legend = h('legend', { dir: 'auto' }, facetTitle(this.loc, collection, name));
    return h(
      'fieldset',
      { class: 'facet' },
      legend,
      ...rows,
      this.more(name, all.length, shown.length),
    );
  }

  private count(key: string, count: number): HTMLElement {
    const element = h('span', { class: 'facet-count' }, this.loc.number(count));
    this.counts.set(key, element);
    const isCounted = this.last?.[2].facets[key.slice(0, key.indexOf('='))] !== undefined;
    if (!isCounted) setText(element, '…');
    return element;
  }

  private more(name: FacetName, all: number, shown: number): HTMLElement | null {
    const isOpen = this.open.has(name);
    if (all <= SHORT || (!isOpen && all === shown)) return null;
    const text = isOpen ? this.loc.t('facet.less') : this.loc.t('facet.more', { n: all });
    const onclick = () => {
      if (isOpen) this.open.delete(name);
      else this.open.add(name);
      if (this.last) this.show(...this.last);
    };
    return h(
      'button',
      { type: 'button', class: 'link', 'data-key': `more-${name}`, onclick },
      text,
    );
  }
}

// What the server calls incidents of datasets that tell no kinds or types.
const UNTOLD = { kind: 'incident', event_type: 'other' };

// True for a vocabulary that has no word of the dataset's own.
function isForAll({ vocabularies }: Collection, name: FacetName): boolean {
  if (name !== 'kind' && name !== 'event_type') return false;
  return vocabularies?.[name]?.every(({ id }) => id === UNTOLD[name]) ?? false;
}

/** The marks of a collection's kinds, as on the map. */
export function marksByKind(collection: Collection | null): Map<string, Mark> {
  const kinds = collection?.vocabularies?.kind?.map((term) => term.id) ?? [];
  const marks = marksOf(kinds);
  return new Map(kinds.map((kind, i) => [kind, marks[i] as Mark]));
}
