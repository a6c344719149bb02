// The list of the shown incidents: what is on the map, for the eyes, the
// keyboard and screen readers.

import { type Columns, idOf, NO_COLUMNS, spanOf } from '../data/columns';
import { firstRows } from '../data/order';
import type { Summaries } from '../data/summaries';
import type { Collection } from '../data/types';
import { countedIn } from '../i18n/casualties';
import { briefWords } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import type { Mark } from '../map/palette';
import { ORDERS, type Order } from '../state/screen';
import { arrange, fill, h, keepFocus, setHidden, setText } from './dom';
import { markImage } from './icons';
import { lineMark, lineWords, markElement } from './line';

export interface ListEvents {
  open(id: string): void;
  /** Only incidents in view are wanted from now on, or all. */
  inView(only: boolean): void;
  /** The reader wants another order. */
  sorted(order: Order): void;
  /** There is room for more of the incidents that are asked for. */
  more(): void;
  /** The reader points at an incident, or at none. */
  hover(row: number | null): void;
}

const PAGE = 60; // incidents drawn at a time
const MOST = 600; // incidents among which a selected one is brought into sight
const PACE_MS = 150; // between two drawings of the list in a drag
// In a drag as many lines are drawn as are in sight; pixels of a line, at the least: its
// title, and the date below it.
const LINE = 54;

/** A line of the list; its row where it is held. */
interface Entry {
  readonly id: string;
  readonly row: number | null;
}

export class IncidentList {
  readonly element: HTMLElement;
  private readonly items = h('ol', { class: 'list' });
  private readonly more: HTMLButtonElement;
  private readonly order: HTMLSelectElement;
  private readonly onlyInView = h('input', { type: 'checkbox' });
  // Says how many there are, to screen readers as well.
  private readonly count = h('p', { class: 'list-count', role: 'status' });
  private columns: Columns = NO_COLUMNS;
  private collection: Collection | null = null;
  private byArea = 0; // incidents of areas that reach into the view
  private counted = false; // whether its incidents have figures of killed
  // Those that the server listed, where they are not held.
  private asked: { ids: readonly string[]; total: number } | null = null;
  private marks: readonly Mark[] = []; // of the columns' kinds
  private marksByKind: ReadonlyMap<string, Mark> = new Map();
  private rows: Uint32Array = new Uint32Array();
  private selected: string | null = null;
  private wish: Order = 'oldest'; // before what can be sorted by is known
  private limit = PAGE;
  private stale = true;
  private rests = true;
  private timer = 0;
  private drawn = -Infinity; // when
  private drawnOf: Columns | null = null;
  private isScrolled = false;
  private height = innerHeight; // pixels of the panel that the list is in
  private readonly observer = new ResizeObserver(() => {
    const height = this.element.parentElement?.clientHeight ?? 0;
    if (height > 0) this.height = height; // it is not hidden
  });
  private readonly entries = new WeakMap<HTMLElement, Entry>(); // of each line's button

  constructor(
    private readonly loc: Locale,
    private readonly events: ListEvents,
    private readonly summaries: Pick<Summaries, 'get' | 'want'>,
  ) {
    this.items.addEventListener('keydown', (event) => moveFocus(this.items, event));
    // The panel scrolls, or on a small phone what is around it. To ask in a drag would lay
    // out the page once more.
    const scrolled = ({ target }: Event) => {
      const isOurs = target instanceof Element && target.contains(this.element);
      if (isOurs) this.isScrolled = target.scrollTop > 0;
    };
    document.addEventListener('scroll', scrolled, { capture: true, passive: true });
    this.more = h('button', { type: 'button', class: 'button', onclick: () => this.showMore() });
    this.order = h('select', {
      class: 'select',
      'aria-label': loc.t('list.order'),
      onchange: () => this.reorder(),
    });
    this.offerOrders();
    this.onlyInView.addEventListener('change', () => this.events.inView(this.onlyInView.checked));
    const inView = h(
      'label',
      { class: 'check' },
      this.onlyInView,
      h('span', {}, loc.t('list.inView')),
    );
    this.element = h(
      'div',
      { class: 'list-panel' },
      h('div', { class: 'list-choices' }, this.order, inView),
      this.count,
      this.items,
      this.more,
    );
  }

