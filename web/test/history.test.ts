import { describe, expect, it } from 'vitest';
import { isDeleted, type Revision } from '../src/data/history';

const history = (...ops: string[]) => ({
  id: 'a',
  revisions: ops.map((op, i) => ({ op, revision: i + 1, version: i + 1 }) as unknown as Revision),
});

describe('an incident', () => {
  it('is deleted until it is put or restored, whatever is redacted', () => {
    expect(isDeleted(history('put', 'delete'))).toBe(true);
    expect(isDeleted(history('put', 'delete', 'redact'))).toBe(true);
    expect(isDeleted(history('put', 'delete', 'restore'))).toBe(false);
    expect(isDeleted(history('put', 'redact'))).toBe(false);
    expect(isDeleted(history())).toBe(false);
  });
});
