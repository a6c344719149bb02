// A part of the page that few readers see: it is loaded when it is first wanted.

export class Wanted<T> {
  private loading: Promise<T> | null = null;

  /** `failed` is called where the part cannot be had; what is wanted next tries again. */
  constructor(
    private readonly load: () => Promise<T>,
    private readonly failed: () => void,
  ) {}

  /** Has the part do something as soon as it is there, one thing after the other. */
  use(act: (part: T) => void): void {
    this.loading ??= this.load().catch((error: unknown) => {
      this.loading = null;
      this.failed();
      throw error;
    });
    this.ifThere(act);
  }

  /** The same where the part was wanted before: what was never there need not go. */
  ifThere(act: (part: T) => void): void {
    this.loading?.then(act, () => undefined);
  }
}
