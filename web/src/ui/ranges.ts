// Ranges of numbers and days: two fields each, which may be empty.

import { type Ranged, rangesOf } from '../data/properties';
import type { Collection } from '../data/types';
import type { Locale } from '../i18n/locale';
import { parseDay } from '../state/day';
import { type Filter, withParam } from '../state/filter';
import { h, setText, uniqueId } from './dom';
import { facetTitle } from './labels';

/** The fields of all properties of a collection that have ranges; `change` takes the filter that is asked for. */
export function rangeFields(
  loc: Locale,
  collection: Collection,
  filter: Filter,
  change: (filter: Filter) => void,
): HTMLElement[] {
  return rangesOf(collection).map((ranged) => {
    const isCrossed = areCrossed(ranged, filter);
    const words = isCrossed ? loc.t('range.crossed') : '';
    const said = h('p', { id: uniqueId('range'), class: 'range-said', role: 'status' }, words);
    const end = (which: 'min' | 'max') => field(loc, ranged, which, filter, said, change);
    return h(
      'fieldset',
      { class: 'facet range' },
      h('legend', { dir: 'auto' }, facetTitle(loc, collection, ranged.name)),
      h('div', { class: 'range-fields' }, end('min'), end('max')),
      said,
    );
  });
}

// True where the least is more than the most.
function areCrossed({ name, type }: Ranged, { params }: Filter): boolean {
  const [least, most] = [params[`${name}_min`], params[`${name}_max`]];
  if (!least || !most) return false;
  const number = (text: string) => (type === 'date' ? parseDay(text) : Number(text));
  return (number(least) ?? -Infinity) > (number(most) ?? Infinity);
}

function field(
  loc: Locale,
  { name, type }: Ranged,
  which: 'min' | 'max',
  filter: Filter,
  said: HTMLElement,
  change: (filter: Filter) => void,
): HTMLElement {
  const param = `${name}_${which}`;
  const input: HTMLInputElement = h('input', {
    class: 'input',
    type: 'text',
    inputmode: type === 'date' ? 'text' : 'decimal',
    placeholder: type === 'date' ? loc.t('range.day') : null,
    value: filter.params[param] ?? '',
    'data-key': param,
    'aria-describedby': said.id,
    dir: 'ltr',
    onchange: () => {
      const value = understood(input.value, type);
      input.setAttribute('aria-invalid', String(value === null));
      if (value === null) {
        setText(said, loc.t(`range.wrong.${type}`, { text: input.value.trim() }));
        return;
      }
      const asked = withParam(filter, param, value);
      const isCrossed = areCrossed({ name, type }, asked);
      setText(said, isCrossed ? loc.t('range.crossed') : '');
      if (!isCrossed) change(asked);
    },
  });
  const label = loc.t(which === 'min' ? 'range.from' : 'range.to');
  return h('label', { class: 'range-end' }, h('span', {}, label), input);
}

// The value as the API has it; null for what is none. Digits of Arabic keyboards are digits.
function understood(text: string, type: Ranged['type']): string | null {
  const plain = text
    .trim()
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
  if (plain === '') return '';
  if (type === 'date') return parseDay(plain) === null ? null : plain;
  const number = plain.replace(',', '.').replace('٫', '.');
  const isNumber = type === 'integer' ? /^-?\d+$/ : /^-?\d+(\.\d+)?$/;
  return isNumber.test(number) ? number : null;
}
