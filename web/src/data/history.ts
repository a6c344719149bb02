// The revisions of an incident, as the server tells of them.

/** What became of an incident, the oldest revision first. */
export interface History {
  readonly id: string;
  readonly revisions: readonly Revision[];
}

export interface Revision {
  readonly revision: number;
  /** The dataset's version that it led to. */
  readonly version: number;
  readonly time: string;
  readonly op: string;
  readonly redacted?: boolean;
  /** Names of what it changed. */
  readonly fields: readonly string[];
  /** The incident as it was then; none where there was none. */
  readonly href?: string;
  /** Editors are told these. */
  readonly author?: string;
  readonly reason?: string;
  readonly batch?: string;
  readonly changes?: readonly FieldChange[];
}

export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** True for a revision at which there was an incident that can be seen. */
export function hasContent({ op, redacted, href }: Revision): boolean {
  return href !== undefined && op !== 'delete' && !redacted;
}

/** True for an incident that was deleted, and not restored since. */
export function isDeleted({ revisions }: History): boolean {
  return revisions.findLast(({ op }) => op !== 'redact')?.op === 'delete';
}
