// The figures that are asked for, each beside its limit, as a table in Markdown.

export class Table {
  rows = [];

  /** Adds a figure that may be at most `limit`; null has none. */
  atMost(what, value, limit, unit, more = '') {
    const kept = limit === null ? '' : value <= limit ? 'yes' : '**no**';
    const bound = limit === null ? '' : `≤ ${limit} ${unit}`;
    this.rows.push([what, `${short(value)} ${unit}${more}`, bound, kept]);
  }

  /** Adds how many times as long a peer takes, which must be at least `limit`; null has none. */
  atLeast(what, ours, theirs, limit) {
    const ratio = theirs / ours;
    const kept = limit === null ? '' : ratio >= limit ? 'yes' : '**no**';
    const figure = `${short(ratio)}× (${short(theirs)} beside ${short(ours)} ms)`;
    this.rows.push([what, figure, limit === null ? '' : `≥ ${limit}×`, kept]);
  }

  toString() {
    const lines = this.rows.map((cells) => `| ${cells.join(' | ')} |`);
    return ['| what | measured | limit | kept |', '|---|---|---|---|', ...lines, ''].join('\n');
  }
}

function short(n) {
  return n >= 100 || Number.isInteger(n) ? String(Math.round(n)) : n.toFixed(1);
}
