// Small tables whose dates are hard on a time axis, and what the dock says of them.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { test as base, expect } from './fixtures';
import { type Server, startServer } from './server';

const days = (month: string, ...of: number[]) =>
  of.map((day) => `${month}-${String(day).padStart(2, '0')}`);
const rows = (dates: readonly string[], kind = 'attack') =>
  dates.map((date, i) => `r${i},Row ${i},${date},${34 + i / 50},69.${10 + (i % 80)},${kind}`);

/** Twenty years with a row each, and the days of one week. */
const WEEK = [
  ...Array.from({ length: 20 }, (_, i) => `${2004 + i}-06-15`),
  ...days('2020-03', 1, 2, 3, 4, 5, 6, 7, 8),
];
/** A few days, eight years after a single one. */
const OUTLIER = ['1903-06-01', ...days('1911-03', 10, 10, 10, 11, 11, 11, 12, 13, 14, 15, 15, 15)];
/** Eight months, and the first and the last year that can be written. */
const FAR_YEARS = [
  '0001-01-01',
  ...Array.from({ length: 8 }, (_, i) => `2021-0${i + 1}-01`),
  '9999-12-31',
];
const HEADER = 'id,title,date,lat,lon,kind';
const TABLES: Readonly<Record<string, readonly string[]>> = {
  week: [HEADER, ...rows(WEEK)],
  outlier: [HEADER, ...rows(OUTLIER)],
  'far-years': [HEADER, ...rows(FAR_YEARS)],
  borders: [
    HEADER,
    'a,First day,2021-01-01,34.5,69.1,attack',
    'b,Middle,2021-03-15,34.6,69.3,operation',
    'c,Lasted,2021-01-10/2021-03-20,34.9,69.9,attack',
    'd,Last day,2021-06-30,35.2,69.4,attack',
    'e,In a month,2021-04,35.1,69.4,operation',
  ],
};

/** Serves these tables beside the shipped data. */
export const test = base.extend<object, { server: Server }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern here
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'incidentmap-'));
      const files = Object.entries(TABLES).map(([name, lines]) => ({
        path: join(folder, `${name}.csv`),
        lines,
      }));
      for (const { path, lines } of files) await writeFile(path, lines.join('\n'));
      const server = await startServer(...files.map(({ path }) => path));
      await use(server);
      await server.stop();
      await rm(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

/** The first and the last day that the dock says. */
export function datesOf(page: Page): Promise<string> {
  return page
    .locator('.dock-dates input')
    .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value).join('/'));
}

/** How many bars or parts of them a path has. */
export async function barsOf(page: Page, selector: string): Promise<number> {
  const paths = await page
    .locator(selector)
    .evaluateAll((all) => all.map((e) => e.getAttribute('d')));
  return paths.join('').match(/M/g)?.length ?? 0;
}

interface Bin {
  start: string;
  end: string;
  certain: number;
  possible: number;
}

/** What the server counts over time. */
export async function histogram(page: Page, collection: string, query: string): Promise<Bin[]> {
  const response = await page.request.get(`/api/collections/${collection}/histogram?${query}`);
  expect(response.status()).toBe(200);
  return ((await response.json()) as { bins: Bin[] }).bins;
}

/** Where a day is on the detail strip, by the days and the width that it has. */
export async function placeOf(page: Page, day: string): Promise<{ x: number; y: number }> {
  const box = await page.locator('.brush-track').boundingBox();
  const handles = page.locator('.brush-handle');
  const at = async (i: number) => {
    const handle = await handles.nth(i).boundingBox();
    const now = Number(await handles.nth(i).getAttribute('aria-valuenow'));
    return { x: (handle?.x ?? 0) + (handle?.width ?? 0) / 2, day: now };
  };
  const [start, end] = [await at(0), await at(1)];
  const perDay = (end.x - start.x) / (end.day + 1 - start.day);
  const wanted = Date.parse(day) / 86_400_000;
  return { x: start.x + (wanted - start.day) * perDay, y: (box?.y ?? 0) + 20 };
}
