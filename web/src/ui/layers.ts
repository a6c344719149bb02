// Which layers of the map are shown: the boxes of the layers menu. What the
// reader chose is remembered on this device.

import type { BackgroundInfo } from '../data/types';
import type { Locale } from '../i18n/locale';
import type { LayerName } from '../map/ground-layers';
import { h, uniqueId } from './dom';

const LAYERS: readonly LayerName[] = ['basemap', 'relief', 'labels', 'local'];
const SHOWN: readonly LayerName[] = ['basemap', 'relief', 'labels', 'background'];
const KEY = 'incidentmap.layers';
const CONSENT = 'incidentmap.background';

export interface LayersEvents {
  layer(name: LayerName, shown: boolean): void;
  /** The reader has chosen: these are shown now. */
  chosen(names: readonly LayerName[]): void;
}

export class LayersMenu {
  readonly element: HTMLElement;
  private readonly chosen: Map<string, boolean>;
  private readonly boxes = new Map<LayerName, HTMLInputElement>();
  private link: readonly string[] | null = null; // the layers that a link shows
  private hasBackground = false;

  constructor(
    private readonly loc: Locale,
    private readonly on: LayersEvents,
  ) {
    this.chosen = remembered();
    this.element = h(
      'div',
      {},
      h('p', { class: 'popup-title' }, loc.t('map.layers')),
      ...LAYERS.map((name) => this.box(name)),
    );
  }

  /** Tells the map what a link shows, or else what the reader has chosen before. */
  apply(link: readonly string[] | null): void {
    this.link = link;
    for (const name of [...LAYERS, ...(this.hasBackground ? (['background'] as const) : [])]) {
      const box = this.boxes.get(name);
      if (box) box.checked = this.isShown(name);
      this.on.layer(name, this.isShown(name));
    }
  }

  /** Offers the server's detailed background. One on another host needs the reader's consent. */
  offer(background: BackgroundInfo | undefined): void {
    if (!background) return;
    if (background.kind === 'remote') this.offerRemote(background.origin ?? '');
    else {
      this.hasBackground = true;
      this.element.append(this.box('background'));
      this.on.layer('background', this.isShown('background'));
    }
  }

  private offerRemote(origin: string): void {
    const { t } = this.loc;
    const host = origin.replace(/^\w+:\/\//, '');
    const note = h(
      'p',
      { class: 'popup-note', id: uniqueId('note') },
      t('map.remoteNote', { host }),
    );
    const agreed = read(CONSENT) === origin;
    const box = checkbox(t('map.remote', { host }), agreed, (shown) => {
      // Taking the tick away takes the consent back.
      write(CONSENT, shown ? origin : null);
      this.on.layer('background', shown);
    });
    box.querySelector('input')?.setAttribute('aria-describedby', note.id);
    this.element.append(box, note);
    if (agreed) this.on.layer('background', true);
  }

  private box(name: LayerName): HTMLElement {
    const label = checkbox(this.loc.t(`map.${name}`), this.isShown(name), (shown) => {
      const before = [...this.boxes].map(([other]) => [other, this.isShown(other)] as const);
      this.link = null;
      for (const [other, was] of before) this.chosen.set(other, was);
      this.chosen.set(name, shown);
      write(KEY, JSON.stringify(Object.fromEntries(this.chosen)));
      this.on.layer(name, shown);
      this.on.chosen([...this.boxes.keys()].filter((other) => this.isShown(other)));
    });
    const box = label.querySelector('input');
    if (box) this.boxes.set(name, box);
    return label;
  }

  private isShown(name: LayerName): boolean {
    if (this.link) return this.link.includes(name);
    return this.chosen.get(name) ?? SHOWN.includes(name);
  }
}

function checkbox(label: string, checked: boolean, onchange: (on: boolean) => void): HTMLElement {
  const box = h('input', { type: 'checkbox', checked });
  box.addEventListener('change', () => onchange(box.checked));
  return h('label', { class: 'check' }, box, h('span', {}, label));
}

function remembered(): Map<string, boolean> {
  try {
    const stored: unknown = JSON.parse(read(KEY) ?? '{}');
    return new Map(
      Object.entries(stored ?? {}).filter(([, shown]) => typeof shown === 'boolean') as [
        string,
        boolean,
      ][],
    );
  } catch {
    return new Map(); // not ours
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is switched off: choices last as long as the page
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // as above
  }
}
