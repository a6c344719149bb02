import { describe, expect, it } from 'vitest';
import { occurrences, wordsOf } from '../src/ui/found-words';

const found = (text: string, q: string) =>
  occurrences(text, wordsOf(q)).map(([start, end]) => text.slice(start, end));

describe('words that are searched for', () => {
  it.each([
    ['Attack in Kabul', 'kabul', ['Kabul']],
    ['Ma’rib and Marib', 'MARIB', ['Marib']],
    ['São Paulo, Sao Paulo', 'sao', ['São', 'Sao']],
    ['ﬁre and fire', 'fire', ['ﬁre', 'fire']],
    ['a b', 'b, a', ['b', 'a']],
    ['nothing', '', []],
    ['هجوم في كابل', 'كابل', ['كابل']],
    ['😀 bomb', 'bomb', ['bomb']],
  ])('are found in %s: %s', (text, q, words) => {
    expect(found(text, q)).toEqual(words);
  });
});
