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

/**
 * Words of badges that are made and measured once. Their widths are those of as many digits:
 * a badge does not change its size with each incident, and nothing is measured anew.
 */
export interface RememberedWords extends Omit<BadgeWords, 'width'> {
  textWidth(n: number, area: AreaName | null): number;
  joinedWidth(n: number): number;
}

// Badges in nameless areas are many, and all alike.
export function remembered(words: BadgeWords): RememberedWords {
  const nameless = new Words((n) => words.text(n, null), words.width);
  const joined = new Words(words.joined, words.width);
  const named = new WeakMap<AreaName, Words>();
  const of = (area: AreaName | null) => {
    if (!area) return nameless;
    let known = named.get(area);
    if (!known) {
      known = new Words((n) => words.text(n, area), words.width);
      named.set(area, known);
    }
    return known;
  };
  return {
    text: (n, area) => of(area).text(n),
    textWidth: (n, area) => of(area).width(n),
    joined: (n) => joined.text(n),
    joinedWidth: (n) => joined.width(n),
  };
}

/** The words for numbers of incidents in one area. */
class Words {
  private readonly texts = new Map<number, string>();
  private readonly widths: number[] = []; // by digits

  constructor(
    private readonly words: (n: number) => string,
    private readonly widthOf: (text: string) => number,
  ) {}

  text(n: number): string {
    let text = this.texts.get(n);
    if (text === undefined) {
      text = this.words(n);
      this.texts.set(n, text);
    }
    return text;
  }

  width(n: number): number {
    const digits = String(n).length;
    this.widths[digits] ??= this.widthOf(this.text(Number('8'.repeat(digits))));
    return this.widths[digits] as number;
  }
}
