// Changes of others, shown as they come: quietly, some at a time. Loaded where a dataset
// has changes.

import { Arrivals } from './data/arrivals';
import { hearChanges } from './data/stream';
import type { Collection } from './data/types';
import type { Locale } from './i18n/locale';

const PAUSE_MS = 400; // after a change, for more of them; the answer to the reader's own comes meanwhile
const AGAIN_MS = 500; // before what had to wait is tried again; twice as long each time
const LATER_MS = 30_000; // before a stream that was refused is asked for again

export interface LiveEvents {
  /** Shows the incidents as they are now; false where that has to wait. */
  reload(): Promise<boolean>;
  /** Says in words what has arrived. */
  arrived(words: string): void;
  /** Others have changed these incidents. */
  changed(ids: ReadonlySet<string>): void;
}

export class Live {
  private collection: string | null = null;
  private arrivals = new Arrivals();
  private close: (() => void) | null = null;
  private timer = 0;

  constructor(
    private readonly loc: Locale,
    private readonly on: LiveEvents,
  ) {
    // A browser keeps few connections to a host: a page that nobody sees gives its back.
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.disconnect();
      else this.connect();
    });
  }

  /** Hears of the changes of a collection, from what the page has of it. */
  follow({ id, dataVersion }: Collection): void {
    this.stop();
    this.collection = id;
    this.arrivals = new Arrivals();
    this.arrivals.version = Number(dataVersion) || 0;
    if (!document.hidden) this.connect();
  }

  stop(): void {
    this.collection = null;
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.disconnect();
  }

  /** The reader made this version of the dataset. */
  knows(version: number): void {
    this.arrivals.knows(version);
  }

  private connect(): void {
    const { collection } = this;
    if (collection === null || this.close) return;
    this.close = hearChanges(collection, this.arrivals.version, {
      change: (change) => {
        this.arrivals.add(change);
        this.soon(PAUSE_MS);
      },
      resync: (version) => {
        this.arrivals.all(version);
        this.soon(PAUSE_MS);
      },
      ended: () => {
        this.disconnect();
        window.setTimeout(() => this.connect(), LATER_MS);
      },
    });
  }

  private disconnect(): void {
    this.close?.();
    this.close = null;
  }

  private soon(ms: number): void {
    if (this.timer === 0) this.timer = window.setTimeout(() => void this.show(), ms);
  }

  private async show(): Promise<void> {
    const { collection } = this;
    const { n, ids, isNews } = this.arrivals.take();
    if (isNews) await this.untilShown();
    if (this.collection !== collection) return; // another one is shown by now
    this.timer = 0;
    if (!this.arrivals.isEmpty) this.soon(PAUSE_MS); // more came meanwhile
    if (n > 0) this.on.arrived(this.loc.t('live.arrived', { n }));
    if (ids.size > 0) this.on.changed(ids);
  }

  // A drag, or another answer on its way, goes first.
  private async untilShown(): Promise<void> {
    const { collection } = this;
    for (let wait = AGAIN_MS; this.collection === collection; wait = Math.min(2 * wait, LATER_MS)) {
      if (await this.on.reload().catch(() => false)) return;
      await new Promise((resolve) => window.setTimeout(resolve, wait));
    }
  }
}
