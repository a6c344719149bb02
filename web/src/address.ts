// The page's state in its address, and the browser's history of it.

import { formatHash, type PageState, parseHash } from './filter';

const SOON = 1_000; // milliseconds: changes that follow each other are one step back

export class Address {
  private written = '';
  private pushed = -Infinity;

  /** `onChange` is called when the reader goes back or forward, or edits the address. */
  constructor(onChange: (state: PageState) => void) {
    const changed = () => {
      const hash = location.hash.slice(1);
      if (hash === this.written) return;
      this.written = hash;
      onChange(parseHash(hash));
    };
    window.addEventListener('popstate', changed);
    window.addEventListener('hashchange', changed);
    this.written = location.hash.slice(1);
  }

  read(): PageState {
    return parseHash(location.hash);
  }

  /** Writes the state: a step of the history, or in place of the last one. */
  write(state: PageState, how: 'push' | 'replace'): void {
    const hash = formatHash(state);
    const now = performance.now();
    if (how === 'push' && now - this.pushed > SOON && hash !== this.written) {
      history.pushState(null, '', urlOf(hash));
      this.pushed = now;
    } else {
      history.replaceState(null, '', urlOf(hash));
    }
    this.written = location.hash.slice(1);
  }
}

function urlOf(hash: string): string {
  return `${location.pathname}${location.search}${hash ? `#${hash}` : ''}`;
}
