// A dataset of more incidents than a device with little memory holds: the page asks the
// server for what it shows of them.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { test as base, expect, filterOf, shown } from './fixtures';
import { type Server, startServer } from './server';

export const TOO_MANY = 210_000;

/** Tests of a table of so many rows, which is served as a dataset of that ID. */
export function withTooMany(id: string, table: () => string) {
  const test = base.extend<object, { large: Server }>({
    large: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern here
      async ({}, use) => {
        const folder = await mkdtemp(join(tmpdir(), 'incidentmap-'));
        const file = join(folder, `${id}.csv`);
        await writeFile(file, table());
        const server = await startServer(file);
        await use(server);
        await server.stop();
        await rm(folder, { recursive: true });
      },
      { scope: 'worker' },
    ],
    baseURL: async ({ large }, use) => use(large.url),
    page: async ({ page }, use) => {
      await page.addInitScript(() => {
        Object.defineProperty(navigator, 'deviceMemory', { get: () => 2 });
      });
      await use(page);
    },
  });

  /** What the server counts for the filter in the page's address, and more parameters. */
  async function counted(page: Page, more: Readonly<Record<string, string>> = {}): Promise<number> {
    const query = new URLSearchParams(filterOf(page));
    for (const [name, value] of Object.entries({ ...more, limit: '1' })) query.set(name, value);
    const response = await page.request.get(`/api/collections/${id}/items?${query}`);
    return ((await response.json()) as { numberMatched: number }).numberMatched;
  }

  /** Waits until the page says a number, which must be the server's. */
  async function agree(page: Page): Promise<number> {
    await expect(page.locator('.summary')).toHaveAttribute('data-shown', /\d+/);
    await expect.poll(async () => (await shown(page)) - (await counted(page))).toBe(0);
    return shown(page);
  }

  return { test, counted, agree };
}
