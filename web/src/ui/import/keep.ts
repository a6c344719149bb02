// Keeping what was checked: a form for whoever may, and words for whoever may not.

import { type Access, mayMake } from '../../data/access';
import { type Inspection, titleOfFile } from '../../data/table-file';
import { fill, h, setText } from '../dom';
import type { Say } from './words';

/** What the new dataset is called, and whose it is. */
export interface KeepForm {
  readonly title: string;
  readonly attribution: string;
  readonly license: string;
  /** Only those with a token see it. */
  readonly isPrivate: boolean;
}

export interface KeepEvents {
  keep(form: KeepForm): void;
  signIn(): void;
}

export class KeepPart {
  readonly element = h('div', { class: 'import-keep' });
  private readonly title = input(200);
  private readonly attribution = input(500);
  private readonly license = input(100);
  private readonly isPrivate = h('input', { type: 'checkbox' });
  private readonly said = h('p', { role: 'status' });
  private readonly failed = h('p', { class: 'form-error', role: 'alert' });
  private isBusy = false;
  private button = h('button', { type: 'button', class: 'button' });

  constructor(
    private readonly say: Say,
    private readonly events: KeepEvents,
  ) {}

  /** Another file: it is called as the file is. */
  begin(fileName: string): void {
    this.title.value = titleOfFile(fileName);
    this.attribution.value = '';
    this.license.value = '';
    this.isPrivate.checked = false;
    this.setBusy(false);
    setText(this.said, '');
    setText(this.failed, '');
  }

  /** `commands` are those that keep the file on a machine of one's own. */
  show(access: Access, doc: Inspection, commands: readonly string[]): void {
    if (!mayMake(access)) {
      fill(this.element, ...this.refusal(access, commands.join('\n')));
      return;
    }
    if (doc.refused) {
      fill(this.element, h('p', { class: 'muted' }, this.say('keep.refused')));
      return;
    }
    const { say } = this;
    this.button = h(
      'button',
      { type: 'submit', class: 'button primary', 'data-key': 'keep' },
      say('keep.button'),
    );
    const form = h(
      'form',
      { class: 'import-form', novalidate: true },
      h('p', { class: 'muted' }, say('keep.lead')),
      labelled(say('keep.title'), this.title),
      labelled(say('keep.attribution'), this.attribution),
      labelled(say('keep.license'), this.license),
      h('p', { class: 'muted' }, say('keep.public')),
      h('label', { class: 'check' }, this.isPrivate, say('keep.private')),
      h('p', {}, this.button),
      this.said,
      this.failed,
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.send();
    });
    fill(this.element, form);
  }

  showWorking(): void {
    this.setBusy(true);
    setText(this.failed, '');
    setText(this.said, this.say('keep.working'));
  }

  showFailed(detail: string): void {
    this.setBusy(false);
    setText(this.said, '');
    setText(this.failed, this.say('keep.failed', { detail }));
  }

  // A button that is disabled loses the focus, and with it the keys.
  private setBusy(busy: boolean): void {
    this.isBusy = busy;
    this.button.setAttribute('aria-disabled', String(busy));
  }

  private send(): void {
    if (this.isBusy) return;
    const title = this.title.value.trim();
    this.title.setAttribute('aria-invalid', String(title === ''));
    if (title === '') {
      setText(this.failed, this.say('keep.untitled'));
      this.title.focus();
      return;
    }
    const [attribution, license] = [this.attribution.value.trim(), this.license.value.trim()];
    this.events.keep({ title, attribution, license, isPrivate: this.isPrivate.checked });
  }

  // In words: why nothing is kept here, and how it would be.
  private refusal({ writes, name, role }: Access, text: string): HTMLElement[] {
    const { say } = this;
    const words = !writes
      ? say('keep.none')
      : role === undefined
        ? say('keep.signedOut')
        : say('keep.noRight', { name: name ?? '' });
    const command = h('pre', { class: 'command', dir: 'ltr', lang: 'en', tabindex: 0 }, text);
    const button = h(
      'button',
      { type: 'button', class: 'button', onclick: () => this.events.signIn() },
      say('keep.signIn'),
    );
    return [
      h('p', { class: 'import-no-right' }, words),
      command,
      ...(writes && role === undefined ? [h('p', {}, button)] : []),
    ];
  }
}

function input(maxlength: number): HTMLInputElement {
  return h('input', { class: 'input', maxlength, dir: 'auto', autocomplete: 'off' });
}

function labelled(text: string, field: HTMLElement): HTMLElement {
  return h('label', { class: 'form-field' }, h('span', {}, text), field);
}
