import { describe, expect, it } from 'vitest';
import { colouredBy } from '../src/data/categories';
import { type Columns, NO_COLUMNS } from '../src/data/columns';

// Rows whose weapon is the value of a letter; - has none.
function rows(letters: string): Columns {
  const used = [...new Set(letters.replaceAll('-', ''))];
  const values = [[], ...used.map((letter) => [letter])];
  const codes = Uint8Array.from(letters, (letter) => used.indexOf(letter) + 1);
  const coded = new Map([
    ['weapon', { name: 'weapon', title: 'weapon', own: true, values, codes }],
  ]);
  return { ...NO_COLUMNS, length: letters.length, coded };
}

function colours(columns: Columns | null): string {
  if (!columns) return '';
  return Array.from(columns.kind, (kind) => columns.kinds[kind] || '-').join('');
}

describe('colours by a property', () => {
  it('are for the most frequent values, and one for all others', () => {
    const painted = colouredBy(rows('aabbbccd-'), 'weapon');
    expect(painted?.kinds).toEqual(['b', 'a', 'c', 'd', '']);
    expect(colours(painted)).toBe('aabbbccd-');
    expect(colours(colouredBy(rows('aabbccddeeffgghhij'), 'weapon'))).toBe('aabbccddeeffgghh--');
  });

  it('stay with their values while filters come and go', () => {
    const before = colouredBy(rows('aaabbc'), 'weapon');
    const known = before?.kinds.slice(0, -1) ?? [];
    expect(colouredBy(rows('cccd'), 'weapon', known)?.kinds).toEqual(['a', 'b', 'c', 'd', '']);
  });

  it('are none of a property that the columns do not have', () => {
    expect(colouredBy(rows('ab'), 'weather')).toBeNull();
  });
});
