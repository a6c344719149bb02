// The incidents of a sample's table, and the windows of time that are moved over them.

import { readFileSync } from 'node:fs';

const DAY_MS = 86_400_000;
const PLACES = new Set(['exact', 'vicinity', 'locality']); // what the page draws as marks

/** Days since 1970 of the first and last day of a date as the sample writes it. */
export function daysOf(date) {
  const [first, last] = date.split('/');
  if (last) return [dayOf(first), dayOf(last)];
  if (first.length > 7) return [dayOf(first), dayOf(first)];
  const [year, month] = first.split('-').map(Number);
  return [Date.UTC(year, month - 1, 1) / DAY_MS, Date.UTC(year, month, 1) / DAY_MS - 1];
}

function dayOf(iso) {
  return Date.parse(iso) / DAY_MS;
}

/** The incidents of a table, in the order of their first days. */
export function readIncidents(path) {
  const lines = readFileSync(path, 'latin1').trimEnd().split('\n').slice(1);
  return lines
    .map((line) => {
      const cells = line.split(',');
      const [start, end] = daysOf(cells[2]);
      return {
        start,
        end,
        lat: Number(cells[3]),
        lon: Number(cells[4]),
        isPlace: PLACES.has(cells[10]),
      };
    })
    .sort((a, b) => a.start - b.start);
}

/** How many incidents have a day in the window. */
export function countIn(incidents, { from, to }) {
  return incidents.filter(({ start, end }) => start <= to && end >= from).length;
}

/** Windows that hold a share of the incidents, in a drag over all of time: each begins with a month. */
export function windowsOf(incidents, share, moves) {
  const starts = incidents.map(({ start }) => start);
  const within = Math.round(share * incidents.length);
  if (share >= 1) return wholes(starts, moves);
  const first = starts[0];
  const last = starts[starts.length - within - 1];
  return Array.from({ length: moves }, (_, i) => {
    const from = monthOf(first + ((last - first) * i) / (moves - 1));
    return { from, to: starts[lowerBound(starts, from) + within] };
  });
}

function monthOf(day) {
  const date = new Date(Math.floor(day) * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / DAY_MS;
}

// All of time but for a few of its first days, which have hardly an incident.
function wholes(starts, moves) {
  const to = starts.at(-1) + 400; // some last that long
  return Array.from({ length: moves }, (_, i) => ({ from: starts[0] + (i % 7), to }));
}

function lowerBound(sorted, value) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (sorted[mid] < value) low = mid + 1;
    else high = mid;
  }
  return low;
}
