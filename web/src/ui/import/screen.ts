// A file of the reader's own, on one screen: the file, its columns, the check, and
// keeping it. It knows no server: it shows what it is given and tells what the reader does.

import type { Access } from '../../data/access';
import {
  choose,
  commandsOf,
  givenOf,
  type Inspection,
  type Said,
  usesOf,
} from '../../data/table-file';
import type { Locale } from '../../i18n/locale';
import { fill, h, setText, uniqueId } from '../dom';
import { icon } from '../icons';
import { checkParts } from './check';
import { ColumnsTable } from './columns-table';
import { FilePart } from './file-part';
import { type KeepForm, KeepPart } from './keep';
import { importWords, type Say } from './words';

export interface ImportEvents {
  /** The reader has chosen a file, or says something else of it. */
  inspect(file: File, said: Said): void;
  keep(file: File, said: Said, form: KeepForm): void;
  signIn(): void;
  closed(): void;
}

export class ImportScreen {
  readonly element: HTMLDialogElement;
  /** Where the incidents would be drawn. */
  readonly map = h('div', { class: 'import-map', dir: 'ltr' });
  private readonly say: Say;
  private readonly file: FilePart;
  private readonly table: ColumnsTable;
  private readonly keep: KeepPart;
  private readonly parts: { columns: HTMLElement; check: HTMLElement; keep: HTMLElement };
  private readonly columnsNote = h('p', { class: 'muted' });
  private readonly check = h('div', { class: 'import-check' });
  private readonly undo: HTMLButtonElement;
  private readonly mapFigure: HTMLElement;
  private changes: ReadonlyMap<string, string> = new Map();
  private doc: Inspection | null = null;

  constructor(
    private readonly loc: Locale,
    private readonly on: ImportEvents,
  ) {
    const say = importWords(loc);
    this.say = say;
    this.file = new FilePart(loc, say, {
      chosen: (file) => this.open(file),
      said: () => this.ask(),
    });
    this.table = new ColumnsTable(loc, say, (column, role) => {
      this.changes = choose(this.changes, column, role);
      this.ask();
    });
    this.keep = new KeepPart(say, {
      keep: (form) => {
        if (this.file.current) on.keep(this.file.current, this.said(), form);
      },
      signIn: () => on.signIn(),
    });
    this.undo = h(
      'button',
      { type: 'button', class: 'button', 'data-key': 'undo', onclick: () => this.reset() },
      say('columns.reset'),
    );
    this.mapFigure = h(
      'figure',
      { class: 'import-where' },
      h('div', { role: 'img', 'aria-label': say('check.map') }, this.map),
      h('figcaption', {}, say('check.map')),
    );
    const columns = [
      h('p', { class: 'muted' }, say('columns.lead')),
      this.columnsNote,
      this.table.element,
      h('p', {}, this.undo),
    ];
    this.parts = {
      columns: step(2, say('step.columns'), ...columns),
      check: step(3, say('step.check'), this.check),
      keep: step(null, say('step.keep'), this.keep.element),
    };
    this.element = this.dialog(say);
  }

  /** Shows the screen, with a file if there is one already. */
  show(file: File | null): void {
    if (!this.element.open) this.element.showModal();
    if (file) this.open(file);
    else if (!this.file.current) this.file.focus();
  }

  showWorking(): void {
    this.file.showState('working', this.say('working'));
    this.parts.columns.setAttribute('aria-busy', 'true');
    this.parts.check.classList.add('is-stale');
  }

  /** Shows how the file would be read. */
  showInspection(doc: Inspection, access: Access): void {
    this.doc = doc;
    this.settle();
    const { say } = this;
    this.file.showInspection(doc);
    const { preset } = doc;
    setText(this.columnsNote, preset ? say('columns.preset', { name: preset }) : '');
    this.columnsNote.hidden = !preset;
    this.table.show(doc, usesOf(doc, this.changes));
    this.undo.hidden = this.changes.size === 0;
    const hasSpots = (doc.sketch?.spots.length ?? 0) > 0;
    fill(this.check, ...checkParts(this.loc, say, doc, hasSpots ? this.mapFigure : null));
    this.keep.show(access, doc, this.commands(doc));
    for (const part of Object.values(this.parts)) part.hidden = false;
  }

  /** Says why the file could not be looked at; what was shown before stays. */
  showFailed(message: string): void {
    this.settle();
    this.file.showState('failed', message);
  }

  /** The reader may do other things now. */
  showAccess(access: Access): void {
    if (this.doc) this.keep.show(access, this.doc, this.commands(this.doc));
  }

  showKeeping(): void {
    this.keep.showWorking();
  }

  showNotKept(detail: string): void {
    this.keep.showFailed(detail);
  }

  close(): void {
    this.element.close();
  }

  get words(): Say {
    return this.say;
  }

  private open(file: File): void {
    this.changes = new Map();
    this.doc = null;
    for (const part of Object.values(this.parts)) part.hidden = true;
    this.file.showFile(file);
    this.keep.begin(file.name);
    this.ask();
  }

  private reset(): void {
    this.changes = new Map();
    this.ask();
    this.file.focus();
  }

  private ask(): void {
    if (this.file.current) this.on.inspect(this.file.current, this.said());
  }

  private said(): Said {
    return { columns: givenOf(this.changes), ...this.file.said() };
  }

  private commands({ file }: Inspection): string[] {
    return commandsOf(this.file.current?.name ?? file, this.said());
  }

  private settle(): void {
    this.parts.columns.setAttribute('aria-busy', 'false');
    this.parts.check.classList.remove('is-stale');
  }

  private dialog(say: Say): HTMLDialogElement {
    const heading = h('h2', { class: 'detail-title', id: uniqueId('import') }, say('title'));
    const close = h(
      'button',
      {
        type: 'button',
        class: 'button round',
        'aria-label': this.loc.t('common.close'),
        onclick: () => this.close(),
      },
      icon('close'),
    );
    for (const part of Object.values(this.parts)) part.hidden = true;
    const element = h(
      'dialog',
      { class: 'dialog import', 'aria-labelledby': heading.id },
      h('div', { class: 'detail-head' }, heading, close),
      h(
        'div',
        { class: 'dialog-body import-body', tabindex: -1 },
        h('p', {}, say('lead')),
        step(1, say('step.file'), this.file.element),
        this.parts.columns,
        this.parts.check,
        this.parts.keep,
      ),
    );
    element.addEventListener('close', () => this.on.closed());
    return element;
  }
}

function step(number: number | null, title: string, ...content: HTMLElement[]): HTMLElement {
  const id = uniqueId('step');
  const badge = number === null ? null : h('span', { class: 'step-number' }, String(number));
  return h(
    'section',
    { class: 'import-step', 'aria-labelledby': id },
    h('h3', { id }, badge, title),
    ...content,
  );
}
