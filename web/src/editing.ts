// Changing incidents: the form, what becomes of it on the server, and the history. Loaded
// when somebody asks for it.

import './styles/form.css';
import './styles/edit.css';
import { fetchCandidates } from './data/api';
import { changedParts, type Draft, draftOf, emptyDraft } from './data/draft';
import { Latest } from './data/loader';
import type { Collection } from './data/types';
import { fetchOriginal } from './data/writes';
import type { Locale } from './i18n/locale';
import { PlacePins } from './map/place-pin';
import { Past, type PastHost } from './past';
import { Saving } from './saving';
import type { Session } from './session';
import { adoptedWords } from './ui/edit/conflict';
import { failureWords, isSignedOut } from './ui/edit/failures';
import { EditPanel } from './ui/edit/panel';
import type { View } from './view';

/** What the rest of the page does for the editor. */
export interface EditHost extends PastHost {
  /** Opens an incident. */
  select(id: string): void;
  /** Shows the selected incident as it is now, or that none is. */
  reselect(): void;
  signIn(): void;
  /** The server does not know the reader any more. */
  signedOut(): void;
}

export class Editing {
  private readonly panel: EditPanel;
  private readonly pins: PlacePins;
  private readonly past: Past;
  private readonly request = new Latest();
  private readonly finding = new Latest();
  private saving: Saving | null = null;

  constructor(
    loc: Locale,
    private readonly session: Session,
    private readonly view: View,
    private readonly host: EditHost,
  ) {
    this.panel = new EditPanel(loc, {
      save: (draft, reason) => void this.save(draft, reason),
      remove: (reason) => void this.remove(reason),
      signIn: () => host.signIn(),
      close: () => this.close(),
      find: (text) => void this.find(text),
      points: (points) => this.pins.show(points, true),
      click: () => this.click(),
      middle: () => {
        this.showMap();
        this.pins.middle();
      },
    });
    view.sheet.element.append(this.panel.element);
    this.past = new Past(this.panel, host);
    const { say } = this.panel;
    this.pins = view.map.attach(
      (map) =>
        new PlacePins(map, {
          moved: (points) => this.panel.form?.showPoints(points),
          label: ([lon, lat]) => say('points.keys', { at: `${lat}, ${lon}` }),
        }),
    );
    window.addEventListener('beforeunload', (event) => {
      if (this.panel.hasChanges) event.preventDefault();
    });
  }

  get isOpen(): boolean {
    return this.panel.isOpen;
  }

  /** Makes way for something else; false where the reader has to say first what becomes of the changes. */
  leave(): boolean {
    if (!this.panel.isOpen) return true;
    if (this.panel.hasChanges) {
      this.panel.askToDiscard();
      return false;
    }
    this.hide();
    return true;
  }

  add(): void {
    const { collection } = this.session;
    if (!collection || !this.leave()) return;
    this.open();
    const draft = emptyDraft(collection);
    this.saving = new Saving(collection, null, draft);
    this.showForm(collection, draft);
  }

  async edit(id: string): Promise<void> {
    const { collection } = this.session;
    if (!collection || !this.leave()) return;
    this.open();
    this.panel.showLoading('edit');
    try {
      const original = await this.request.run((s) => fetchOriginal(collection.id, id, s));
      if (!original) return;
      const draft = draftOf(original.feature, collection);
      this.saving = new Saving(collection, original, draft);
      this.showForm(collection, draft);
    } catch (error) {
      this.panel.showFailed(failureWords(this.panel.say, error));
    }
  }

  async history(id: string, words = ''): Promise<void> {
    const { collection } = this.session;
    if (!collection || !this.leave()) return;
    this.open();
    this.panel.showLoading('history');
    await this.past.show(collection, id);
    this.panel.tell(words);
  }

  /** Somebody else has changed the incident that is being edited. */
  changedElsewhere(id: string): void {
    if (this.saving?.id === id && this.panel.form)
      this.panel.tell(this.panel.say('changedElsewhere'));
  }

  private showForm(collection: Collection, draft: Draft): void {
    const { saving } = this;
    this.panel.showForm(collection, draft, {
      isNew: saving?.id === null,
      isDirty: () => {
        const now = this.panel.form?.value;
        return now !== undefined && saving !== null && changedParts(saving.before, now).length > 0;
      },
    });
    this.pins.show(draft.points, true);
  }

  private async save(draft: Draft, reason: string): Promise<void> {
    const { saving, panel } = this;
    if (!saving) return;
    const { say } = panel;
    panel.showSaving();
    try {
      const outcome = await saving.save(draft, reason);
      if (outcome.kind === 'saved') {
        const isNew = saving.id === null;
        this.hide();
        if (outcome.version !== null) await this.host.wrote(outcome.version);
        this.host.select(outcome.id);
        const done = say(isNew ? 'added' : 'saved');
        const { warnings } = outcome;
        this.view.tools.say(warnings.length > 0 ? `${done}: ${warnings.join('; ')}` : done);
        return;
      }
      const { merged, theirs } = outcome;
      if (merged.conflicts.length > 0) {
        const sides = { ...merged, mine: merged.draft, theirs };
        panel.showConflict(saving.collection, sides, (chosen) =>
          this.pins.show(chosen.points, true),
        );
        panel.tell('');
        return;
      }
      panel.form?.show(merged.draft);
      this.pins.show(merged.draft.points, true);
      const adopted = adoptedWords(say, saving.collection, merged.adopted);
      panel.tell(`${say('conflict.merged')} ${adopted}`);
    } catch (error) {
      this.showFailure(error);
    }
  }

  private showFailure(error: unknown): void {
    const problems = (error as { problems?: readonly never[] }).problems ?? [];
    if (problems.length > 0) this.panel.showProblems(problems);
    else this.panel.showFailed(failureWords(this.panel.say, error));
    if (!isSignedOut(error)) return;
    this.host.signedOut();
    this.panel.offerSignIn();
  }

  private async remove(reason: string): Promise<void> {
    const { saving, panel } = this;
    if (!saving || saving.id === null) return;
    const { id } = saving;
    panel.showSaving();
    try {
      const version = await saving.remove(reason);
      this.hide();
      this.host.setSelected(null);
      await this.host.wrote(version);
      await this.history(id, panel.say('deleted'));
    } catch (error) {
      if (isSignedOut(error)) this.showFailure(error);
      else panel.showFailed(failureWords(panel.say, error, panel.say('restore.stale')));
    }
  }

  private async find(text: string): Promise<void> {
    this.panel.form?.place.showFinding();
    const { map } = this.view;
    const places = await this.finding
      .run((signal) => fetchCandidates(text, map.bbox(), signal))
      .catch(() => []);
    if (places) this.panel.form?.place.showFound(places);
  }

  private click(): void {
    const { say } = this.panel;
    this.showMap();
    this.panel.form?.place.tell(say('points.clicking'));
    this.pins.click(say('points.clicking'), () => this.panel.form?.place.tell(''));
  }

  private open(): void {
    this.view.detail.hide();
    this.view.openDetail();
    this.view.sheet.atLeast('full'); // on a phone, a form needs the room
    document.body.classList.add('is-editing');
  }

  // On a phone it is behind the form.
  private showMap(): void {
    if (this.view.sheet.current === 'full') this.view.sheet.set('half');
  }

  private close(): void {
    this.hide();
    this.showMap();
    this.host.reselect();
  }

  private hide(): void {
    this.request.abort();
    this.past.stop();
    this.finding.abort();
    this.saving = null;
    this.pins.remove();
    this.panel.hide();
    document.body.classList.remove('is-editing');
  }
}
