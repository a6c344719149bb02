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
import { bdi, fill, h, keepFocus } from '../dom';
import { type Say, term } from './words';

export class ColumnsTable {
  readonly element: HTMLElement;
  private readonly table = h('table', { class: 'columns-table' });

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

  show(doc: Inspection, uses: readonly ColumnUse[]): void {
    const rows = (doc.first ?? []).map((cells) =>
      h('tr', {}, ...uses.map((use, i) => h('td', { class: classOf(use) }, bdi(cells[i] ?? '')))),
    );
    keepFocus(this.element, () =>
      fill(
        this.table,
        h('caption', { class: 'visually-hidden' }, this.say('columns.table')),
        h('thead', {}, h('tr', {}, ...uses.map((use) => this.head(use)))),
        h('tbody', {}, ...rows),
      ),
    );
  }

  private head(use: ColumnUse): HTMLElement {
    return h(
      'th',
      { scope: 'col', class: classOf(use) },
      h('span', { class: 'column-name' }, bdi(use.name || '–')),
      use.name ? this.choice(use) : null,
      h('span', { class: 'column-why' }, use.name ? this.why(use) : this.say('columns.nameless')),
    );
  }

  // The server gives its reason in English; other languages have its kind in words.
  private why({ by, why }: ColumnUse): string {
    const isEnglish = this.loc.lang === 'en' && why !== '' && by !== 'column';
    return isEnglish ? sentence(why) : term(this.say, 'by', by, why);
  }

  private choice(use: ColumnUse): HTMLElement {
    const { say } = this;
    const groups = (Object.keys(ROLE_GROUPS) as RoleGroup[]).map((group) =>
      h(
        'optgroup',
        { label: say(`group.${group}`) },
        ...ROLE_GROUPS[group].map((role) => option(role, term(say, 'role', role))),
      ),
    );
    const isListed = [KEPT, UNUSED, ...Object.values(ROLE_GROUPS).flat()].includes(use.role);
    const select = h(
      'select',
      {
        class: 'select',
        'data-key': `column ${use.name}`,
        'aria-label': say('columns.role', { name: use.name }),
        onchange: () => this.onChoose(use.name, select.value),
      },
      h(
        'optgroup',
        { label: say('group.none') },
        option(KEPT, say('role.kept')),
        option(UNUSED, say('role.unused')),
      ),
      ...groups,
      isListed ? null : h('optgroup', { label: say('group.other') }, option(use.role, use.role)),
    );
    select.value = use.role;
    return select;
  }
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
