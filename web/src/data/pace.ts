// How fast the server may be asked while a drag goes on. Pure.

/** Spreads questions over time, so that on the average no more than a few are asked a second. */
export class Pace {
  private paid = 0; // when what was asked is paid for, in milliseconds

  /** `perSecond`: how many questions may be asked a second. */
  constructor(private readonly perSecond: number) {}

  /** So many questions are asked now. */
  spend(questions: number, now: number): void {
    this.paid = Math.max(this.paid, now) + (1_000 * questions) / this.perSecond;
  }

  /** Milliseconds until the next question may be asked. */
  wait(now: number): number {
    return Math.max(0, this.paid - now);
  }
}
