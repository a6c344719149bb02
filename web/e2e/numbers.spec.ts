// Every number on the page is the number that the API gives to the page's own
// address: for filters and windows drawn by chance, at rest and in a drag. With
// LONG=1 the tables have 300,000 and a million rows.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { test as base, expect, filterOf } from './fixtures';
import { type Server, startServer } from './server';

const isLong = process.env['LONG'] === '1';
const SIZES = isLong ? [300_000, 1_000_000] : [20_000];
const ROUNDS = isLong ? 12 : 15;
const TYPES = ['bombing', 'raid', 'armed_clash', 'arrest', 'other'];
const AREAS = ['admin2', 'admin1', 'area', 'offshore', 'country'];
const PRECISIONS = ['exact', 'vicinity', 'locality', 'admin1'];

/** Numbers from 0 to 1, the same in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const isoOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
const dayAt = (n: number) => new Date(Date.UTC(2000, 0, 1 + n)).toISOString().slice(0, 10);

function table(rows: number): string {
  const r = random(4711);
  const pick = <T>(values: readonly T[]) => values[Math.floor(r() * values.length)] as T;
  const lines = [
    'id,title,date,lat,lon,kind,event_type,country,admin1,actor,place_precision,fatalities',
  ];
  for (let i = 0; i < rows; i++) {
    const day = dayAt(Math.floor(r() * 8_700));
    const date =
      r() < 0.05 ? day.slice(0, 7) : r() < 0.02 ? `${day}/${day.slice(0, 4)}-12-31` : day;
    const place = r() < 0.02 ? ',' : `${(24 + r() * 15).toFixed(4)},${(60 + r() * 18).toFixed(4)}`;
    const type = pick(TYPES);
    const killed = r() < 0.2 ? '' : Math.floor(r() ** 4 * 40);
    lines.push(
      `m${i},Made-up ${i},${date},${place},${type === 'raid' ? 'operation' : 'attack'},${type},` +
        `${pick(['AF', 'PK', 'IR'])},Province ${Math.floor(r() * 30)},Group ${Math.floor(r() * 9)},` +
        `${pick(PRECISIONS)},${killed}`,
    );
  }
  return lines.join('\n');
}

const test = base.extend<object, { large: Server }>({
  large: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern here
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'incidentmap-'));
      const files = SIZES.map((n) => join(folder, `made${n}.csv`));
      for (const [i, n] of SIZES.entries()) await writeFile(files[i] as string, table(n));
      const server = await startServer(...files);
      await use(server);
      await server.stop();
      await rm(folder, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ large }, use) => use(large.url),
});

interface Sum {
  low: number | null;
  unreported: number;
}
interface Answer {
  numberMatched: number;
  withoutPlace: number;
  facets: Record<string, { value: string; count: number }[]>;
  sums: { fatalities: Sum; injuries: Sum };
}

const BY = ['kind', 'event_type', 'country', 'actor', 'place_precision'];

function ask(page: Page, collection: string, params: URLSearchParams, by = BY): Promise<Answer> {
  const asked = new URLSearchParams(params);
  asked.set('by', by.join(','));
  const url = `/api/collections/${collection}/facets?${asked}`;
  return page.request.get(url).then((response) => response.json() as Promise<Answer>);
}

/** What the page says: all of its numbers. */
function said(page: Page) {
  return page.evaluate(() => {
    const number = (text: string | null | undefined) => Number((text ?? '').replace(/[^\d]/g, ''));
    const text = (selector: string) => document.querySelector(selector)?.textContent ?? '';
    const counts: Record<string, number> = {};
    for (const box of document.querySelectorAll<HTMLElement>('.facet-value input')) {
      const count = box.parentElement?.querySelector('.facet-count')?.textContent;
      counts[box.dataset['key'] ?? ''] = count === '…' ? -1 : number(count);
    }
    const sums = [...document.querySelectorAll('.sum-kind')].map((kind) => kind.textContent ?? '');
    return {
      shown: Number(
        document.querySelector<HTMLElement>('.summary')?.dataset['shown'] ?? Number.NaN,
      ),
      count: text('.sum-count'),
      notes: document.querySelector<HTMLElement>('.sum-line')?.innerText ?? '',
      counts,
      sums: sums.length > 0 ? sums : [text('.sums')],
    };
  });
}

