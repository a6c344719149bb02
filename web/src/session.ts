// What the page shows at the moment: its state, the collection, and the
// incidents that it holds. Shared by the parts of the application.

import { Address, type How } from './address';
import type { Columns } from './data/columns';
import { selectRows, type Window } from './data/window';
import { type Day, parseDay } from './day';
import type { PageState } from './filter';
import type { Collection } from './types';

export class Session {
  /** The collections of incidents. */
  collections: readonly Collection[] = [];
  private contexts: readonly Collection[] = [];
  collection: Collection | null = null;
  /** Rows of the columns that are within the time window, in day order. */
  rows: Uint32Array<ArrayBuffer> = new Uint32Array();
  private held: Columns | null = null;
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
    this.collections = collections.filter(({ contextOf }) => !contextOf);
    this.contexts = collections.filter(({ contextOf }) => contextOf);
  }

  /** The context layers of a collection's dataset. */
  layersOf({ dataset }: Collection): readonly Collection[] {
    return this.contexts.filter(({ contextOf }) => contextOf === dataset);
  }

  get state(): PageState {
    return this.now;
  }

  /** The incidents that pass the filter, except for its time window. */
  get columns(): Columns | null {
    return this.held;
  }

  /** Changes the state and writes it into the address. */
  go(change: Partial<PageState>, how: How): void {
    this.now = { ...this.now, ...change };
    this.address.write(this.now, how);
  }

  hold(columns: Columns): void {
    this.held = columns;
    this.room = new Uint32Array(columns.length);
    this.selectRows();
  }

  /** Finds the rows in the window again. */
  selectRows(): void {
    if (!this.held) return;
    this.rows = selectRows(this.held, this.window, this.room) as Uint32Array<ArrayBuffer>;
  }

  get window(): Window {
    const { from, to, mode } = this.now.filter;
    return {
      from: (from === null ? null : parseDay(from)) ?? -Infinity,
      to: (to === null ? null : parseDay(to)) ?? Infinity,
      mode,
    };
  }

  /** How many of the shown rows have a place. */
  get placed(): number {
    const at = this.held?.pointAt;
    if (!at) return 0;
    return this.rows.reduce((n, row) => n + (at[row] === at[row + 1] ? 0 : 1), 0);
  }

  /** True when both windows have the same incidents in them. */
  isSame(a: { from: Day; to: Day }, b: { from: Day; to: Day }): boolean {
    const columns = this.held;
    if (!columns) return true;
    const { mode } = this.now.filter;
    const inA = selectRows(columns, { ...a, mode }, new Uint32Array(columns.length));
    const inB = selectRows(columns, { ...b, mode }, new Uint32Array(columns.length));
    return inA.length === inB.length && inA.every((row, i) => row === inB[i]);
  }
}
