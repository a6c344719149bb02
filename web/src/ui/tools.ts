// The buttons on the map: zoom, show all, layers, link, download.

import type { Locale } from '../i18n/locale';
import { Disclosure } from './disclosure';
import { h, setText } from './dom';
import { type IconName, icon } from './icons';
import type { LayersMenu } from './layers';
import type { LookMenu } from './look';

export interface ToolEvents {
  zoom(steps: number): void;
  fit(): void;
  download(): void;
}

const SAID_MS = 4_000; // how long "link copied" stays
const READ_MS = 80; // a character, so that a longer text can be read

export class Tools {
  readonly element: HTMLElement;
  private readonly said = h('p', { class: 'toast', role: 'status' });
  private timer = 0;

  constructor(
    private readonly loc: Locale,
    look: LookMenu,
    layers: LayersMenu,
    area: HTMLElement,
    events: ToolEvents,
  ) {
    const { t } = loc;
    this.element = h(
      'div',
      { class: 'tools' },
      h(
        'div',
        { class: 'tool-group' },
        tool(t('map.zoomIn'), 'plus', () => events.zoom(1)),
        tool(t('map.zoomOut'), 'minus', () => events.zoom(-1)),
        tool(t('map.fit'), 'fit', () => events.fit()),
        document.fullscreenEnabled ? tool(t('map.full'), 'full', () => void toggleFull()) : null,
      ),
      h(
        'div',
        { class: 'tool-group' },
        new Disclosure(t('look.title'), 'legend', look.element).element,
        new Disclosure(t('map.layers'), 'layers', layers.element).element,
        new Disclosure(t('area.title'), 'area', area).element,
        tool(t('share.copy'), 'link', () => void this.copy()),
        tool(t('download.label'), 'download', () => events.download()),
      ),
      this.said,
    );
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.address());
      this.say(this.loc.t('share.copied'));
    } catch {
      this.say(this.loc.t('share.failed')); // refused, or not a secure context
    }
  }

  // With the language, which may be the browser's choice here and another one there.
  private address(): string {
    const url = new URL(location.href);
    url.searchParams.set('lang', this.loc.lang);
    return url.href;
  }

  /** Says something in passing. */
  say(text: string): void {
    setText(this.said, text);
    window.clearTimeout(this.timer);
    const time = Math.max(SAID_MS, text.length * READ_MS);
    this.timer = window.setTimeout(() => setText(this.said, ''), time);
  }
}

async function toggleFull(): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await document.documentElement.requestFullscreen().catch(() => undefined); // refused
}

function tool(label: string, name: IconName, onclick: () => void): HTMLElement {
  return h(
    'button',
    { type: 'button', class: 'button tool', 'aria-label': label, title: label, onclick },
    icon(name),
  );
}
