// A server that keeps incidents, with a small dataset in its database.

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { test as base, expect } from './fixtures';
import { run, type Server, startWith } from './server';

export { expect };

const ROWS = `id,title,date,lat,lon,place,fatalities_best,kind,weapon,rounds
a1,Blast at a gate,2024-03-21,34.43,70.45,Jalalabad,3,attack,device,1
a2,Raid in the hills,2024-04,34.6,69.2,Kabul,2,operation,rifle,40
a3,Shots at a bridge,2024-05-01/2024-05-03,36.7,67.11,Mazar-i-Sharif,,attack,rifle,
`;

export interface Kept extends Server {
  readonly database: string;
}

/** Each test has a server and a database of its own: what one changes, another does not see. */
export const test = base.extend<{ kept: Kept }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern here
  kept: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'incidentmap-'));
    const [file, database] = [join(folder, 'cases.csv'), join(folder, 'incidents.db')];
    await writeFile(file, ROWS);
    await run('import', file, '--db', database);
    const server = await startWith(['--db', database]);
    await use({ ...server, database });
    await server.stop();
  },
  baseURL: async ({ kept }, use) => use(kept.url),
});

/** Makes the page's browser an editor. */
export async function becomeEditor(page: Page, kept: Kept): Promise<void> {
  await page.goto(kept.link());
  await expect(page.locator('.summary')).toHaveAttribute('data-shown', /\d+/);
}

/** Opens the page at the small dataset. */
export async function openKept(page: Page, hash = '', query = ''): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`/${query}#${['c=cases', hash].filter(Boolean).join('&')}`);
  await expect(page.locator('.summary')).toHaveAttribute('data-shown', /\d+/);
}

/** A token of a role, of somebody called Ann. */
export async function createToken(database: string, role: string): Promise<string> {
  const said = await run('token', 'create', '--db', database, '--role', role, '--name', 'Ann');
  return /imt_\w+/.exec(said)?.[0] ?? '';
}
