// A file of the reader's own: asks the server how it would be read, and keeps it where
// the reader may. Loaded when the first file comes.

import './styles/import.css';
import { type Access, mayMake } from './data/access';
import { basemapTiles } from './data/api';
import { isAbort } from './data/ask';
import { Attempts } from './data/attempts';
import { ApiError } from './data/error';
import { Latest } from './data/loader';
import type { Inspection, Said } from './data/table-file';
import type { BasemapInfo } from './data/types';
import { createCollection, importFile, inspectFile } from './data/writes';
import type { Locale } from './i18n/locale';
import { SketchMap } from './map/sketch-map';
import type { KeepForm } from './ui/import/keep';
import { ImportScreen } from './ui/import/screen';

/** What the rest of the page does for the screen. */
export interface ImportHost {
  access(): Access;
  /** What the map is drawn on; null for a plain ground. */
  basemap(): BasemapInfo | null;
  isDark(): boolean;
  signIn(): void;
  /** A dataset was made of a file. */
  made(collection: string, words: string): void;
}

export class Importing {
  private readonly screen: ImportScreen;
  private readonly request = new Latest();
  private map: SketchMap | null = null;
  // A dataset that was made, and whose file could not be read into it yet.
  private unfinished: { file: File; collection: string; isPrivate: boolean } | null = null;
  private readonly attempts = new Attempts();

  constructor(
    loc: Locale,
    private readonly host: ImportHost,
  ) {
    this.screen = new ImportScreen(loc, {
      inspect: (file, said) => void this.inspect(file, said),
      keep: (file, said, form) => void this.keep(file, said, form),
      signIn: () => host.signIn(),
      closed: () => this.request.abort(),
    });
    document.body.append(this.screen.element);
  }

  /** Shows the screen, with a file if there is one. */
  open(file: File | null): void {
    this.screen.show(file);
  }

  /** The reader has signed in or out. */
  accessChanged(): void {
    this.screen.showAccess(this.host.access());
  }

  private async inspect(file: File, said: Said): Promise<void> {
    this.screen.showWorking();
    try {
      const doc = await this.request.run((signal) => inspectFile(file, said, signal));
      if (!doc) return; // something else was asked meanwhile
      this.screen.showInspection(doc, this.host.access());
      this.draw(doc);
    } catch (error) {
      if (!isAbort(error)) this.screen.showFailed(this.words(error));
    }
  }

  private draw({ sketch }: Inspection): void {
    if (!sketch || !this.screen.map.isConnected) return;
    const info = this.host.basemap();
    this.map ??= new SketchMap(this.screen.map, info && { info, fetch: basemapTiles });
    this.map.show(sketch, this.host.isDark());
  }

  // The dataset is made first. If the file cannot be read into it, the next try goes on
  // with the same one.
  private async keep(file: File, said: Said, form: KeepForm): Promise<void> {
    if (!mayMake(this.host.access())) return;
    this.screen.showKeeping();
    try {
      const { isPrivate } = form;
      const begun = this.unfinished;
      const isSame = begun?.file === file && begun.isPrivate === isPrivate;
      const collection = isSame ? begun.collection : await this.make(form);
      this.unfinished = { file, collection, isPrivate };
      const { added } = await importFile(this.attempts, collection, file, said);
      this.unfinished = null;
      this.attempts.done();
      this.screen.close();
      this.host.made(collection, this.screen.words('keep.done', { n: added }));
    } catch (error) {
      const words = error instanceof ApiError ? error.message : String(error);
      this.screen.showNotKept(words || this.screen.words('unreachable'));
    }
  }

  private async make({ title, attribution, license, isPrivate }: KeepForm): Promise<string> {
    const made = await createCollection(this.attempts, {
      title,
      visibility: isPrivate ? 'private' : 'public',
      ...(attribution ? { attribution } : {}),
      ...(license ? { license } : {}),
      vocabularies: { kind: [], event_type: [] }, // the file's own words count
    });
    return made.id;
  }

  private words(error: unknown): string {
    const { words } = this.screen;
    if (!(error instanceof ApiError) || error.status === 0) return words('unreachable');
    return words('failed', { detail: error.message });
  }
}
