// How well places are known, as the map draws it.

import { PRECISIONS, type Precision } from '../data/types';

const AREAS: readonly Precision[] = ['admin2', 'admin1', 'area', 'offshore', 'country'];
const IS_AREA = PRECISIONS.map((precision) => AREAS.includes(precision));

/** True when only an area is known, so that no mark may stand for the place. */
export function isArea(precisionIndex: number): boolean {
  return IS_AREA[precisionIndex] ?? true;
}
