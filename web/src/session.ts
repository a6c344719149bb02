// What the page shows at the moment: its state, the collection, and the
// incidents that it holds. Shared by the parts of the application.

import { type Columns, idOf, rowOf } from './data/columns';
import { type Holding, isComplete, rowsIn } from './data/holding';
import { facetsOf } from './data/properties';
import { Counter, type Tally } from './data/tally';
import type { Collection } from './data/types';
import { hasRows, haveSameRows, type Window, windowOf } from './data/window';
import { incidentsOf } from './opening';
import { Address, type How } from './state/address';
import type { Day } from './state/day';
import type { PageState } from './state/link';

export class Session {
  /** The collections of incidents. */
  collections: readonly Collection[] = [];
  private contexts: readonly Collection[] = [];
  collection: Collection | null = null;
  /** Rows of the columns that are within the time window, in day order. */
  rows: Uint32Array<ArrayBuffer> = new Uint32Array();
  private held: Holding | null = null;
  /** The places that are drawn where the incidents are not held. */
  places: Columns | null = null;
  private counter: Counter | null = null;
  private room = new Uint32Array();
  private now: PageState;
  private readonly address: Address;

  /** `onRestore` gets the state before, when the reader went to another one by the address. */
  constructor(onRestore: (before: PageState) => void) {
    this.address = new Address((state) => {
      const before = this.now;
      this.now = state;
      onRestore(before);
    });
    this.now = this.address.read();
  }

  /** All collections of the server. Context layers are no bodies of incidents. */
  set all(collections: readonly Collection[]) {
    this.collections = incidentsOf(collections);
    this.contexts = collections.filter(({ contextOf }) => contextOf);
  }

  /** The context layers of a collection's dataset. */
  layersOf({ dataset }: Collection): readonly Collection[] {
    return this.contexts.filter(({ contextOf }) => contextOf === dataset);
  }

  get state(): PageState {
    return this.now;
  }

  /** What is held of the incidents that pass the filter. */
  get holding(): Holding | null {
    return this.held;
  }

  get columns(): Columns | null {
    return this.held?.columns ?? null;
  }

  /**
   * What colours stand for, null for the kind: of what the server clusters it tells no other
   * property.
   */
  get color(): string | null {
    const { color } = this.now.look;
    const isAsked = this.held !== null && !isComplete(this.held);
    return isAsked || color === 'kind' ? null : color;
  }

  /** How many incidents are in the window, by the server: more than the rows where not all are held. */
  get shown(): number {
    return this.held && !isComplete(this.held) ? this.held.matched : this.rows.length;
  }

  /** Changes the state and writes it into the address. */
  go(change: Partial<PageState>, how: How): void {
    this.now = { ...this.now, ...change };
    this.address.write(this.now, how);
  }

  hold(holding: Holding): void {
    this.held = holding;
    if (isComplete(holding)) this.places = null;
    this.counter = isComplete(holding)
      ? new Counter(holding.columns, this.collection ? facetsOf(this.collection) : [])
      : null;
    this.room = new Uint32Array(holding.columns.length);
    this.selectRows();
  }

  /** True when all incidents of a window are here. */
  get isHeld(): boolean {
    return this.held !== null && isComplete(this.held);
  }

  /** Counts and sums of the shown rows; null where not all that match are held. */
  count(): Tally | null {
    return this.counter?.count(this.rows) ?? null;
  }

  /** The IDs of rows. */
  idsOf(rows: Iterable<number>): string[] {
    const columns = this.places ?? this.columns;
    return columns ? Array.from(rows, (row) => idOf(columns, row)) : [];
  }

  /** The row of an ID; null when it is not held. */
  rowOf(id: string | null): number | null {
    const columns = this.places ?? this.columns;
    return id !== null && columns ? rowOf(columns, id) : null;
  }

  /** Finds the rows in the window again. */
  selectRows(): void {
    if (!this.held) return;
    this.rows = rowsIn(this.held, this.window, this.room) as Uint32Array<ArrayBuffer>;
  }

  get window(): Window {
    return windowOf(this.now.filter);
  }

  /** True when both windows have the same incidents in them. */
  isSame(a: { from: Day; to: Day }, b: { from: Day; to: Day }): boolean {
    const { columns } = this;
    if (!columns) return true;
    const { mode } = this.now.filter;
    return haveSameRows(columns, { ...a, mode }, { ...b, mode });
  }

  /** True when a window has no incidents in it. */
  isEmpty(span: { from: Day; to: Day }): boolean {
    return !this.columns || !hasRows(this.columns, { ...span, mode: this.now.filter.mode });
  }
}