const grouped = (n: number) => n.toLocaleString('en-GB');

/** Holds what the page says against the API's answers to its address. */
async function compare(
  page: Page,
  collection: string,
  { inDrag, params = filterOf(page) }: { inDrag: boolean; params?: URLSearchParams },
): Promise<void> {
  for (const own of ['density', 'measure', 'coarsest']) params.delete(own);
  const now = await said(page);
  const answer = await ask(page, collection, params);
  const where = params.toString();
  expect(now.shown, where).toBe(answer.numberMatched);
  expect(now.count, where).toContain(`Showing ${grouped(answer.numberMatched)} of`);
  if (answer.withoutPlace > 0) {
    expect(now.notes, where).toContain(`${grouped(answer.withoutPlace)} without a place`);
  }
  if (!inDrag && answer.numberMatched > 0)
    await compareView(page, collection, params, answer, now.notes);
  for (const [key, count] of Object.entries(now.counts)) {
    const at = key.indexOf('=');
    const [name, value] = [key.slice(0, at), key.slice(at + 1)];
    if (!BY.includes(name) || (inDrag && count < 0)) continue;
    const told = answer.facets[name]?.find((facet) => facet.value === value)?.count ?? 0;
    expect(count, `${key} of ${where}`).toBe(told);
  }
  await compareSums(page, collection, params, answer, now.sums);
}

// Incidents outside the view are those that the API does not find in its box.
async function compareView(
  page: Page,
  collection: string,
  params: URLSearchParams,
  answer: Answer,
  notes: string,
): Promise<void> {
  const box = new URLSearchParams(params);
  box.set('bbox', (await page.locator('.map').getAttribute('data-bbox')) ?? '');
  const outside = answer.numberMatched - (await ask(page, collection, box, ['kind'])).numberMatched;
  // What is known to an area may be told of in the view, wherever its point is.
  const chosen = params.get('place_precision')?.split(',');
  const areas = (answer.facets['place_precision'] ?? [])
    .filter(({ value }) => AREAS.includes(value) && (chosen?.includes(value) ?? true))
    .reduce((n, { count }) => n + count, 0);
  const told = Number((/([\d,]+) outside this view/.exec(notes)?.[1] ?? '0').replaceAll(',', ''));
  expect(told, `${box}`).toBeLessThanOrEqual(outside);
  expect(told, `${box}`).toBeGreaterThanOrEqual(outside - areas);
}

async function compareSums(
  page: Page,
  collection: string,
  params: URLSearchParams,
  answer: Answer,
  sums: readonly string[],
): Promise<void> {
  const chosen = params.get('kind')?.split(',');
  const kinds = (answer.facets['kind'] ?? []).filter(
    ({ value, count }) => count > 0 && (chosen?.includes(value) ?? true),
  );
  if (kinds.length === 0) return;
  for (const { value } of kinds) {
    const only = new URLSearchParams(params);
    only.set('kind', value);
    const { fatalities } = (await ask(page, collection, only, ['kind'])).sums;
    const words = kinds.length > 1 ? sums.find((s) => s.toLowerCase().startsWith(value)) : sums[0];
    expect(words, `${value} of ${params}`).toBeDefined();
    if (fatalities.low) expect(words).toContain(`${grouped(fatalities.low)}`);
    if (fatalities.low !== null && fatalities.unreported > 0)
      expect(words).toContain(`${grouped(fatalities.unreported)} without`);
  }
}

