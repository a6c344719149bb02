// Finding places by name, and showing one on the map.

import { fetchPlaces } from './data/api';
import { Latest } from './data/loader';
import type { Locale } from './i18n/locale';
import { foundWords } from './i18n/places';
import type { FoundPlace } from './state/screen';
import type { View } from './view';

const BIAS_ZOOM = 4; // from which the view says where the reader looks

export class PlaceSearch {
  private readonly request = new Latest();

  constructor(
    private readonly loc: Locale,
    private readonly view: View,
  ) {}

  /** Offers places that are called so, those in view first. */
  async suggest(text: string): Promise<void> {
    const { map } = this.view;
    const bbox = map.position().zoom >= BIAS_ZOOM ? map.bbox() : null;
    const places = await this.request
      .run((signal) => fetchPlaces(text, bbox, signal))
      .catch(() => []); // the incidents are searched all the same
    if (places) this.view.search.showPlaces(text, places);
  }

  /** Shows a place on the map; null takes it off. */
  show(place: FoundPlace | null): void {
    this.request.abort();
    this.view.search.showFound(place);
    this.view.map.showPlace(place, place ? foundWords(this.loc, place) : '');
  }
}
