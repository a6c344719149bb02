// A file of a reader's own: how the server would read its columns, and what the reader
// says of them instead. Pure.

/** What the server tells of a file that it looked at. */
export interface Inspection {
  readonly file: string;
  readonly encoding?: string;
  readonly rows: number;
  readonly unit: string;
  readonly complete: boolean;
  readonly preset?: string;
  readonly dateOrder?: string;
  readonly country?: string;
  readonly roles: readonly RoleUse[];
  readonly kept: readonly {
    readonly column: string;
    readonly type: string;
    readonly where?: boolean;
  }[];
  readonly empty?: readonly string[];
  readonly derived?: readonly string[];
  /** Why it cannot be read as it is. */
  readonly refused?: string;
  readonly words: readonly string[];
  readonly incidents: number;
  readonly withoutPlace: number;
  readonly leftOut: number;
  readonly findings: readonly Finding[];
  readonly moreFindings?: number;
  readonly header: readonly string[];
  /** The cells of the first rows. */
  readonly first?: readonly (readonly string[])[];
  readonly sketch?: Sketch;
}

export interface RoleUse {
  readonly role: string;
  readonly columns: readonly string[];
  readonly fills?: readonly string[];
  readonly by: string;
  readonly why: string;
}

export interface Finding {
  readonly row?: number;
  readonly column?: string;
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly allowed?: string;
}

/** Roughly when and where the incidents are. */
export interface Sketch {
  readonly years: readonly { readonly year: number; readonly count: number }[];
  readonly spots: readonly { readonly lon: number; readonly lat: number; readonly count: number }[];
}

/** What is said of a file beside the file itself. */
export interface Said {
  /** ROLE=NAME. */
  readonly columns: readonly string[];
  readonly encoding: string;
  readonly dateOrder: string;
  readonly country: string;
}

export const NOTHING_SAID: Said = { columns: [], encoding: '', dateOrder: '', country: '' };

/** A dataset that is to be made. */
export interface NewDataset {
  readonly title: string;
  readonly visibility: 'public' | 'private';
  readonly attribution?: string;
  readonly license?: string;
  readonly vocabularies: {
    readonly kind: readonly string[];
    readonly event_type: readonly string[];
  };
}

/** What came of an import. */
export interface ImportAnswer {
  readonly added: number;
  readonly changed: number;
  readonly version: number;
}

/** The most that is sent to be looked at, in bytes. */
export const MOST_BYTES = 50 * 2 ** 20;

/** Instead of a role: the column is kept as it is, or not read. */
export const KEPT = 'kept';
export const UNUSED = 'unused';

/** The roles that a reader can choose, by what they tell. Others are told by their names. */
export const ROLE_GROUPS = {
  what: ['title', 'summary', 'kind', 'event_type', 'id'],
  when: ['date', 'start', 'end', 'year', 'month', 'day', 'time', 'date_prec'],
  where: ['place', 'lat', 'lon', 'latlon', 'wkt', 'country', 'admin1', 'admin2', 'radius'],
  who: ['actor', 'target'],
  figures: [
    ...['fatalities_best', 'fatalities_low', 'fatalities_high'],
    ...['injuries_best', 'injuries_low', 'injuries_high'],
  ],
  source: ['source', 'url', 'publisher', 'source_date'],
} as const;
export type RoleGroup = keyof typeof ROLE_GROUPS;

// Roles that may have several columns: figures are added, texts are joined.
const SHARED = /^(fatalities|injuries)_|^(title|summary|place|actor|target|source)$/;

/** What a column is read as, and why. */
export interface ColumnUse {
  readonly name: string;
  /** A role, KEPT or UNUSED. */
  readonly role: string;
  /** How it came to it: the server's word for it, and its reason; or why it has none. */
  readonly by: string;
  readonly why: string;
  /** Whether it only fills in where the role's own column is empty. */
  readonly isFill: boolean;
}

/** The group that a role is one of; null for none of them. */
export function groupOf(role: string): RoleGroup | null {
  const groups = Object.keys(ROLE_GROUPS) as RoleGroup[];
  return (
    groups.find((group) => (ROLE_GROUPS[group] as readonly string[]).includes(role)) ??
    groups.find((group) => PREFIXES[group]?.test(role)) ??
    null
  );
}

const PREFIXES: Partial<Record<RoleGroup, RegExp>> = {
  when: /^(start|end|date|time)_/,
  where: /^(country|place|where|geo|crs|specificity)/,
  what: /_id$/,
};

/** What each column of a file is read as, in the order of the file. */
export function usesOf(doc: Inspection, changes: ReadonlyMap<string, string>): ColumnUse[] {
  return doc.header.map((name) => {
    const own = doc.roles.find(({ columns }) => columns.includes(name));
    if (own) return { name, role: own.role, by: own.by, why: own.why, isFill: false };
    const filled = doc.roles.find(({ fills = [] }) => fills.includes(name));
    if (filled) return { name, role: filled.role, by: 'fill', why: '', isFill: true };
    const kept = doc.kept.find(({ column }) => column === name);
    const isSaid = changes.has(name);
    if (kept) {
      const by = isSaid ? 'column' : kept.where ? 'where' : 'plain';
      return { name, role: KEPT, by, why: '', isFill: false };
    }
    const by = isSaid ? 'column' : (doc.empty ?? []).includes(name) ? 'empty' : 'derived';
    return { name, role: UNUSED, by, why: '', isFill: false };
  });
}

/**
 * The reader's choices with another one. A role that one column has leaves the column that
 * the reader gave it before; one that several may share is shared.
 */
export function choose(
  changes: ReadonlyMap<string, string>,
  column: string,
  role: string,
): Map<string, string> {
  const isAlone = role !== KEPT && role !== UNUSED && !SHARED.test(role);
  const kept = [...changes].filter(([name, had]) => name !== column && !(isAlone && had === role));
  return new Map([...kept, [column, role]]);
}

/** The reader's choices as the server reads them: ROLE=NAME, or ROLE=A+B. */
export function givenOf(changes: ReadonlyMap<string, string>): string[] {
  const columns = new Map<string, string[]>();
  for (const [name, role] of changes) columns.set(role, [...(columns.get(role) ?? []), name]);
  return [...columns].flatMap(([role, names]) =>
    role === KEPT || role === UNUSED
      ? names.map((name) => `${role}=${name}`)
      : [`${role}=${names.join('+')}`],
  );
}

/** The commands that keep a file on a machine of one's own, read as the reader says. */
export function commandsOf(file: string, said: Said): string[] {
  const options = [
    ...said.columns.map((text) => `--column ${quoted(text)}`),
    ...(said.encoding ? [`--encoding ${said.encoding}`] : []),
    ...(said.dateOrder ? [`--date-order ${said.dateOrder}`] : []),
    ...(said.country ? [`--country ${quoted(said.country)}`] : []),
    '--db incidents.db',
  ];
  return [
    ['incidentmap import', quoted(file), ...options].join(' '),
    'incidentmap serve --db incidents.db',
  ];
}

// As a shell reads it, and nothing in it as an option.
function quoted(text: string): string {
  const safe = text.startsWith('-') ? `./${text}` : text;
  return /^[\w.,=+:/-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}

/** What a dataset is called that is made of a file: the file's name in words. */
export function titleOfFile(name: string): string {
  const bare = name.replace(/\.(gz|zip|zst)$/i, '').replace(/\.[^.]+$/, '');
  return bare.replaceAll(/[_-]+/g, ' ').trim() || name;
}
