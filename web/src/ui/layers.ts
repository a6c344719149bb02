// Which layers of the map are shown: the boxes of the layers menu. What the
// reader chose is remembered on this device.

import type { BackgroundInfo } from '../data/types';
import type { Locale } from '../i18n/locale';
import type { LayerName } from '../map/map-view';
import { h, uniqueId } from './dom';

const LAYERS: readonly LayerName[] = ['basemap', 'relief', 'labels', 'local'];
const SHOWN: readonly LayerName[] = ['basemap', 'relief', 'labels', 'background'];
const KEY = 'incidentmap.layers';
const CONSENT = 'incidentmap.background';

export class LayersMenu {
  readonly element: HTMLElement;
  private readonly chosen: Map<string, boolean>;

  constructor(
    private readonly loc: Locale,
    private readonly onChange: (name: LayerName, shown: boolean) => void,
  ) {
    this.chosen = remembered();
    this.element = h(
      'div',
      {},
      h('p', { class: 'popup-title' }, loc.t('map.layers')),
      ...LAYERS.map((name) => this.box(name)),
    );
  }

  /** Tells the map what the reader has chosen before. */
  apply(): void {
    for (const name of LAYERS) this.onChange(name, this.isShown(name));
  }

  /** Offers the server's detailed background. One on another host needs the reader's consent. */
  offer(background: BackgroundInfo | undefined): void {
    if (!background) return;
    if (background.kind === 'remote') this.offerRemote(background.origin ?? '');
    else {
      this.element.append(this.box('background'));
      this.onChange('background', this.isShown('background'));
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
      this.onChange('background', shown);
    });
    box.querySelector('input')?.setAttribute('aria-describedby', note.id);
    this.element.append(box, note);
    if (agreed) this.onChange('background', true);
  }

  private box(name: LayerName): HTMLElement {
    return checkbox(this.loc.t(`map.${name}`), this.isShown(name), (shown) => {
      this.chosen.set(name, shown);
      write(KEY, JSON.stringify(Object.fromEntries(this.chosen)));
      this.onChange(name, shown);
    });
  }

  private isShown(name: LayerName): boolean {
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
