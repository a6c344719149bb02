// What readers bring to the server: files, changes of incidents, and who they are for
// that. The screens for it are loaded when they are asked for.

import { type Access, hasHistory, mayEdit, NOBODY } from './data/access';
import { fetchCollections } from './data/api';
import { fetchAccess, signOut } from './data/writes';
import type { Editing } from './editing';
import type { Locale } from './i18n/locale';
import type { Importing } from './importing';
import type { Live } from './live';
import type { Session } from './session';
import type { Signing } from './signing';
import type { View } from './view';

const TRIES = 20; // to show what the reader has written
const AGAIN_MS = 250;

/** What the application does for changes. */
export interface ContributeHost {
  /** Shows another collection; null shows the first one. */
  choose(collection: string | null): void;
  /** Shows the incidents as they are now; false where that has to wait. */
  reload(): Promise<boolean>;
  /** Opens an incident. */
  select(id: string): void;
  /** Shows the selected incident as it is now, or that none is. */
  reselect(): void;
}

export class Contributing {
  private access: Access = NOBODY;
  private parts: {
    importing?: Importing;
    editing?: Editing;
    signing?: Signing;
    live?: Live;
  } = {};

  constructor(
    private readonly loc: Locale,
    private readonly session: Session,
    private readonly view: View,
    private readonly host: ContributeHost,
  ) {}

  /** Asks who the reader is; the page reads well without an answer. */
  async start(): Promise<void> {
    this.setAccess(await this.ask());
  }

  private ask(): Promise<Access> {
    return fetchAccess(new AbortController().signal).catch(() => NOBODY);
  }

  // Whoever signs in or out sees other datasets.
  private async become(access: Access): Promise<void> {
    this.setAccess(access);
    const collections = await fetchCollections(new AbortController().signal).catch(() => null);
    if (!collections) return;
    const { collection } = this.session;
    this.session.all = collections;
    const now = collections.find(({ id }) => id === collection?.id);
    if (!now) {
      this.host.choose(null);
      return;
    }
    this.session.collection = now;
    this.view.showCollection(now, this.session.collections);
  }

  /** Another collection is shown. */
  collectionChanged(): void {
    this.offer();
    void this.follow();
  }

  /** Shows how a file would be read; null asks for one. */
  openFile(file: File | null): Promise<void> {
    return this.loaded(async () => {
      const { Importing } = await import('./importing');
      this.parts.importing ??= new Importing(this.loc, {
        access: () => this.access,
        basemap: () => this.view.map.basemapInfo,
        isDark: () => this.view.theme.isDark,
        signIn: () => void this.signIn(),
        made: (collection, words) => void this.made(collection, words),
      });
      this.parts.importing.open(file);
    });
  }

  signIn(): Promise<void> {
    return this.loaded(async () => {
      const { Signing } = await import('./signing');
      this.parts.signing ??= new Signing(this.loc, (access) => void this.become(access));
      this.parts.signing.open();
    });
  }

  async signOut(): Promise<void> {
    if (!this.mayLeave()) return;
    await signOut().catch(() => undefined); // the next question tells who the reader is
    await this.become(await this.ask());
  }

  /** Shows another dataset, unless something is typed that is not saved. */
  choose(collection: string): void {
    if (this.mayLeave()) this.host.choose(collection);
    else this.view.datasets.again();
  }

  /** True where an incident may be left: none is being changed. */
  mayLeave(): boolean {
    return this.parts.editing?.leave() ?? true;
  }

  edit(id: string): Promise<void> {
    return this.editing((editing) => editing.edit(id));
  }

  add(): Promise<void> {
    return this.editing((editing) => editing.add());
  }

  history(id: string): Promise<void> {
    return this.editing((editing) => editing.history(id));
  }

  private editing(run: (editing: Editing) => void): Promise<void> {
    return this.loaded(async () => {
      const { Editing } = await import('./editing');
      this.parts.editing ??= new Editing(this.loc, this.session, this.view, {
        mayEdit: () => mayEdit(this.access, this.session.collection),
        wrote: (version) => this.wrote(version),
        select: (id) => this.host.select(id),
        setSelected: (id) => this.session.go({ selected: id }, 'replace'),
        reselect: () => this.host.reselect(),
        signIn: () => void this.signIn(),
        signedOut: () => void this.start(),
      });
      run(this.parts.editing);
    });
  }

  private setAccess(access: Access): void {
    this.access = access;
    this.view.account.show(access);
    this.parts.importing?.accessChanged();
    this.offer();
  }

  private offer(): void {
    const { collection } = this.session;
    const edit = mayEdit(this.access, collection);
    this.view.contribute.offerAdd(edit);
    this.view.detail.offer({ edit, history: collection !== null && hasHistory(collection) });
  }

  // Hears of changes that others make, where the dataset has any.
  private async follow(): Promise<void> {
    const { collection } = this.session;
    this.parts.live?.stop();
    if (!collection || !hasHistory(collection)) return;
    const { Live } = await import('./live').catch(() => ({ Live: null }));
    if (!Live || this.session.collection !== collection) return;
    this.parts.live ??= new Live(this.loc, {
      reload: () => this.reload(),
      arrived: (words) => this.view.tools.say(words),
      changed: (ids) => this.changed(ids),
    });
    this.parts.live.follow(collection);
  }

  private async reload(): Promise<boolean> {
    const collections = await fetchCollections(new AbortController().signal);
    const { collection } = this.session;
    const now = collections.find(({ id }) => id === collection?.id);
    if (!now) return true; // it is gone, and what is shown of it is all there is
    this.session.all = collections;
    this.session.collection = now;
    this.offer();
    return this.host.reload();
  }

  private changed(ids: ReadonlySet<string>): void {
    const { selected } = this.session.state;
    if (selected === null || !ids.has(selected)) return;
    if (this.parts.editing?.isOpen) this.parts.editing.changedElsewhere(selected);
    else this.host.reselect();
  }

  // The reader's own change is shown at once, and is no news when the stream tells of it.
  private async wrote(version: number): Promise<void> {
    this.parts.live?.knows(version);
    for (let i = 0; i < TRIES; i++) {
      if (await this.reload().catch(() => false)) return;
      await new Promise((resolve) => window.setTimeout(resolve, AGAIN_MS)); // a drag goes first
    }
  }

  private async made(collection: string, words: string): Promise<void> {
    this.session.all = await fetchCollections(new AbortController().signal);
    this.host.choose(collection);
    this.view.tools.say(words);
  }

  private async loaded(run: () => Promise<void>): Promise<void> {
    await run().catch(() => this.view.partFailed());
  }
}
