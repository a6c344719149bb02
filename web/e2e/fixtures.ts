// A page that may talk to the server under test only, and that must not
// complain.

import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { type Server, startServer } from './server';

export { expect };

/** A small table of a reader's own, served as a dataset of its own. */
export const OWN_TABLE = fileURLToPath(new URL('testdata/bridges.csv', import.meta.url));

// What Chromium says of its own WebGL where there is no graphics card.
const SOFTWARE_GL = /GL Driver Message .*GPU stall due to ReadPixels/;

interface Fixtures {
  /** Failures that the test expects: console messages that match are let pass. */
  allowed: RegExp[];
  guarded: Page;
}

export const test = base.extend<Fixtures, { server: Server }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern here
    async ({}, use) => {
      const server = await startServer(OWN_TABLE);
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern here
  allowed: async ({}, use) => use([]),
  guarded: async ({ context, baseURL, allowed }, use) => {
    const foreign: string[] = [];
    await context.route(
      (url) => !['data:', 'blob:'].includes(url.protocol) && url.origin !== baseURL,
      (route) => {
        foreign.push(route.request().url());
        return route.abort();
      },
    );
    const page = await context.newPage();
    const complaints = listen(page);
    await use(page);
    expect(foreign, 'requests to other hosts').toEqual([]);
    const unexpected = complaints.filter(
      (text) => ![...allowed, SOFTWARE_GL].some((pattern) => pattern.test(text)),
    );
    expect(unexpected, 'errors in the console').toEqual([]);
  },
});

function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

/** Opens the page at an address, of the shipped data if it names none, and waits for the incidents. */
export async function open(page: Page, hash = '', query = ''): Promise<void> {
  const parts = /(^|&)c=/.test(hash) ? [hash] : ['c=incidents', hash];
  await page.goto(`/${query}#${parts.filter(Boolean).join('&')}`);
  await expect(page.locator('.summary')).toHaveAttribute('data-shown', /\d+/);
}

/** How many incidents the page says that it shows. */
export async function shown(page: Page): Promise<number> {
  return Number(await page.locator('.summary').getAttribute('data-shown'));
}

/** How many incidents are drawn on the map. */
export async function marks(page: Page): Promise<number> {
  return Number(await page.locator('.map').getAttribute('data-marks'));
}

// What else a link has.
const NO_FILTERS = 'c map id play tab sort layers density measure color coarsest'.split(' ');

/** The filter in the page's address, as parameters of the API. */
export function filterOf(page: Page): URLSearchParams {
  const params = new URLSearchParams(new URL(page.url()).hash.slice(1));
  for (const own of NO_FILTERS) params.delete(own);
  return params;
}

interface Found {
  numberMatched: number;
  features: { id: string; geometry: unknown; properties: Record<string, unknown> }[];
}

/** What the API answers to a filter, all of it. */
export async function items(
  page: Page,
  params: URLSearchParams,
  collection = 'incidents',
): Promise<Found> {
  const query = new URLSearchParams(params);
  query.set('limit', '10000');
  const response = await page.request.get(`/api/collections/${collection}/items?${query}`);
  expect(response.status()).toBe(200);
  return (await response.json()) as Found;
}
