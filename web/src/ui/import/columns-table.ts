// The first rows of a file, and above each column what it is read as and why.

import {
  type ColumnUse,
  groupOf,
  type Inspection,
  KEPT,
  ROLE_GROUPS,
  type RoleGroup,
  UNUSED,
} from '../../data/table-file';
import type { Locale } from '../../i18n/locale';
import { bdi, fill, h, setText } from '../dom';
import { type Say, term } from './words';

export class ColumnsTable {
  readonly element: HTMLElement;
  private readonly table = h('table', { class: 'columns-table' });
  private columns: readonly Column[] = [];
  private drawn = ''; // what the table was made of

  constructor(
    private readonly loc: Locale,
    private readonly say: Say,
    private readonly onChoose: (column: string, role: string) => void,
  ) {
    this.element = h(
      'div',
      { class: 'table-scroll', tabindex: 0, role: 'group', 'aria-label': say('columns.table') },
      this.table,
    );
  }

  /**
   * Shows how the columns are used. Of the file already shown the lists stay the elements
   * that they are: whoever types a role's name into one goes on typing into it.
   */
  show(doc: Inspection, uses: readonly ColumnUse[]): void {
    const rows = doc.first ?? [];
    const drawn = JSON.stringify([uses.map(({ name }) => name), rows]);
    if (drawn !== this.drawn) this.draw(uses, rows);
    this.drawn = drawn;
    for (const [i, use] of uses.entries()) this.columns[i]?.show(use);
  }

  private draw(uses: readonly ColumnUse[], rows: NonNullable<Inspection['first']>): void {
    const { loc, say } = this;
    this.columns = uses.map(
      ({ name }, i) =>
        new Column(
          loc,
          say,
          name,
          rows.map((cells) => cells[i] ?? ''),
          (role) => this.onChoose(name, role),
        ),
    );
    const { columns } = this;
    fill(
      this.table,
      h('caption', { class: 'visually-hidden' }, say('columns.table')),
      h('thead', {}, h('tr', {}, ...columns.map(({ head }) => head))),
      h(
        'tbody',
        {},
        ...rows.map((_, y) => h('tr', {}, ...columns.map((c) => c.cells[y] ?? h('td', {})))),
      ),
    );
  }
}

// One column of the file: its head, with the choice of what it is, and its first cells.
class Column {
  readonly head: HTMLElement;
  readonly cells: readonly HTMLElement[];
  private readonly why = h('span', { class: 'column-why' });
  private readonly select: HTMLSelectElement;
  // A role that the list does not offer.
  private readonly other: HTMLElement;

  constructor(
    private readonly loc: Locale,
    private readonly say: Say,
    name: string,
    cells: readonly string[],
    onChoose: (role: string) => void,
  ) {
    this.cells = cells.map((text) => h('td', {}, bdi(text)));
    this.other = h('optgroup', { label: say('group.other') });
    this.select = h(
      'select',
      {
        class: 'select',
        'data-key': `column ${name}`,
        'aria-label': say('columns.role', { name }),
        onchange: () => onChoose(this.select.value),
      },
      h(
        'optgroup',
        { label: say('group.none') },
        option(KEPT, say('role.kept')),
        option(UNUSED, say('role.unused')),
      ),
      ...roleOptions(say),
    );
    const title = h('span', { class: 'column-name' }, bdi(name || '–'));
    this.head = h('th', { scope: 'col' }, title, name ? this.select : null, this.why);
  }

  show(use: ColumnUse): void {
    const { role } = use;
    for (const element of [this.head, ...this.cells]) element.className = classOf(use);
    setText(this.why, use.name ? this.reason(use) : this.say('columns.nameless'));
    this.other.remove();
    if (!LISTED.has(role)) {
      fill(this.other, option(role, role));
      this.select.append(this.other);
    }
    if (this.select.value !== role) this.select.value = role;
  }

  // The server gives its reason in English; other languages have its kind in words.
  private reason({ by, why }: ColumnUse): string {
    const isEnglish = this.loc.lang === 'en' && why !== '' && by !== 'column';
    return isEnglish ? sentence(why) : term(this.say, 'by', by, why);
  }
}

const LISTED: ReadonlySet<string> = new Set([KEPT, UNUSED, ...Object.values(ROLE_GROUPS).flat()]);

function roleOptions(say: Say): HTMLElement[] {
  const groups = Object.keys(ROLE_GROUPS) as RoleGroup[];
  return groups.map((group) =>
    h(
      'optgroup',
      { label: say(`group.${group}`) },
      ...ROLE_GROUPS[group].map((role) => option(role, term(say, 'role', role))),
    ),
  );
}

function option(value: string, text: string): HTMLElement {
  return h('option', { value }, text);
}

// Colour is only a help for the eye: the choice says the same in words.
function classOf({ role }: ColumnUse): string {
  const group = role === KEPT || role === UNUSED ? role : (groupOf(role) ?? 'other');
  return `role-${group}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
