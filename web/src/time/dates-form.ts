// The window in words: a menu of windows by name, the first and the last day to
// be typed, and what it means to be within them.

import { dayWords } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import { type Day, formatDay, parseDay } from '../state/day';
import type { Mode } from '../state/filter';
import { h, setText, uniqueId } from '../ui/dom';
import { select } from './play-controls';
import type { OpenSpan } from './presets';

const FIRST_TYPED_YEAR = '1000'; // a year that is still being typed is shorter

export interface DatesEvents {
  window(window: OpenSpan): void;
  mode(mode: Mode): void;
}

export class DatesForm {
  readonly element: HTMLElement;
  private readonly from: HTMLInputElement;
  private readonly to: HTMLInputElement;
  private readonly mode: HTMLSelectElement;
  private readonly error: HTMLElement;
  private window: OpenSpan = { from: null, to: null };
  // Days that were typed and do not make a window yet.
  private pending = false;

  constructor(
    private readonly loc: Locale,
    menu: HTMLElement,
    private readonly events: DatesEvents,
  ) {
    const { t } = loc;
    const id = uniqueId('dates-error');
    this.error = h('p', { class: 'dock-error', role: 'alert', id, hidden: true });
    const input = () =>
      h('input', {
        ...{ type: 'date', class: 'input', max: '9999-12-31' },
        ...{ id: uniqueId('day'), 'aria-describedby': id },
      });
    this.from = input();
    this.to = input();
    this.mode = select(t('time.mode'), { overlap: t('time.overlap'), inside: t('time.inside') });
    this.from.addEventListener('change', () => this.typed('from'));
    this.to.addEventListener('change', () => this.typed('to'));
    this.mode.addEventListener('change', () => events.mode(this.mode.value as Mode));
    this.element = h(
      'div',
      { class: 'dock-dates' },
      menu,
      dayField(t('time.from'), this.from),
      dayField(t('time.to'), this.to),
      this.mode,
      this.error,
    );
  }

  /** Shows a window; the days stand for its open sides. `rests` when no drag is going on. */
  show(window: OpenSpan, days: { from: Day; to: Day }, mode: Mode, rests: boolean): void {
    const isSame = window.from === this.window.from && window.to === this.window.to;
    this.window = window;
    if (this.mode.value !== mode) this.mode.value = mode;
    if (isSame && this.pending) return; // the reader is not done
    this.say(null);
    this.setDay(this.from, days.from, rests);
    this.setDay(this.to, days.to, rests);
  }

  // A browser lays a field of a day out from many parts, of which nothing is seen while
  // nobody types: in a drag it keeps the day before.
  private setDay(input: HTMLInputElement, day: Day, rests: boolean): void {
    this.sayDay(input, day);
    if (!rests && input !== document.activeElement) return;
    const value = formatDay(day);
    if (input.value !== value) input.value = value;
  }

  // Browsers show a day in their own language, and not in the page's.
  private sayDay({ nextElementSibling: said }: HTMLInputElement, day: Day | null): void {
    if (said) setText(said, day === null ? '' : dayWords(this.loc, day, 'short'));
  }

  // An empty field is an open side. Only the side that was typed changes, unless
  // both were before they made a window.
  private typed(side: 'from' | 'to'): void {
    const read = (which: 'from' | 'to') =>
      which === side || this.pending ? dayIn(this[which]) : this.window[which];
    const window = { from: read('from'), to: read('to') };
    const { from, to } = window;
    this.sayDay(this[side], dayIn(this[side]));
    const isTurned = from !== null && to !== null && from > to;
    this.say(isTurned ? { from, to } : null);
    if (!isTurned) this.events.window(window);
  }

  // Says why the days make no window; null when they do.
  private say(wrong: { from: Day; to: Day } | null): void {
    this.pending = wrong !== null;
    if (!wrong && this.error.hidden) return;
    for (const input of [this.from, this.to]) {
      if (wrong) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    }
    this.error.hidden = !wrong;
    if (!wrong) return;
    const { loc } = this;
    const [from, to] = [dayWords(loc, wrong.from), dayWords(loc, wrong.to)];
    setText(this.error, loc.t('time.turned', { from, to }));
  }
}

function dayIn({ value }: HTMLInputElement): Day | null {
  return value < FIRST_TYPED_YEAR ? null : parseDay(value);
}

// An input of a day with its name and with what says the day while nobody types, which is no
// part of the name.
function dayField(name: string, input: HTMLInputElement): HTMLElement {
  const said = h('span', { class: 'day-said', 'aria-hidden': 'true' });
  return h(
    'div',
    { class: 'field' },
    h('label', { for: input.id }, name),
    h('span', { class: 'day-field' }, input, said),
  );
}