/** A filter drawn by chance. */
function draw(r: () => number): URLSearchParams {
  const params = new URLSearchParams();
  const some = (name: string, values: readonly string[], chance: number) => {
    const chosen = values.filter(() => r() < 0.4);
    if (r() < chance && chosen.length > 0) params.set(name, chosen.join(','));
  };
  some('kind', ['attack', 'operation'], 0.4);
  some('event_type', TYPES, 0.4);
  some('country', ['AF', 'PK', 'IR'], 0.3);
  some('actor', ['Group 1', 'Group 2', 'Group 3'], 0.2);
  some('place_precision', PRECISIONS, 0.3);
  if (r() < 0.2) params.set('q', `Made-up ${Math.floor(r() * 99)}`);
  const from = Math.floor(r() * 8_000);
  const to = from + Math.floor(r() ** 3 * 4_000);
  if (r() < 0.8)
    params.set('datetime', `${r() < 0.8 ? dayAt(from) : '..'}/${r() < 0.8 ? dayAt(to) : '..'}`);
  if (params.get('datetime') === '../..') params.delete('datetime');
  if (params.has('datetime') && r() < 0.3) params.set('datetime-mode', 'inside');
  return params;
}

// As the page writes its address: commas part values.
function hashOf(params: URLSearchParams): string {
  const encoded = (value: string) => value.split(',').map(encodeURIComponent).join(',');
  return [...params].map(([name, value]) => `${name}=${encoded(value)}`).join('&');
}

async function settled(page: Page, params: URLSearchParams, collection: string): Promise<void> {
  const { numberMatched } = await ask(page, collection, params);
  await expect
    .poll(async () => (await said(page)).shown, { message: params.toString(), timeout: 30_000 })
    .toBe(numberMatched);
  await expect(page.locator('.sums')).not.toHaveClass(/is-stale/);
  await expect
    .poll(async () => Object.values((await said(page)).counts).includes(-1), { timeout: 30_000 })
    .toBe(false);
}

for (const collection of ['incidents', ...SIZES.map((size) => `made${size}`)]) {
  test(`all numbers of ${collection} are the API's, whatever is asked`, async ({ page }) => {
    test.setTimeout(isLong ? 300_000 : 90_000);
    const r = random(collection.length);
    await page.goto(`/#c=${collection}`);
    for (let round = 0; round < ROUNDS; round++) {
      const params = draw(r);
      await page.evaluate((hash) => location.assign(hash), `#c=${collection}&${hashOf(params)}`);
      await settled(page, params, collection);
      // The page may just have begun to ask for what the address says now.
      await expect(() => compare(page, collection, { inDrag: false })).toPass({ timeout: 20_000 });
    }
  });

  test(`all numbers of ${collection} follow a drag without a request`, async ({ page }) => {
    test.setTimeout(isLong ? 300_000 : 90_000);
    const r = random(collection.length + 1);
    for (const filter of ['', '&kind=attack', '&actor=Group%201,Group%202&country=AF']) {
      await page.goto(`/#c=${collection}${filter}`);
      await settled(page, filterOf(page), collection);
      if ((await said(page)).shown === 0) continue; // what to drop is being asked for
      const asked: string[] = [];
      page.on('request', (request) => {
        if (request.url().includes('/api/')) asked.push(request.url());
      });
      for (let move = 0; move < 5; move++) {
        const from = Math.floor(r() * 8_000) + 10_957; // days from 1970 to 2000
        const to = from + Math.floor(r() * 600);
        await page.evaluate(
          (detail) =>
            document
              .querySelector('time-brush')
              ?.dispatchEvent(new CustomEvent('brush-input', { bubbles: true, detail })),
          { from, to },
        );
        // The address follows at a pace; the numbers follow at once.
        const params = filterOf(page);
        params.set('datetime', `${isoOf(from)}/${isoOf(to)}`);
        await compare(page, collection, { inDrag: true, params });
      }
      expect(asked).toEqual([]);
      page.removeAllListeners('request');
    }
  });
}
