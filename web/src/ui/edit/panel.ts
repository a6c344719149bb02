// The panel in which an incident is edited, or its history is read. It stands where the
// details of an incident stand.

import type { Draft } from '../../data/draft';
import type { Problem } from '../../data/error';
import type { Collection } from '../../data/types';
import type { Locale } from '../../i18n/locale';
import { fill, h, setText, uniqueId } from '../dom';
import { icon } from '../icons';
import { conflictView, type Sides } from './conflict';
import { button, Field, input } from './fields';
import { IncidentForm } from './form';
import { type HistoryView, historyList } from './history-list';
import type { PlaceEvents } from './place-fields';
import { editWords, type Say } from './words';

export interface PanelEvents extends PlaceEvents {
  save(draft: Draft, reason: string): void;
  remove(reason: string): void;
  signIn(): void;
  close(): void;
}

export class EditPanel {
  readonly element: HTMLElement;
  readonly say: Say;
  /** The form, while one is shown. */
  form: IncidentForm | null = null;
  private readonly title = h('h2', { class: 'detail-title', tabindex: -1 });
  private readonly body = h('div', { class: 'detail-body' });
  private readonly status = h('p', { class: 'form-status', role: 'status' });
  private readonly failed = h('div', { class: 'form-error', role: 'alert', hidden: true });
  private readonly foot = h('div', { class: 'form-foot', hidden: true });
  private readonly reason: Field<HTMLInputElement>;
  private readonly saveButton: HTMLButtonElement;
  private isBusy = false;
  /** What the reader typed and did not choose in a conflict, in words. */
  private aside: readonly string[] = [];
  private isDirty: () => boolean = () => false;

  constructor(
    private readonly loc: Locale,
    private readonly on: PanelEvents,
  ) {
    const say = editWords(loc);
    this.say = say;
    this.title.id = uniqueId('edit');
    this.reason = new Field(say('reason'), input({ maxlength: 300 }));
    this.saveButton = button(say('save'), () => this.save(), 'button primary');
    const close = h(
      'button',
      {
        type: 'button',
        class: 'button round',
        'aria-label': loc.t('common.close'),
        onclick: () => this.requestClose(),
      },
      icon('close'),
    );
    this.element = h(
      'section',
      { class: 'detail edit-panel', 'aria-labelledby': this.title.id, hidden: true },
      h('div', { class: 'detail-head' }, this.title, close),
      this.status,
      this.failed,
      this.body,
      this.foot,
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.requestClose();
    });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** True while there is something typed that is not saved. */
  get hasChanges(): boolean {
    return this.isOpen && this.isDirty();
  }

  hide(): void {
    this.element.hidden = true;
    this.form = null;
    this.isDirty = () => false;
    fill(this.body);
  }

  showLoading(what: 'edit' | 'history'): void {
    this.begin(this.say(what));
    fill(this.body, h('p', { class: 'muted' }, this.say('loading')));
    this.title.focus({ preventScroll: true });
  }

  /** Shows the form of an incident; of a new one there is nothing to delete. */
  showForm(
    collection: Collection,
    draft: Draft,
    { isNew, isDirty }: { isNew: boolean; isDirty: () => boolean },
  ): void {
    const { loc, say } = this;
    this.begin(say(isNew ? 'add' : 'edit'));
    this.form = new IncidentForm(loc, say, collection, draft, {
      ...this.on,
      changed: () => this.setStatus(''),
    });
    this.isDirty = isDirty;
    this.reason.control.value = '';
    this.showBody(isNew);
    this.showFoot();
    if (isNew) this.form.focus();
    else this.title.focus({ preventScroll: true });
  }

  /** Shows what the reader and somebody else have made of the same parts. */
  showConflict(collection: Collection, sides: Sides, choose: (draft: Draft) => void): void {
    const { form } = this;
    if (!form) return;
    setText(this.title, this.say('conflict'));
    this.foot.hidden = true;
    const view = conflictView(this.loc, this.say, collection, sides, (draft, aside) => {
      form.show(draft);
      choose(draft);
      this.aside = aside;
      setText(this.title, this.say('edit'));
      this.showBody(false);
      this.showFoot();
      this.saveButton.focus();
    });
    fill(this.body, view);
    this.title.focus({ preventScroll: true });
  }

