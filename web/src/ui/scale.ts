// The words of numbers on the map: of areas, and of what their colours mean.

import type { Locale } from '../i18n/locale';
import { CLASSES, type UnitCount, type UnitCounts } from '../map/choropleth';
import { areaColorAt, rampAt } from '../map/heat';
import type { AreaName } from '../map/outlines';
import { DARK, LIGHT } from '../map/palette';
import type { Look, Measure } from '../state/look';
import { valueLabel } from './labels';
import type { Scale } from './legend';

/** The name of an area: its own where it has one, else its country's. */
export function areaLabel(loc: Locale, { country, admin1, admin2 }: AreaName): string {
  return admin2 ?? admin1 ?? valueLabel(loc, null, 'country', country);
}

/** "3 in Nangarhar", or "3 in an area" that has no name. */
export function badgeWords(loc: Locale, n: number, area: AreaName | null): string {
  return area
    ? loc.t('map.badge', { n, area: areaLabel(loc, area) })
    : loc.t('map.badgeArea', { n });
}

/** "12 incidents here"; with the people killed where numbers count them. */
export function stackWords(
  loc: Locale,
  n: number,
  killed: number | null,
  { measure }: Look,
): string {
  const here = loc.t('map.stack', { n });
  if (measure === 'count') return here;
  return `${here}; ${killed === null ? loc.t('killed.none') : loc.t('sum.killed', { n: killed })}`;
}

/** "Nangarhar: 12 incidents", or people killed as far as it is known. */
export function unitWords(loc: Locale, { area, n, killed }: UnitCount, measure: Measure): string {
  const incidents = loc.t('scale.incidents', { n });
  const name = loc.isolate(areaLabel(loc, area));
  if (measure === 'count') return `${name}: ${incidents}`;
  return `${name}: ${killed === null ? loc.t('killed.none') : loc.t('sum.killed', { n: killed })} (${incidents})`;
}

/** What the map's colours mean; null where it has none. */
export function scaleOf(
  loc: Locale,
  look: Look,
  dark: boolean,
  units: UnitCounts | null,
): Scale | null {
  const { ramp, land } = dark ? DARK : LIGHT;
  const ofClasses = (of: (value: number) => string) =>
    CLASSES.map((_, i) => of(i / (CLASSES.length - 1)));
  const title = loc.t(look.measure === 'killed' ? 'look.killed' : 'look.count');
  if (look.density === 'heat') {
    const labels = CLASSES.map((_, i) => {
      if (i === 0) return loc.t('scale.few');
      return i === CLASSES.length - 1 ? loc.t('scale.many') : '';
    });
    const colors = ofClasses((value) => `rgb(${rampAt(ramp, value).join(' ')})`);
    return { title, colors, labels, note: '' };
  }
  if (!units) return null;
  const labels = CLASSES.map((least, i) => {
    const next = CLASSES[i + 1];
    return next === undefined
      ? loc.t('scale.from', { n: least })
      : loc.t('figure.range', { low: least, high: next - 1 });
  });
  const note = units.without > 0 ? loc.t('scale.without', { n: units.without }) : '';
  const colors = ofClasses((value) => areaColorAt(ramp, value, land));
  return { title, colors, labels, note };
}