  /** Shows other incidents. */
  setColumns(
    columns: Columns,
    collection: Collection | null,
    kinds: ReadonlyMap<string, Mark>,
    marks: readonly Mark[],
  ): void {
    if (this.element.parentElement) this.observer.observe(this.element.parentElement);
    this.columns = columns;
    this.marksByKind = kinds;
    this.collection = collection;
    this.counted = countedIn(collection).includes('killed');
    this.offerOrders();
    this.marks = marks;
    this.limit = PAGE;
  }

  /** Lists incidents that are not held, as the server gave them; null lists those that are. */
  setAsked(asked: { ids: readonly string[]; total: number } | null): void {
    this.asked = asked;
    if (asked) this.refresh();
  }

  /** True when only what is in view is to be listed. */
  get isOfView(): boolean {
    return this.onlyInView.checked;
  }

  /** Lists what is in view only, or all, from the next time on; true where that is another list. */
  setOfView(only: boolean): boolean {
    if (only === this.isOfView) return false;
    this.onlyInView.checked = only;
    return true;
  }

  /** How many incidents there is room for, and in which order. */
  get wanted(): { limit: number; order: Order } {
    return { limit: this.limit, order: ORDERS.find((o) => o === this.order.value) ?? this.wish };
  }

  /** Lists in another order from the next time on. */
  setOrder(order: Order): void {
    if (this.order.value === order) return;
    this.wish = order;
    this.order.value = order;
    this.stale = true;
  }

  /**
   * Shows the rows, which are in day order; `visible` is false while the list is
   * out of sight, `rests` while a drag goes on: nothing is asked for then.
   */
  show(
    rows: Uint32Array,
    { visible, rests, byArea }: { visible: boolean; rests: boolean; byArea: number },
  ): void {
    this.rows = rows;
    this.byArea = byArea;
    this.stale = true;
    this.rests = rests;
    if (!visible) return;
    const wait = this.drawn + PACE_MS - performance.now();
    if (rests || wait <= 0) this.refresh();
    else this.timer ||= window.setTimeout(() => this.refresh(), wait);
  }

  /** Draws what was shown while the list was out of sight, or what is known now. */
  refreshIfStale(): void {
    if (this.stale) this.refresh();
  }

  /** More summaries are known. */
  arrived(): void {
    this.stale ||= this.items.querySelector('.is-unknown') !== null;
  }

  /** Marks the selected incident, and brings its line into sight. */
  setSelected(id: string | null, row: number | null): void {
    const isNew = id !== this.selected;
    this.selected = id;
    if (isNew && row !== null) this.makeRoom(row);
    for (const button of this.items.querySelectorAll('button')) {
      const isCurrent = button.dataset['key'] === id;
      toggleCurrent(button, isCurrent);
      if (isCurrent && isNew) button.scrollIntoView({ block: 'nearest' });
    }
  }

  // Lists so many incidents that a row is among them, if these are not too many.
  private makeRoom(row: number): void {
    if (this.asked) return;
    const { limit, order } = this.wanted;
    const shown = firstRows(this.columns, this.rows, order, MOST);
    const at = shown.indexOf(row);
    if (at < limit) return;
    this.limit = PAGE * Math.ceil((at + 1) / PAGE);
    this.refresh();
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
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.drawn = performance.now();
    this.stale = false;
    const { order } = this.wanted;
    this.items.setAttribute('aria-label', this.loc.t(`list.label.${order}`));
    const total = this.asked?.total ?? rows.length;
    const first = firstRows(columns, rows, order, Math.min(rows.length, this.limit));
    const inSight = 1 + Math.ceil(this.height / LINE);
    const listed = this.isScrolled || this.rests ? first : first.slice(0, inSight);
    const shown: Entry[] =
      this.asked?.ids.map((id) => ({ id, row: null })) ??
      listed.map((row) => ({ id: idOf(columns, row), row }));
    if (this.rests) void this.summaries.want(shown.map(({ id }) => id));
    const again = this.rests || this.drawnOf !== columns ? [] : [...this.items.children];
    this.drawnOf = columns;
    const lines = shown.map(
      (entry, i) =>
        this.changed(again[i], columns, entry) ?? h('li', {}, this.line(columns, entry)),
    );
    keepFocus(this.items, () => arrange(this.items, lines));
    setHidden(this.count, !this.isOfView);
    if (this.isOfView) setText(this.count, this.wordsOfView(total));
    const left = total - shown.length;
    setHidden(this.more, left <= 0);
    setText(this.more, this.loc.t('list.more', { n: Math.min(PAGE, left) }));
    setHidden(this.order, total < 2);
  }

