// Windows of time that are chosen by name: of the calendar, and of what the
// context tells of.

import { type ContextLayer, type ContextRecord, ofKind } from '../data/context';
import { contextWhen } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import { type Day, dayOf, type Span, year } from '../state/day';
import { addUnits } from '../state/units';
import { fill, h } from '../ui/dom';

/** Open sides are null. */
export interface OpenSpan {
  readonly from: Day | null;
  readonly to: Day | null;
}

export interface Preset extends OpenSpan {
  readonly id: string;
  readonly label: string;
}

/** The windows of the calendar: of today, and of the end of the data where that is earlier. */
export function calendarPresets(loc: Locale, today: Day, extent: Span): Preset[] {
  const { t } = loc;
  const wholeYear = (y: number) => ({ from: dayOf(y, 1, 1), to: dayOf(y, 12, 31) });
  const lastYear = year(extent.to);
  const presets: Preset[] = [
    { id: 'all', label: t('time.all'), from: null, to: null },
    { id: 'year', label: t('time.thisYear'), ...wholeYear(year(today)) },
    { id: 'months', label: t('time.last12'), from: addUnits('year', today, -1) + 1, to: today },
  ];
  if (lastYear < year(today)) {
    const words = new Intl.NumberFormat(loc.intl, { useGrouping: false }).format(lastYear);
    const label = t('time.lastYear', { year: words });
    presets.push({ id: 'last', label, ...wholeYear(lastYear) });
  }
  return presets;
}

/** The windows of terms or events. */
export function contextPresets(loc: Locale, records: readonly ContextRecord[]): Preset[] {
  return records.map((record) => ({
    id: record.id,
    label: `${loc.isolate(record.properties.title)} (${contextWhen(loc, record)})`,
    from: record.from,
    to: record.ongoing ? null : record.to,
  }));
}

/** The day that it is for the reader. */
export function today(now = new Date()): Day {
  return dayOf(now.getFullYear(), now.getMonth() + 1, now.getDate());
}

/** The menu of all of them; it shows which one the window is. */
export class PresetMenu {
  readonly element: HTMLSelectElement;
  private presets: readonly Preset[] = [];
  private layers: readonly ContextLayer[] = [];
  private extent: Span = { from: 0, to: 0 };
  private window: OpenSpan = { from: null, to: null };

  constructor(
    private readonly loc: Locale,
    choose: (window: OpenSpan) => void,
  ) {
    this.element = h('select', {
      class: 'select dock-preset',
      'aria-label': loc.t('time.preset'),
      onchange: () => {
        const preset = this.presets[Number(this.element.value)];
        if (preset) choose(preset);
      },
    });
  }

  setExtent(extent: Span): void {
    this.extent = extent;
    this.draw();
  }

  setLayers(layers: readonly ContextLayer[]): void {
    this.layers = layers;
    this.draw();
  }

  /** Shows the name of a window that has one. */
  show(window: OpenSpan): void {
    this.window = window;
    const at = this.presets.findIndex(({ from, to }) => from === window.from && to === window.to);
    this.element.value = at < 0 ? '' : String(at);
  }

  private draw(): void {
    const { loc } = this;
    const groups = [
      { label: '', presets: calendarPresets(loc, today(), this.extent) },
      {
        label: loc.t('context.terms'),
        presets: contextPresets(loc, ofKind(this.layers, 'term')),
      },
      { label: loc.t('time.events'), presets: contextPresets(loc, ofKind(this.layers, 'mark')) },
    ];
    this.presets = groups.flatMap(({ presets }) => presets);
    const option = (preset: Preset) =>
      h('option', { value: this.presets.indexOf(preset) }, preset.label);
    fill(
      this.element,
      h('option', { value: '', hidden: true }, loc.t('time.own')),
      ...groups.flatMap(({ label, presets }) => {
        const options = presets.map(option);
        if (!label || options.length === 0) return options;
        return [h('optgroup', { label }, ...options)];
      }),
    );
    this.show(this.window);
  }
}
