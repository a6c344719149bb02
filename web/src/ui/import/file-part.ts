// The file itself: choosing one, and what the file does not say.

import { type Inspection, MOST_BYTES, type Said } from '../../data/table-file';
import type { Locale } from '../../i18n/locale';
import { fill, h, setText } from '../dom';
import type { Say } from './words';

export interface FileEvents {
  chosen(file: File): void;
  /** Something else is said of it. */
  said(): void;
}

const ENCODINGS = [
  ...['utf-8', 'windows-1252', 'windows-1251', 'windows-1256', 'windows-1250', 'iso-8859-15'],
  ...['utf-16le', 'gb18030', 'shift_jis'],
];
const ACCEPTED =
  '.csv,.tsv,.txt,.json,.geojson,.geojsonl,.geojsons,.geojsonseq,.ndjson,.xlsx,.gz,.zip';

export class FilePart {
  readonly element: HTMLElement;
  private readonly picker = h('input', {
    type: 'file',
    class: 'visually-hidden',
    accept: ACCEPTED,
  });
  private readonly button: HTMLButtonElement;
  private readonly name = h('p', { class: 'import-name' });
  private readonly state = h('p', { role: 'status' });
  private readonly encoding = h('select', { class: 'select', dir: 'ltr' });
  private readonly order = h('select', { class: 'select' });
  private readonly country = h('input', { class: 'input', maxlength: 60, dir: 'auto' });
  private readonly fields: { encoding: HTMLElement; order: HTMLElement; country: HTMLElement };
  private file: File | null = null;

  constructor(
    private readonly loc: Locale,
    private readonly say: Say,
    on: FileEvents,
  ) {
    this.picker.tabIndex = -1;
    this.picker.setAttribute('aria-hidden', 'true');
    this.picker.addEventListener('change', () => {
      const [file] = this.picker.files ?? [];
      this.picker.value = ''; // the same file may be chosen again, when it was mended
      if (file) on.chosen(file);
    });
    this.button = h(
      'button',
      { type: 'button', class: 'button', onclick: () => this.picker.click() },
      say('choose'),
    );
    for (const field of [this.encoding, this.order, this.country]) {
      field.addEventListener('change', () => on.said());
    }
    this.fields = {
      encoding: labelled(say('encoding'), this.encoding),
      order: labelled(say('dateOrder'), this.order),
      country: labelled(say('country'), this.country),
    };
    for (const field of Object.values(this.fields)) field.hidden = true;
    this.element = h(
      'div',
      { class: 'import-file' },
      this.name,
      h('p', {}, this.button, this.picker),
      h('p', { class: 'muted' }, say('formats', { most: bytesWords(loc, MOST_BYTES) })),
      this.state,
      h('div', { class: 'import-said' }, ...Object.values(this.fields)),
    );
  }

  get current(): File | null {
    return this.file;
  }

  focus(): void {
    this.button.focus();
  }

  said(): Omit<Said, 'columns'> {
    return {
      encoding: this.encoding.value,
      dateOrder: this.order.value,
      country: this.country.value.trim(),
    };
  }

  /** Another file, of which nothing is said yet. One that is too large is only told of. */
  showFile(file: File): void {
    this.file = file.size > MOST_BYTES ? null : file;
    for (const field of [this.encoding, this.order, this.country]) field.value = '';
    for (const field of Object.values(this.fields)) field.hidden = true;
    const size = bytesWords(this.loc, file.size);
    setText(this.name, this.say('size', { name: this.loc.isolate(file.name), size }));
    setText(this.button, this.say('another'));
    if (!this.file)
      this.showState('failed', this.say('tooLarge', { most: bytesWords(this.loc, MOST_BYTES) }));
  }

  showInspection(doc: Inspection): void {
    const { say } = this;
    const rows = doc.complete ? say('rows', { n: doc.rows }) : say('rowsFirst', { n: doc.rows });
    this.showState('done', rows);
    this.fields.encoding.hidden = !doc.encoding;
    const encoding = this.encoding.value;
    const found = `${say('encoding.auto')} (${doc.encoding ?? ''})`;
    fill(this.encoding, option('', found), ...ENCODINGS.map((name) => option(name, name)));
    this.encoding.value = encoding;
    this.fields.order.hidden = !doc.dateOrder;
    const order = this.order.value;
    const asFound = `${say('encoding.auto')} (${orderWords(say, doc.dateOrder)})`;
    const orders = ['dmy', 'mdy'].map((name) => option(name, orderWords(say, name)));
    fill(this.order, option('', asFound), ...orders);
    this.order.value = order;
    this.fields.country.hidden = false;
  }

  showState(state: 'working' | 'failed' | 'done', words: string): void {
    this.state.className = state === 'failed' ? 'form-error' : 'muted';
    setText(this.state, words);
  }
}

function orderWords(say: Say, order: string | undefined): string {
  return say(order === 'mdy' ? 'dateOrder.mdy' : 'dateOrder.dmy');
}

function option(value: string, text: string): HTMLElement {
  return h('option', { value }, text);
}

function labelled(text: string, field: HTMLElement): HTMLElement {
  return h('label', { class: 'form-field' }, h('span', {}, text), field);
}

function bytesWords(loc: Locale, bytes: number): string {
  const [unit, size] =
    bytes < 1e6 ? (['kilobyte', bytes / 1e3] as const) : (['megabyte', bytes / 1e6] as const);
  const digits = size < 10 ? 1 : 0;
  const format = { style: 'unit', unit, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(loc.intl, format).format(size);
}
