// The search field: asks for a text once the reader has stopped typing, and
// offers places that are called so (WAI-ARIA combobox with a listbox).

import type { Locale } from '../i18n/locale';
import { placeKind } from '../i18n/places';
import type { FoundPlace } from '../state/screen';
import { fill, h, setText, uniqueId } from './dom';
import { icon } from './icons';

const PAUSE_MS = 250;
const LEAST_LETTERS = 2; // of a place that is asked for

export interface SearchEvents {
  /** The reader asks for incidents with these words. */
  search(text: string): void;
  /** The reader may be typing the name of a place. */
  suggest(text: string): void;
  /** The reader chose a place; null when it is to go. */
  place(place: FoundPlace | null): void;
}

export class SearchField {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly list: HTMLUListElement;
  private readonly spoken = h('p', { class: 'visually-hidden', role: 'status' });
  private readonly ids = { input: uniqueId('search'), list: uniqueId('places') };
  private places: readonly FoundPlace[] = [];
  private active = -1;
  private chosen: FoundPlace | null = null;
  private timer = 0;

  constructor(
    private readonly loc: Locale,
    private readonly on: SearchEvents,
  ) {
    this.input = h('input', {
      id: this.ids.input,
      type: 'search',
      class: 'input',
      role: 'combobox',
      'aria-expanded': 'false',
      'aria-controls': this.ids.list,
      'aria-autocomplete': 'list',
      placeholder: loc.t('search.placeholder'),
      maxlength: 200,
      autocomplete: 'off',
      dir: 'auto',
      oninput: () => this.later(),
      onkeydown: (event: KeyboardEvent) => this.key(event),
      onblur: () => this.close(),
    });
    this.list = h('ul', {
      id: this.ids.list,
      class: 'place-list',
      role: 'listbox',
      'aria-label': loc.t('search.places'),
      hidden: true,
    });
    this.element = h(
      'form',
      { class: 'search', role: 'search' },
      h('label', { for: this.ids.input, class: 'visually-hidden' }, loc.t('search.label')),
      icon('search'),
      this.input,
      this.list,
      this.spoken,
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.send();
    });
  }

  /** Shows the text of the filter, unless the reader is typing another. */
  show(text: string): void {
    if (this.timer !== 0 || this.chosen) return;
    if (this.input.value.trim() !== text) this.input.value = text;
  }

  /** Shows the name of the place that is on the map; null where none is, or none any more. */
  showFound(place: FoundPlace | null): void {
    if (place?.name === this.chosen?.name) return;
    this.chosen = place;
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.input.value = place?.name ?? '';
  }

  /** Offers places for a text, if the reader still has it in the field. */
  showPlaces(text: string, places: readonly FoundPlace[]): void {
    if (this.chosen || this.input.value.trim() !== text) return;
    if (document.activeElement !== this.input) return;
    this.places = places;
    this.active = -1;
    fill(this.list, ...places.map((place, i) => this.option(place, i)));
    this.open(places.length > 0);
    setText(this.spoken, this.loc.t('search.found', { n: places.length }));
  }

  private option(place: FoundPlace, index: number): HTMLElement {
    return h(
      'li',
      {
        id: `${this.ids.list}-${index}`,
        role: 'option',
        'aria-selected': 'false',
        onmousedown: (event: MouseEvent) => {
          event.preventDefault(); // the focus stays in the field
          this.choose(place);
        },
      },
      h('span', { class: 'place-name', dir: 'auto' }, place.name),
      h('span', { class: 'place-where', dir: 'auto' }, place.within),
      h('span', { class: 'place-kind' }, placeKind(this.loc, place.precision)),
    );
  }

  private later(): void {
    if (this.chosen) this.drop();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.send(), PAUSE_MS);
  }

  private send(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    if (this.chosen) return;
    const text = this.input.value.trim();
    this.on.search(text);
    if (text.length >= LEAST_LETTERS) this.on.suggest(text);
    else this.close();
  }

  private key(event: KeyboardEvent): void {
    const n = this.places.length;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined && n > 0) {
      this.open(true);
      this.mark(this.active < 0 && step < 0 ? n - 1 : (this.active + step + n) % n);
    } else if (event.key === 'Enter' && this.active >= 0) {
      this.choose(this.places[this.active] as FoundPlace);
    } else if (event.key === 'Escape' && !this.list.hidden) {
      this.close();
      event.stopPropagation();
    } else {
      return;
    }
    event.preventDefault();
  }

  private mark(index: number): void {
    this.active = index;
    [...this.list.children].forEach((option, i) => {
      option.setAttribute('aria-selected', String(i === index));
      if (i !== index) return;
      this.input.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    });
  }

  // The words were those of a place: they no longer filter the incidents.
  private choose(place: FoundPlace): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.chosen = place;
    this.input.value = place.name;
    this.close();
    this.on.search('');
    this.on.place(place);
    setText(this.spoken, this.loc.t('search.shown', { name: place.name }));
  }

  private drop(): void {
    this.chosen = null;
    this.on.place(null);
  }

  private open(isOpen: boolean): void {
    this.list.hidden = !isOpen;
    this.input.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) this.input.removeAttribute('aria-activedescendant');
  }

  private close(): void {
    this.active = -1;
    this.open(false);
  }
}
