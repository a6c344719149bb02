// Texts of data among words of the page. Their letters may run the other way,
// and signs in them (U+202A to U+202E, U+2066 to U+2069) turn whatever follows
// around, unless each text is isolated (Unicode Standard Annex 9).

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';
const OPENS_ISOLATE = /[\u2066-\u2068]/;

// Letters of scripts that run from right to left, and the signs of direction.
const TURNS =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** True when the text, as it stands, may turn around what is beside it. */
export function mayTurn(text: string): boolean {
  return TURNS.test(text);
}

/**
 * The text with as many signs that close an isolate as open one: a closing sign
 * too many would end the isolate that the text stands in, even that of a <bdi>.
 */
export function balanced(text: string): string {
  if (!/[\u2066-\u2069]/.test(text)) return text;
  let open = 0;
  const kept = [...text].filter((sign) => {
    if (OPENS_ISOLATE.test(sign)) open++;
    else if (sign === POP_ISOLATE && open-- === 0) {
      open = 0;
      return false;
    }
    return true;
  });
  return kept.join('') + POP_ISOLATE.repeat(open);
}

/** The text as part of a sentence, whose other words it cannot turn around. */
export function isolated(text: string): string {
  return FIRST_STRONG_ISOLATE + balanced(text) + POP_ISOLATE;
}