  private wordsOfView(n: number): string {
    const { t } = this.loc;
    const words = t('list.countInView', { n });
    const byArea = this.asked ? 0 : this.byArea; // of what the server lists it is not known
    return byArea > 0 ? `${words}; ${t('list.byArea', { n: byArea })}` : words;
  }

  private line(columns: Columns, entry: Entry): HTMLElement {
    const { id, row } = entry;
    const summary = this.summaries.get(id);
    const now = () => this.entries.get(button) ?? entry;
    const image = row === null ? null : this.imageOfRow(columns, row);
    const button = h(
      'button',
      {
        type: 'button',
        class: summary ? 'line' : 'line is-unknown',
        'data-key': id,
        onclick: () => this.events.open(now().id),
        onmouseenter: () => this.events.hover(now().row),
        onmouseleave: () => this.events.hover(null),
        onfocus: () => this.events.hover(now().row),
        onblur: () => this.events.hover(null),
      },
      row === null ? lineMark(summary, this.marksByKind) : image && markElement(image),
      ...(summary
        ? lineWords(this.loc, this.collection, summary, this.counted)
        : this.fewWords(columns, row)),
    );
    toggleCurrent(button, id === this.selected);
    this.entries.set(button, entry);
    return button;
  }

  // In a drag, a line that says little becomes that of another incident: new elements
  // are what takes the most time.
  private changed(line: Element | undefined, columns: Columns, entry: Entry): Element | null {
    const button = line?.querySelector('button');
    const before = button && this.entries.get(button)?.row;
    if (!button?.classList.contains('is-unknown') || typeof before !== 'number') return null;
    if (button === document.activeElement) return null; // its reader is at this incident
    const { id, row } = entry;
    if (row === null || this.summaries.get(id)) return null;
    this.entries.set(button, entry);
    button.dataset['key'] = id;
    toggleCurrent(button, id === this.selected);
    if (!looksAlike(columns, before, row)) this.changeMark(button, columns, row);
    const date = button.querySelector('.line-date');
    if (date) setText(date, this.daysOf(columns, row));
    return line as Element;
  }

  private changeMark(button: Element, columns: Columns, row: number): void {
    const [image, mark] = [this.imageOfRow(columns, row), button.querySelector('.mark')];
    if (image && mark instanceof HTMLElement) mark.style.backgroundImage = image;
  }

  private imageOfRow(columns: Columns, row: number): string | null {
    const mark = this.marks[columns.kind[row] as number];
    return mark ? markImage(mark, !columns.certain[row], columns.doubted[row] === 1) : null;
  }

  // What is to be said of an incident before its title is here.
  private fewWords(columns: Columns, row: number | null): HTMLElement[] {
    const title = h('span', { class: 'line-title' }, '…');
    if (row === null) return [title];
    return [title, h('span', { class: 'line-date' }, this.daysOf(columns, row))];
  }

  private daysOf(columns: Columns, row: number): string {
    const { from, to } = spanOf(columns, row);
    return briefWords(this.loc, from, to, columns.certain[row] === 1);
  }

  // Nobody is asked to sort by figures that the data do not have.
  private offerOrders(): void {
    const { order } = this.wanted;
    const offered = ORDERS.filter((name) => name !== 'killed' || this.counted);
    const options = offered.map((name) => h('option', { value: name }, this.loc.t(`list.${name}`)));
    fill(this.order, ...options);
    this.order.value = offered.includes(order) ? order : 'oldest';
  }

  private reorder(): void {
    this.events.sorted(this.wanted.order);
    if (this.asked) this.events.more();
    else this.refresh();
  }

  private showMore(): void {
    const first = this.items.childElementCount;
    this.limit += PAGE;
    if (this.asked) {
      this.events.more();
      return;
    }
    this.refresh();
    this.items.children[first]?.querySelector('button')?.focus();
  }
}

// True for rows whose lines have the same mark.
function looksAlike(columns: Columns, a: number, b: number): boolean {
  return lookOf(columns, a) === lookOf(columns, b);
}

// A number for rows that have the same mark.
function lookOf({ kind, certain, doubted }: Columns, row: number): number {
  return (kind[row] as number) * 4 + (certain[row] ? 2 : 0) + (doubted[row] ? 1 : 0);
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
