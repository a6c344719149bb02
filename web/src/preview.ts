// What the server tells of a set before all of its incidents are here: titles of a small one,
// facets and the first of the list where it takes a while.

import type { Asked } from './asked';
import { fetchPage } from './data/api';
import { Latest } from './data/loader';
import type { Summaries } from './data/summaries';
import type { Collection } from './data/types';
import type { Numbers } from './numbers';
import { firstPageOf } from './opening';
import type { Session } from './session';
import { withoutWindow } from './state/filter';
import { withoutWaiting } from './turn';
import type { View } from './view';

const SLOW = 20_000; // incidents that are not waited for

export class Preview {
  private readonly titles = new Latest();
  private latest = 0;

  constructor(
    private readonly session: Session,
    private readonly view: View,
    private readonly summaries: Summaries,
    private readonly numbers: Numbers,
    private readonly asked: Asked,
  ) {}

  /** Shows what there is of a set; `loaded` is kept when all of it is here, or cannot be had. */
  load(collection: Collection, loaded: Promise<void>): void {
    const set = ++this.latest;
    void this.loadTitles();
    if (collection.numberOfItems > SLOW) {
      this.show();
      return;
    }
    let isOver = false;
    void loaded.then(() => {
      isOver = true;
    });
    // A small set is here before that, and then nothing is asked twice.
    withoutWaiting(() => {
      if (!isOver && set === this.latest) this.show();
    });
  }

  private show(): void {
    void this.numbers.preview();
    void this.asked.loadList();
  }

  /** Has the titles of a small set before anybody looks for them. */
  async loadTitles(): Promise<void> {
    const { collection, state } = this.session;
    const first = collection && firstPageOf(collection);
    if (!first) return;
    const page = await this.titles
      .run((signal) => fetchPage(collection.id, withoutWindow(state.filter), first, signal))
      .catch(() => null); // they are asked for when they are seen
    if (!page) return;
    this.summaries.add(page.features);
    this.view.showSummaries();
  }
}
