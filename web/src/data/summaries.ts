// What the page tells of single incidents, by their IDs: asked for when they
// are seen, and kept for a while.

import type { Feature, Summary } from './types';

const MOST = 100; // IDs in one question
const KEPT = 4_000;
const PATIENCE_MS = 10; // what is wanted in the meantime goes into the same question

/** Asks the server for incidents by their IDs. */
export type AskSummaries = (ids: readonly string[]) => Promise<readonly Feature<Summary>[]>;

export class Summaries {
  private known = new Map<string, Summary>(); // those wanted lately come last
  private wanted = new Set<string>();
  private readonly asked = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting: (() => void)[] = [];
  private age = 0; // of the data: answers of before a change are dropped

  /** `onArrive` is called when more are known. */
  constructor(
    private readonly ask: AskSummaries,
    private readonly onArrive: () => void,
  ) {}

  /** Forgets all: the data are others. */
  clear(): void {
    this.age++;
    this.known.clear();
    this.asked.clear();
    this.wanted.clear();
  }

  add(features: readonly Feature<Summary>[]): void {
    for (const { id, properties } of features) this.known.set(String(id), properties);
    this.forget();
  }

  /** The summary if it is known. */
  get(id: string): Summary | undefined {
    return this.known.get(id);
  }

  /** Asks for those that are not known, soon; the promise is kept when they are there, or cannot be had. */
  want(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const known = this.known.get(id);
      if (known) {
        this.known.delete(id);
        this.known.set(id, known);
      } else if (!this.asked.has(id)) this.wanted.add(id);
    }
    if (ids.every((id) => this.known.has(id))) return Promise.resolve();
    this.timer ??= setTimeout(() => void this.send(), PATIENCE_MS);
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }

  private async send(): Promise<void> {
    this.timer = undefined;
    const { age, waiting } = this;
    const ids = [...this.wanted];
    this.wanted = new Set();
    this.waiting = [];
    for (const id of ids) this.asked.add(id);
    const questions: Promise<void>[] = [];
    for (let at = 0; at < ids.length; at += MOST) {
      questions.push(this.load(ids.slice(at, at + MOST), age));
    }
    await Promise.all(questions);
    for (const resolve of waiting) resolve();
  }

  private async load(ids: readonly string[], age: number): Promise<void> {
    try {
      const features = await this.ask(ids);
      if (age === this.age) this.add(features);
    } catch {
      // Lines stay without titles, and are asked for again when they are next seen.
    }
    if (age !== this.age) return;
    for (const id of ids) this.asked.delete(id);
    this.onArrive();
  }

  private forget(): void {
    for (const id of this.known.keys()) {
      if (this.known.size <= KEPT) return;
      this.known.delete(id);
    }
  }
}
