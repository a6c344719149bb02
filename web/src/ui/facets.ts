// Facets: the values of a property with the number of incidents each would show.

import type { Collection, Facets, FacetValue } from '../data/types';
import type { Locale } from '../i18n/locale';
import { type Mark, marksOf } from '../map/palette';
import { FACETS, type FacetName, type Filter } from '../state/filter';
import { fill, h, keepFocus, setText } from './dom';
import { markIcon } from './icons';
import { valueLabel } from './labels';

const SHORT = 8; // values shown at first

export class FacetPanel {
  readonly element = h('div', { class: 'facets' });
  private readonly open = new Set<FacetName>();
  private last: [Collection, Filter, Facets] | null = null;
  // The counts on the page, by property and value.
  private counts = new Map<string, HTMLElement>();

  constructor(
    private readonly loc: Locale,
    private readonly onToggle: (name: FacetName, value: string) => void,
  ) {}

  show(collection: Collection, filter: Filter, facets: Facets): void {
    this.last = [collection, filter, facets];
    this.counts = new Map();
    const marks = marksByKind(collection);
    keepFocus(this.element, () => {
      fill(
        this.element,
        ...FACETS.map((name) =>
          this.group(name, collection, filter, facets.facets[name] ?? [], marks),
        ),
      );
    });
  }

  /**
   * Changes the counts alone, while a drag goes on: values keep their places. Of a
   * property with chosen values only these are counted: what others would add is
   * for the server to say.
   */
  update(filter: Filter, { facets }: Facets): void {
    const now = new Map<string, number>();
    for (const name of FACETS) {
      for (const { value, count } of facets[name] ?? []) now.set(`${name}=${value}`, count);
    }
    for (const [key, element] of this.counts) {
      const name = key.slice(0, key.indexOf('=')) as FacetName;
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
    if (values.length < 2 && chosen.length === 0) return null;
    const missing = chosen.filter((value) => !values.some((v) => v.value === value));
    const all: FacetValue[] = [...values, ...missing.map((value) => ({ value, count: 0 }))];
    const isOpen = this.open.has(name);
    const shown = isOpen ? all : all.filter((v, i) => i < SHORT || chosen.includes(v.value));
    const rows = shown.map(({ value, label, count }: FacetValue) => {
      const text = valueLabel(this.loc, collection, name, value, label);
      const box = h('input', {
        type: 'checkbox',
        checked: chosen.includes(value),
        'data-key': `${name}=${value}`,
        onchange: () => this.onToggle(name, value),
      });
      const mark = name === 'kind' ? marks.get(value) : undefined;
      return h(
        'label',
        { class: count === 0 ? 'facet-value is-none' : 'facet-value' },
        box,
        mark ? markIcon(mark) : null,
        h('span', { class: 'facet-name', dir: 'auto' }, text),
        this.count(`${name}=${value}`, count),
      );
    });
    const legend = h('legend', {}, this.loc.term('facet', name, name.replaceAll('_', ' ')));
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

/** The marks of a collection's kinds, as on the map. */
export function marksByKind(collection: Collection | null): Map<string, Mark> {
  const kinds = collection?.vocabularies?.kind?.map((term) => term.id) ?? [];
  const marks = marksOf(kinds);
  return new Map(kinds.map((kind, i) => [kind, marks[i] as Mark]));
}
