// Where an incident was: by name, by a point, and how well that is known.

import { formatPoints, parsePoints } from '../../data/draft';
import { type Candidate, type Position, PRECISIONS } from '../../data/types';
import type { Locale } from '../../i18n/locale';
import { placeKind } from '../../i18n/places';
import { bdi, fill, h, setText } from '../dom';
import { button, Field, input, select } from './fields';
import type { Say } from './words';

export interface PlaceEvents {
  find(text: string): void;
  /** Other points are typed or chosen: the map is to show them. */
  points(points: readonly Position[]): void;
  /** The reader wants to set the place by a click on the map, or by its middle. */
  click(): void;
  middle(): void;
}

const TYPED = ['place', 'country', 'admin1', 'admin2', 'place_radius_m'] as const;

export class PlaceFields {
  readonly element: HTMLElement;
  private readonly fields: Record<(typeof TYPED)[number], Field<HTMLInputElement>>;
  private readonly coordinates: Field<HTMLInputElement>;
  private readonly precision: Field<HTMLSelectElement>;
  private readonly found = h('ul', { class: 'form-found' });
  private readonly said = h('p', { class: 'muted', role: 'status' });
  private points: readonly Position[] = [];

  constructor(
    private readonly loc: Locale,
    private readonly say: Say,
    private readonly on: PlaceEvents,
  ) {
    const field = (name: (typeof TYPED)[number], props = {}) => new Field(say(name), input(props));
    this.fields = {
      place: field('place'),
      country: field('country'),
      admin1: field('admin1'),
      admin2: field('admin2'),
      place_radius_m: field('place_radius_m', { inputmode: 'numeric', dir: 'ltr', maxlength: 12 }),
    };
    this.coordinates = new Field(say('points'), input({ dir: 'ltr', placeholder: '34.43, 70.45' }));
    const known = PRECISIONS.map((id) => [id, loc.term('place_precision', id)] as const);
    this.precision = new Field(say('place_precision'), select([['', say('choose')], ...known], ''));
    this.fields.place.control.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault(); // the form is not sent: the place is looked for
      this.find();
    });
    this.coordinates.control.addEventListener('change', () => this.typed());
    this.element = h('div', { class: 'form-rows' }, ...this.parts());
  }

  show(texts: Readonly<Record<string, string>>, points: readonly Position[]): void {
    for (const name of TYPED) this.fields[name].control.value = texts[name] ?? '';
    this.precision.control.value = texts['place_precision'] ?? '';
    fill(this.found);
    setText(this.said, '');
    this.showPoints(points);
  }

  /** The map has other points. */
  showPoints(points: readonly Position[]): void {
    this.points = points;
    this.coordinates.control.value = formatPoints(points);
    this.coordinates.setError('');
  }

  showFinding(): void {
    fill(this.found);
    setText(this.said, this.say('place.finding'));
  }

  /** Offers places; the first one is in reach of the next Tab. */
  showFound(places: readonly Candidate[]): void {
    const n = places.length;
    setText(this.said, n > 0 ? this.say('place.found', { n }) : this.say('place.none'));
    fill(this.found, ...places.map((place) => h('li', {}, this.offer(place))));
  }

  /** Says what happens on the map. */
  tell(words: string): void {
    setText(this.said, words);
  }

  texts(): Record<string, string> {
    const typed = TYPED.map((name) => [name, this.fields[name].control.value.trim()] as const);
    return { ...Object.fromEntries(typed), place_precision: this.precision.control.value };
  }

  get value(): readonly Position[] {
    return this.points;
  }

  /** The fields of properties, for what the server says of them. */
  fieldOf(name: string): Field | null {
    if (name === 'geometry') return this.coordinates;
    if (name === 'place_precision') return this.precision;
    return this.fields[name as (typeof TYPED)[number]] ?? null;
  }

  problems(): string[] {
    const isBad = parsePoints(this.coordinates.control.value) === null;
    return isBad ? [this.say('points.bad')] : [];
  }

  private parts(): HTMLElement[] {
    const { say, fields } = this;
    const find = button(say('place.find'), () => this.find());
    const none = button(say('points.none'), () => this.set([]));
    return [
      h('div', { class: 'form-line form-find' }, fields.place.element, find),
      this.said,
      this.found,
      this.coordinates.element,
      h(
        'div',
        { class: 'form-buttons' },
        button(say('points.click'), () => this.on.click()),
        button(say('points.middle'), () => this.on.middle()),
        none,
      ),
      h('div', { class: 'form-line' }, this.precision.element, fields.place_radius_m.element),
      fields.country.element,
      h('div', { class: 'form-line' }, fields.admin1.element, fields.admin2.element),
    ];
  }

  private find(): void {
    const text = this.fields.place.control.value.trim();
    if (text) this.on.find(text);
    else this.fields.place.control.focus();
  }

  private typed(): void {
    const points = parsePoints(this.coordinates.control.value);
    this.coordinates.setError(points ? '' : this.say('points.bad'));
    if (points) this.set(points);
  }

  private set(points: readonly Position[]): void {
    this.showPoints(points);
    this.on.points(points);
  }

  private offer(place: Candidate): HTMLElement {
    const kind = placeKind(this.loc, place.precision);
    const words = place.within
      ? this.say('place.on', { name: place.name, within: place.within, kind })
      : place.name;
    return h(
      'button',
      { type: 'button', class: 'link', onclick: () => this.take(place) },
      bdi(words),
    );
  }

  private take(place: Candidate): void {
    const { fields } = this;
    fields.country.control.value = place.country;
    fields.admin1.control.value = place.admin1;
    fields.admin2.control.value = place.admin2;
    fields.place_radius_m.control.value = String(Math.round(place.radiusM));
    this.precision.control.value = place.precision;
    this.set([[place.lon, place.lat]]);
    fill(this.found);
    setText(this.said, this.say('place.chosen', { name: place.name }));
    fields.place.control.focus();
    this.element.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
