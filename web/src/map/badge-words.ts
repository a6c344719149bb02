// What badges say: the words for so many incidents, remembered with their widths.

import type { AreaName } from './outlines';

/** The words of badges, and how wide they are in pixels. */
export interface BadgeWords {
  /** "3 in Nangarhar"; `area` is null where the place is no unit with a name. */
  text(n: number, area: AreaName | null): string;
  /** "5 in areas", of several areas whose badges have no room. */
  joined(n: number): string;
  width(text: string): number;
}

/** Words of badges that are made and measured once. */
export interface RememberedWords extends BadgeWords {
  /** At least the width of the text of so many that joined. */
  joinedWidth(n: number): number;
}

// Badges of so many in a nameless area are many, and all alike. A badge that many
// join changes its number with each: its width is that of as many digits.
export function remembered(words: BadgeWords): RememberedWords {
  const texts = new Map<number, string>();
  const widths = new Map<number, number>();
  const joined = new Map<number, string>();
  const named = new WeakMap<AreaName, Map<number, string>>();
  const nameless = (n: number) => kept(texts, n, () => words.text(n, null));
  const ofArea = (n: number, area: AreaName) => {
    let known = named.get(area);
    if (!known) {
      known = new Map();
      named.set(area, known);
    }
    return kept(known, n, () => words.text(n, area));
  };
  return {
    text: (n, area) => (area ? ofArea(n, area) : nameless(n)),
    joined: (n) => kept(joined, n, () => words.joined(n)),
    width: (text) => words.width(text),
    joinedWidth: (n) => {
      const digits = String(n).length;
      return kept(widths, digits, () => words.width(words.joined(Number('8'.repeat(digits)))));
    },
  };
}

function kept<T>(map: Map<number, T>, key: number, make: () => T): T {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
