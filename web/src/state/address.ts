// The page's state in its address, and the browser's history of it.

import { formatHash, type PageState, parseHash } from './link';

// Milliseconds: steps through time that follow each other are one step back; each other
// change is one of its own.
const SOON = 1_000;
// Between two writings of a drag: browsers draw their own window anew for each
// change of the address, and refuse it where there are many.
const PACE_MS = 1_000;

/**
 * A step of the history, a change in place of the last step, or one that is
 * still going on, such as a drag.
 */
export type How = 'push' | 'replace' | 'passing';

export class Address {
  private written = location.hash.slice(1);
  // The address before the change that is going on.
  private settled = this.written;
  private passing = false;
  private pushed = -Infinity;
  private timer = 0; // of a drag that is not written yet
  private latest: PageState | null = null; // of it
  private change: PageState | null = null; // of the last step, which is not written yet

  /** `onChange` is called when the reader goes back or forward, or edits the address. */
  constructor(onChange: (state: PageState) => void) {
    const changed = () => {
      const hash = location.hash.slice(1);
      if (hash === this.written) return;
      this.drop();
      this.change = null;
      this.written = this.settled = hash;
      this.passing = false;
      onChange(parseHash(hash));
    };
    window.addEventListener('popstate', changed);
    window.addEventListener('hashchange', changed);
  }

  read(): PageState {
    return parseHash(location.hash);
  }

  /**
   * Writes the state: a step at once, changes of it together when the browser is free, a
   * drag's once a second. After a drag the step back leads to what was before it.
   */
  write(state: PageState, how: How): void {
    if (how !== 'passing') this.drop();
    if (how === 'replace') {
      if (!this.change) setTimeout(() => this.writeChange());
      this.change = state;
      return;
    }
    this.writeChange();
    if (how === 'push') {
      this.put(state, how);
      return;
    }
    this.passing = true;
    this.latest = state;
    this.timer ||= window.setTimeout(() => {
      this.timer = 0;
      if (this.latest) this.put(this.latest, how);
    }, PACE_MS);
  }

  private writeChange(): void {
    const { change } = this;
    this.change = null;
    if (change) this.put(change, 'replace');
  }

  private drop(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.latest = null;
  }

  private put(state: PageState, how: How): void {
    const hash = formatHash(state);
    const now = performance.now();
    const isOneStep = now - this.pushed <= SOON && isTimeAlone(this.settled, hash);
    if (how === 'push' && !isOneStep && hash !== this.settled) {
      history.replaceState(null, '', urlOf(this.settled));
      history.pushState(null, '', urlOf(hash));
      this.pushed = now;
    } else {
      history.replaceState(null, '', urlOf(hash));
    }
    this.written = location.hash.slice(1);
    // The map may move while a drag goes on: that is not its end.
    this.passing = how === 'passing' || (how === 'replace' && this.passing);
    if (!this.passing) this.settled = this.written;
  }
}

function urlOf(hash: string): string {
  return `${location.pathname}${location.search}${hash ? `#${hash}` : ''}`;
}

// True when two addresses differ in their dates alone.
function isTimeAlone(a: string, b: string): boolean {
  const rest = (hash: string) =>
    hash
      .split('&')
      .filter((pair) => !pair.startsWith('datetime='))
      .join('&');
  return rest(a) === rest(b);
}
