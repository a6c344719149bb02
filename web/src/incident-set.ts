// The incidents that the filter asks for. A set that is small enough is held
// whole, and every window of time is shown from it without a request. Of a
// larger one, the window is part of the question to the server.

import { Decoder } from './data/decoder';
import { answers, type Holding, isComplete, sameWindow } from './data/holding';
import { Latest, loadHolding, mostHeld } from './data/loader';
import type { Pace } from './data/pace';
import type { Window } from './data/window';
import type { Session } from './session';
import type { View } from './view';

const PATIENCE_MS = 150; // what comes sooner needs no sign of loading
const REST_MS = 150; // of a drag, before its window is asked for

export interface SetEvents {
  /** All incidents of the window are held from now on. */
  held(): void;
  /** Another set has arrived. */
  set(): void;
  /** A window of the set has arrived. */
  window(): void;
  /** The page has the incidents that it asks for. */
  had(): void;
  failed(error: unknown, retry: () => void): void;
}

export class IncidentSet {
  private readonly items = new Latest();
  private readonly decoder = new Decoder();
  private readonly most = mostHeld(navigator);
  private timer = 0;
  private running = 0;
  private asked: Window | null = null; // of the window that is on its way
  /** Is kept when the bins are here that incidents are counted in. */
  bins: Promise<void> = Promise.resolve();
  // What is held belongs to the filter of the page, but for its window.
  private current = false;

  constructor(
    private readonly session: Session,
    private readonly view: View,
    private readonly pace: Pace,
    private readonly on: SetEvents,
  ) {}

  /** True while an answer is on its way, or a drag is about to ask for one. */
  get isWaiting(): boolean {
    return this.timer !== 0 || this.running > 0;
  }

  /** Loads another set, whole or its window; `show` is called when it is there. */
  async load(show: () => void): Promise<void> {
    this.current = false;
    await this.ask('set', show, () => void this.load(show));
  }

  /**
   * Loads the set again, since others have changed it: nothing is said of it, and what is
   * shown stays until it is there. False while another set is on its way.
   */
  async reload(show: () => void): Promise<boolean> {
    if (!this.current || this.isWaiting) return false;
    await this.ask('set', show, null);
    return true;
  }

  /**
   * True when the page's window can be shown; otherwise it is asked for, once it rests.
   * While a drag goes on (`rests` is false) the server is asked at the pace.
   */
  hasWindow(rests: boolean): boolean {
    const { holding, window } = this.session;
    if (!this.current || !holding) return false; // the set comes, and with it its window
    const has = answers(holding, window);
    if (has) this.cancel();
    else this.askSoon(rests);
    return has;
  }

  /** Asks the server for the page's window, whatever is held. */
  askWindow(): void {
    this.view.showWaiting(true);
    this.asked = this.session.window;
    this.pace.spend(1, performance.now());
    void this.ask(
      'window',
      () => this.on.window(),
      () => this.askWindow(),
    );
  }

  private askSoon(rests: boolean): void {
    const { window: now } = this.session;
    if (this.asked && this.timer === 0 && sameWindow(this.asked, now)) return; // it is on its way
    this.asked = null;
    this.items.abort();
    this.view.showWaiting(true);
    window.clearTimeout(this.timer);
    const wait = rests ? 0 : this.pace.wait(performance.now());
    this.timer = window.setTimeout(() => this.askWindow(), Math.max(REST_MS, wait));
  }

  private cancel(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.asked = null;
    this.items.abort();
    this.view.showWaiting(false);
    this.on.had();
  }

  // Without `retry`, nobody is told that it goes on, or fails.
  private async ask(
    what: 'set' | 'window',
    show: () => void,
    retry: (() => void) | null,
  ): Promise<void> {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.running++;
    let holding: Holding | undefined;
    try {
      holding = await this.items.run(async (signal) => {
        const answer = await this.request(what, signal, retry === null);
        await this.bins;
        return answer;
      });
    } catch (error) {
      if (retry) {
        this.view.showWaiting(true); // what is shown is of before
        this.on.failed(error, retry);
      }
    } finally {
      this.running--;
    }
    if (this.running === 0) this.asked = null;
    if (!holding) return; // it failed, or another question took its place
    if (isComplete(holding)) this.on.held();
    this.session.hold(holding);
    this.current = true;
    this.view.showWaiting(false);
    this.view.setHolding(holding, this.session.state.look.color);
    this.view.notice.hide();
    this.on.had();
    if (what === 'set') this.on.set();
    show();
  }

  // What takes longer than a moment is shown to be on its way.
  private async request(
    what: 'set' | 'window',
    signal: AbortSignal,
    isQuiet: boolean,
  ): Promise<Holding | undefined> {
    const { collection, state } = this.session;
    if (!collection) return undefined;
    const { view } = this;
    const waiting = { isOver: false, timer: 0 };
    waiting.timer = window.setTimeout(() => {
      if (isQuiet) return;
      waiting.isOver = true;
      view.showWaiting(true);
      view.notice.showProgress(0, null);
    }, PATIENCE_MS);
    try {
      return await loadHolding(collection, state.filter, what, {
        decoder: this.decoder,
        signal,
        most: this.most,
        progress: (held, total) => {
          if (waiting.isOver && held < total) view.notice.showProgress(held, total);
        },
      });
    } finally {
      window.clearTimeout(waiting.timer);
    }
  }
}
