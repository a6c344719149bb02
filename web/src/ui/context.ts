// The panel of the context layers: every record with its dates, its place and
// what its source leaves open.

import type { ContextLayer, ContextRecord } from '../data/context';
import { contextWhen } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import { placeWords } from '../i18n/places';
import { fill, h } from './dom';

export interface ContextEvents {
  /** The reader wants a layer on the map, or off it. */
  draw(layer: string, shown: boolean): void;
  /** The reader wants to see a record's days, and its place if it has one. */
  go(record: ContextRecord): void;
}

const ON_THE_MAP = new Set(['area', 'designation']);

export class ContextPanel {
  readonly element = h('div', { class: 'context' });

  constructor(
    private readonly loc: Locale,
    private readonly events: ContextEvents,
  ) {}

  /** Lists the layers; none leaves the panel empty. */
  show(layers: readonly ContextLayer[], drawn: ReadonlySet<string>): void {
    const lead = h('p', { class: 'context-lead' }, this.loc.t('context.lead'));
    fill(
      this.element,
      ...(layers.length > 0 ? [lead, ...layers.map((l) => this.layer(l, drawn.has(l.id)))] : []),
    );
  }

  private layer({ id, title, description, records }: ContextLayer, isDrawn: boolean): HTMLElement {
    const drawn = records.some(({ kind }) => ON_THE_MAP.has(kind));
    const box = h('input', { type: 'checkbox', checked: isDrawn });
    box.addEventListener('change', () => this.events.draw(id, box.checked));
    return h(
      'section',
      { class: 'context-layer' },
      h('h2', { dir: 'auto' }, title),
      h('p', { class: 'context-about', dir: 'auto' }, description),
      drawn && h('label', { class: 'check' }, box, h('span', {}, this.loc.t('context.onMap'))),
      h('ol', { class: 'context-list' }, ...records.map((r) => h('li', {}, ...this.record(r)))),
    );
  }

  // The label is in the reader's language, the text in its own direction.
  private labelled(name: string, label: 'context.remark' | 'context.source', text: string) {
    return h('p', { class: name }, `${this.loc.t(label)}: `, h('bdi', {}, text));
  }

  private record(record: ContextRecord): (HTMLElement | null)[] {
    const { properties: p, remark, facts, sources } = record;
    const placed = p.place || p.country_name ? placeWords(this.loc, p) : null;
    const located = sources.map((s) => s.locator).filter(Boolean);
    return [
      h(
        'button',
        { type: 'button', class: 'link', onclick: () => this.events.go(record) },
        h('span', { dir: 'auto' }, p.title),
      ),
      h('span', { class: 'context-when' }, contextWhen(this.loc, record)),
      placed ? h('span', { class: 'context-where', dir: 'auto' }, placed) : null,
      p.summary ? h('p', { dir: 'auto' }, p.summary) : null,
      facts.length > 0
        ? h(
            'p',
            { class: 'context-facts', dir: 'auto' },
            facts
              .map(({ title, value }) => `${this.loc.isolate(title)}: ${this.loc.isolate(value)}`)
              .join(' · '),
          )
        : null,
      remark ? this.labelled('context-remark', 'context.remark', remark) : null,
      located.length > 0
        ? this.labelled('context-source', 'context.source', located.join('; '))
        : null,
    ];
  }
}
