// The history of an incident in its panel, and the way back to what it was.

import { Attempts } from './data/attempts';
import { Latest } from './data/loader';
import type { Collection } from './data/types';
import { fetchHistory, restoreItem } from './data/writes';
import { failureWords } from './ui/edit/failures';
import type { EditPanel } from './ui/edit/panel';

/** What the rest of the page does for the history. */
export interface PastHost {
  mayEdit(): boolean;
  /** The reader has made a version of the dataset: it is to be shown. */
  wrote(version: number): Promise<void>;
  /** Remembers which incident is selected, without showing it. */
  setSelected(id: string | null): void;
}

export class Past {
  private readonly request = new Latest();
  private readonly attempts = new Attempts();

  constructor(
    private readonly panel: EditPanel,
    private readonly host: PastHost,
  ) {}

  /** Shows how an incident came to be what it is. */
  async show(collection: Collection, id: string): Promise<void> {
    try {
      const history = await this.request.run((s) => fetchHistory(collection.id, id, s));
      if (!history) return;
      this.panel.showHistory({
        collection,
        revisions: history.revisions,
        mayRestore: this.host.mayEdit(),
        restore: (n) => void this.restore(collection, id, n, history.revisions.length),
      });
    } catch {
      this.panel.showFailed([this.panel.say('past.failed')]);
    }
  }

  private async restore(
    collection: Collection,
    id: string,
    n: number,
    last: number,
  ): Promise<void> {
    const { say } = this.panel;
    this.panel.showSaving();
    try {
      const { version } = await restoreItem(this.attempts, collection.id, id, n, last);
      this.attempts.done();
      this.host.setSelected(id); // one that was deleted is there again
      await this.host.wrote(version);
      await this.show(collection, id);
      this.panel.tell(say('restored', { n }));
    } catch (error) {
      await this.show(collection, id);
      this.panel.showFailed(failureWords(say, error, say('restore.stale')));
    }
  }

  stop(): void {
    this.request.abort();
  }
}
