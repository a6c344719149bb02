// Marks the words that are searched for where they stand in texts, by the CSS Custom
// Highlight API: the texts stay as they are. Browsers without it show no marks.

const NAME = 'found';

/** Folds a letter as the search does, roughly: case and accents make no difference. */
function folded(letter: string): string {
  return letter.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Where words are in a text, as pairs of positions; a word may be a part of a longer one. */
export function occurrences(text: string, words: readonly string[]): [number, number][] {
  const starts: number[] = [];
  let plain = '';
  let at = 0;
  for (const letter of text) {
    const fold = folded(letter);
    for (let i = 0; i < fold.length; i++) starts.push(at);
    plain += fold;
    at += letter.length;
  }
  starts.push(at);
  return words.flatMap((word) => {
    const found: [number, number][] = [];
    for (let i = plain.indexOf(word); i >= 0; i = plain.indexOf(word, i + word.length)) {
      found.push([starts[i] as number, starts[i + word.length] as number]);
    }
    return found;
  });
}

/** The words of a search text, folded; commas part alternatives. */
export function wordsOf(q: string): string[] {
  const words = Array.from(q, folded)
    .join('')
    .split(/[^\p{L}\p{N}]+/u);
  return [...new Set(words)].filter(Boolean);
}

/** Keeps the words marked in elements while these change. */
export class FoundWords {
  private words: readonly string[] = [];
  private frame = 0;

  constructor(private readonly elements: readonly HTMLElement[]) {
    if (!('highlights' in CSS)) return;
    const observer = new MutationObserver(() => this.soon());
    for (const element of elements) {
      observer.observe(element, { childList: true, characterData: true, subtree: true });
    }
  }

  show(q: string): void {
    this.words = wordsOf(q);
    this.soon();
  }

  private soon(): void {
    if (!('highlights' in CSS) || (this.words.length === 0 && !CSS.highlights.has(NAME))) return;
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.mark());
  }

  private mark(): void {
    if (this.words.length === 0) {
      CSS.highlights.delete(NAME);
      return;
    }
    const ranges = this.elements.flatMap((element) => this.rangesIn(element));
    CSS.highlights.set(NAME, new Highlight(...ranges));
  }

  private rangesIn(element: HTMLElement): Range[] {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const ranges: Range[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const [start, end] of occurrences(node.textContent ?? '', this.words)) {
        const range = new Range();
        range.setStart(node, start);
        range.setEnd(node, end);
        ranges.push(range);
      }
    }
    return ranges;
  }
}
