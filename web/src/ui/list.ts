// The list of the shown incidents: what is on the map, for the eyes, the
// keyboard and screen readers.

import type { Columns } from '../data/columns';
import { killedShort } from '../i18n/casualties';
import { dateWords } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import { placeWords } from '../i18n/places';
import { type Mark, marksOf } from '../map/palette';
import { fill, h, keepFocus, setText } from './dom';
import { markIcon } from './icons';

export interface ListEvents {
  open(id: string): void;
  /** The reader points at an incident, or at none. */
  hover(row: number | null): void;
}

const PAGE = 60; // incidents drawn at a time

export class IncidentList {
  readonly element: HTMLElement;
  private readonly items = h('ol', { class: 'list' });
  private readonly more: HTMLButtonElement;
  private readonly order: HTMLSelectElement;
  private columns: Columns | null = null;
  private counted = false;
  private readonly left = h('p', { class: 'list-left', hidden: true });
  private marks: Mark[] = [];
  private rows: Uint32Array = new Uint32Array();
  private selected: string | null = null;
  private limit = PAGE;
  private stale = true;

  constructor(
    private readonly loc: Locale,
    private readonly events: ListEvents,
  ) {
    this.items.setAttribute('aria-label', loc.t('list.label'));
    this.items.addEventListener('keydown', (event) => moveFocus(this.items, event));
    this.more = h('button', { type: 'button', class: 'button', onclick: () => this.showMore() });
    this.order = h(
      'select',
      { class: 'select', 'aria-label': loc.t('list.order'), onchange: () => this.refresh() },
      h('option', { value: 'oldest' }, loc.t('list.oldest')),
      h('option', { value: 'newest' }, loc.t('list.newest')),
    );
    this.element = h('div', { class: 'list-panel' }, this.left, this.order, this.items, this.more);
  }

  /**
   * Shows other incidents: `counted` when their dataset has figures of killed,
   * `left` says that they are only the first, and that others are left out.
   */
  setColumns(columns: Columns, about: { counted: boolean; left: string }): void {
    this.columns = columns;
    this.counted = about.counted;
    this.left.hidden = about.left === '';
    setText(this.left, about.left);
    this.marks = marksOf(columns.kinds);
    this.limit = PAGE;
  }

  /** Shows the rows, which are in day order; `visible` is false while the list is out of sight. */
  show(rows: Uint32Array, visible: boolean): void {
    this.rows = rows;
    this.stale = true;
    if (visible) this.refresh();
  }

  /** Draws what was shown while the list was out of sight. */
  refreshIfStale(): void {
    if (this.stale) this.refresh();
  }

  setSelected(id: string | null): void {
    this.selected = id;
    for (const button of this.items.querySelectorAll('button')) {
      toggleCurrent(button, button.dataset['key'] === id);
    }
  }

  /** Gives the focus to an incident's line, or to the first one. */
  focus(id: string | null): void {
    this.refreshIfStale();
    const line =
      id === null ? null : this.items.querySelector<HTMLElement>(`[data-key="${CSS.escape(id)}"]`);
    (line ?? this.items.querySelector('button') ?? this.order).focus();
  }

  private refresh(): void {
    const { columns, rows } = this;
    this.stale = false;
    if (!columns) return;
    const n = Math.min(rows.length, this.limit);
    const isPart = !this.left.hidden; // the newest are not among the first
    const newest = this.order.value === 'newest' && !isPart;
    const lines = Array.from({ length: n }, (_, i) => {
      const row = rows[newest ? rows.length - 1 - i : i] as number;
      return h('li', {}, this.line(columns, row));
    });
    keepFocus(this.items, () => fill(this.items, ...lines));
    const left = rows.length - n;
    this.more.hidden = left <= 0;
    this.more.textContent = this.loc.t('list.more', { n: Math.min(PAGE, left) });
    this.order.hidden = rows.length < 2 || isPart;
  }

  private line(columns: Columns, row: number): HTMLElement {
    const incident = columns.rows[row];
    if (!incident) return h('span');
    const { id, summary } = incident;
    const mark = this.marks[columns.kind[row] as number];
    const button = h(
      'button',
      {
        type: 'button',
        class: 'line',
        'data-key': id,
        onclick: () => this.events.open(id),
        onmouseenter: () => this.events.hover(row),
        onmouseleave: () => this.events.hover(null),
        onfocus: () => this.events.hover(row),
        onblur: () => this.events.hover(null),
      },
      mark ? markIcon(mark, columns.certain[row] === 0) : null,
      h('span', { class: 'line-title', dir: 'auto' }, summary.title),
      h('span', { class: 'line-date' }, dateWords(this.loc, summary)),
      h('span', { class: 'line-place', dir: 'auto' }, placeWords(this.loc, summary)),
      h('span', { class: 'line-figure' }, killedShort(this.loc, summary, this.counted)),
    );
    toggleCurrent(button, id === this.selected);
    return button;
  }

  private showMore(): void {
    const first = this.items.childElementCount;
    this.limit += PAGE;
    this.refresh();
    this.items.children[first]?.querySelector('button')?.focus();
  }
}

/** Arrow keys, Home and End move the focus among the buttons of a list. */
export function moveFocus(list: HTMLElement, event: KeyboardEvent): void {
  const buttons = [...list.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus();
}

function toggleCurrent(button: HTMLElement, current: boolean): void {
  if (current) button.setAttribute('aria-current', 'true');
  else button.removeAttribute('aria-current');
}
