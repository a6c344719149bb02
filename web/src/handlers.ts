// What the reader does on the page, as the parts of the page tell it.

import type { Summaries } from './data/summaries';
import type { MapEvents } from './map/map-view';
import type { Look } from './state/look';
import type { Screen } from './state/screen';
import type { TimeEvents } from './time/dock';
import type { AccountEvents } from './ui/account';
import type { AreaEvents } from './ui/area';
import type { ContextEvents } from './ui/context';
import type { ContributeEvents } from './ui/contribute';
import type { DetailEvents } from './ui/detail';
import type { Choice, Scope } from './ui/download';
import type { FacetEvents } from './ui/facets';
import type { SearchEvents } from './ui/search';
import type { SummaryEvents } from './ui/summary';

export interface Handlers {
  readonly map: MapEvents;
  readonly time: TimeEvents;
  readonly summary: SummaryEvents;
  readonly detail: DetailEvents;
  readonly context: ContextEvents;
  readonly facets: FacetEvents;
  look(change: Partial<Look>): void;
  readonly search: SearchEvents;
  readonly summaries: Pick<Summaries, 'get' | 'want'>;
  readonly contribute: ContributeEvents;
  readonly account: AccountEvents;
  /** Something else is on the screen. */
  screen(change: Partial<Screen>): void;
  open(id: string): void;
  /** The list is shown, or has room for more. */
  listShown(): void;
  /** Only incidents in view are to be listed, or all. */
  listInView(only: boolean): void;
  chooseCollection(id: string): void;
  readonly area: AreaEvents;
  fit(): void;
  download(scope: Scope): Choice;
  reset(): void;
  /** Every source of the data, as text. */
  sources(): Promise<string>;
}
