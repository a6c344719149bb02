// What could not be had of the page, until it has been had or is not wanted any more. Each
// part fails by itself: the map may be new where the counts beside it are missing.

import type { Locale, MessageKey } from './i18n/locale';
import { errorMessage } from './ui/messages';
import type { Notice } from './ui/notice';

export type Part =
  | 'page'
  | 'set'
  | 'map'
  | 'list'
  | 'facets'
  | 'sums'
  | 'none'
  | 'axis'
  | 'overview'
  | 'bars';

/** Where failures are told. */
export interface Told {
  readonly notice: Pick<Notice, 'showFailures'>;
  /** True where the map shows incidents, of whatever filter. */
  readonly hasPicture: boolean;
  reveal(): void;
}

interface Failure {
  /** What went wrong, and what is missing for it. */
  readonly words: readonly string[];
  readonly retry: () => void;
}

// Bars of both strips are one thing to the reader.
const MISSING: Record<Exclude<Part, 'page' | 'set'>, MessageKey> = {
  map: 'error.map',
  list: 'error.list',
  facets: 'error.facets',
  sums: 'error.sums',
  none: 'error.none',
  axis: 'error.axis',
  overview: 'error.bars',
  bars: 'error.bars',
};

export class Failures {
  private readonly failed = new Map<Part, Failure>();

  constructor(
    private readonly loc: Locale,
    private readonly view: Told,
  ) {}

  /** Says that a part could not be had, and offers to try again. */
  tell(part: Part, error: unknown, retry: () => void): void {
    this.add(part, [errorMessage(this.loc, error), ...this.missing(part)], retry);
  }

  /** The same of the page as a whole, in words of its own. */
  say(words: string, retry: () => void): void {
    this.add('page', [words], retry);
  }

  /** Parts were had after all, or are not wanted any more. */
  had(...parts: readonly Part[]): void {
    const n = this.failed.size;
    for (const part of parts) this.failed.delete(part);
    if (this.failed.size < n) this.show();
  }

  /** Other incidents are asked for: nothing of them has failed. */
  clear(): void {
    this.had(...this.failed.keys());
  }

  private add(part: Part, words: readonly string[], retry: () => void): void {
    this.view.reveal();
    this.failed.set(part, { words, retry });
    this.show();
  }

  private missing(part: Part): string[] {
    const isDrawing = part === 'set' || part === 'map';
    if (isDrawing && this.view.hasPicture) return [this.loc.t('error.former')];
    return part === 'set' || part === 'page' ? [] : [this.loc.t(MISSING[part])];
  }

  // What went wrong with several parts is said once, before what is missing.
  private show(): void {
    const all = [...this.failed.values()].map(({ words }) => words);
    const words = new Set([...all.map(([error]) => error), ...all.flatMap(([, ...rest]) => rest)]);
    const message = words.size > 0 ? [...words].join(' ') : null;
    this.view.notice.showFailures(message, () => this.again());
  }

  private again(): void {
    const retries = new Set([...this.failed.values()].map(({ retry }) => retry));
    this.clear();
    for (const retry of retries) retry();
  }
}
