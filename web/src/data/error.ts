/** What is wrong with a part of what was sent: where, as a JSON pointer, and what is allowed. */
export interface Problem {
  readonly pointer: string;
  readonly detail: string;
  readonly allowed?: readonly string[];
}

/** A request that failed: what the server said, or status 0 when it was not reached. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
    this.name = 'ApiError';
  }
}