  showHistory(view: HistoryView): void {
    this.form = null;
    this.isDirty = () => false;
    fill(this.body, historyList(this.loc, this.say, view));
  }

  showSaving(): void {
    this.setBusy(true);
    this.showFailed([]);
    this.setStatus(this.say('saving'));
  }

  /** Says what was done, or what is to be known. */
  tell(words: string): void {
    this.setBusy(false);
    this.setStatus(words);
  }

  /** Says what went wrong; nothing takes that away. */
  showFailed(words: readonly string[]): void {
    this.failed.hidden = words.length === 0;
    fill(this.failed, ...words.map((text) => h('p', { dir: 'auto' }, text)));
    if (words.length === 0) return;
    this.setBusy(false);
    this.setStatus('');
  }

  /** Offers to sign in, below what went wrong. */
  offerSignIn(): void {
    const signIn = button(this.loc.t('account.signIn'), () => this.on.signIn());
    this.failed.append(h('p', {}, signIn));
  }

  /** Says at each field what the server says is wrong with it. */
  showProblems(problems: readonly Problem[]): void {
    const rest = this.form?.showProblems(problems) ?? [];
    this.showFailed([this.say('problems'), ...rest]);
  }

  /** Asks whether what is typed is to be lost. */
  askToDiscard(): void {
    const discard = button(this.say('discard'), () => this.on.close());
    this.failed.hidden = false;
    fill(this.failed, h('p', {}, this.say('unsaved')), h('p', {}, discard));
    discard.focus();
  }

  private requestClose(): void {
    if (this.hasChanges) this.askToDiscard();
    else this.on.close();
  }

  private save(): void {
    const { form } = this;
    if (!form || this.isBusy) return;
    const problems = form.problems();
    form.showProblems([]);
    if (problems.length > 0) this.showFailed([this.say('problems'), ...problems]);
    else this.on.save(form.value, this.reason.control.value);
  }

  // A button that is disabled loses the focus, and with it the keys.
  private setBusy(busy: boolean): void {
    this.isBusy = busy;
    this.saveButton.setAttribute('aria-disabled', String(busy));
  }

  private begin(title: string): void {
    setText(this.title, title);
    this.element.hidden = false;
    this.foot.hidden = true;
    this.form = null;
    this.isDirty = () => false;
    this.aside = [];
    this.body.scrollTop = 0;
    this.tell('');
    this.showFailed([]);
  }

  private showBody(isNew: boolean): void {
    const reason = h('div', { class: 'form-group' }, this.reason.element);
    fill(this.body, this.notChosen(), this.form?.element, reason, isNew ? null : this.deletion());
  }

  // What the reader typed and gave up for what others have written can still be copied.
  private notChosen(): HTMLElement | null {
    if (this.aside.length === 0) return null;
    return h(
      'section',
      { class: 'form-group not-chosen', 'aria-label': this.say('conflict.aside') },
      h('h3', {}, this.say('conflict.aside')),
      ...this.aside.map((words) => h('p', { dir: 'auto' }, words)),
    );
  }

  private showFoot(): void {
    this.foot.hidden = false;
    const cancel = button(this.say('cancel'), () => this.requestClose());
    fill(this.foot, this.saveButton, cancel);
  }

  private deletion(): HTMLElement {
    const { say } = this;
    const reason = new Field(say('delete.reason'), input({ maxlength: 300 }));
    return h(
      'details',
      { class: 'form-delete' },
      h('summary', {}, say('delete')),
      h('p', {}, say('delete.lead')),
      reason.element,
      h(
        'p',
        {},
        button(say('delete.now'), () => this.on.remove(reason.control.value)),
      ),
    );
  }

  private setStatus(words: string): void {
    setText(this.status, words);
  }
}
