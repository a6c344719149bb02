// Changes that have arrived and are not shown yet. Pure.

import type { Change } from './stream';

export class Arrivals {
  private changes: Change[] = [];
  private readonly own = new Set<number>();
  private isWhole = false;

  /** The newest version that has been heard of. */
  version = 0;

  /** The reader made this version: it is no news. */
  knows(version: number): void {
    this.own.add(version);
  }

  add(change: Change): void {
    this.changes.push(change);
    this.version = Math.max(this.version, change.version);
  }

  /** Everything may be another one; versions may have gone back. */
  all(version: number): void {
    this.isWhole = true;
    this.version = version;
  }

  /** True when nothing has arrived since the last time. */
  get isEmpty(): boolean {
    return this.changes.length === 0 && !this.isWhole;
  }

  /** What has arrived since the last time: how many changes of others, and of which incidents. */
  take(): { n: number; ids: Set<string>; isNews: boolean } {
    const others = this.changes.filter(({ version }) => !this.own.has(version));
    const isNews = others.length > 0 || this.isWhole;
    this.changes = [];
    this.isWhole = false;
    return { n: others.length, ids: new Set(others.map(({ id }) => id)), isNews };
  }
}
