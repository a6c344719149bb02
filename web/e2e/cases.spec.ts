// Small tables whose places are hard to draw.

import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { test as base, expect, marks, shown } from './fixtures';
import { type Server, startServer } from './server';

const NAMES = ['near', 'dateline', 'pools', 'country-only'];

const test = base.extend<object, { tables: Server }>({
  tables: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern here
    async ({}, use) => {
      const file = (name: string) =>
        fileURLToPath(new URL(`testdata/${name}.csv`, import.meta.url));
      const server = await startServer(...NAMES.map(file));
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ tables }, use) => use(tables.url),
});

async function see(page: Page, hash: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`/#${hash}`);
  await expect(page.locator('.summary')).toHaveAttribute('data-shown', /\d+/);
  await expect(page.locator('.map')).toHaveAttribute('data-marks', /\d+/);
}

/** What the arrow keys reach on the map, by what is said of it. */
async function reached(page: Page): Promise<Set<string>> {
  const said = new Set<string>();
  await page.locator('.map-cursor').focus();
  const spoken = page.locator('.map [role=status]');
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowUp', 'ArrowRight']) {
    for (let i = 0; i < 4; i++) {
      await expect(spoken).not.toHaveText('…');
      said.add((await spoken.textContent()) ?? '');
      await page.keyboard.press(key);
    }
  }
  return said;
}

test('twelve places a few metres apart can be told apart or are counted', async ({ page }) => {
  for (const zoom of [6, 12, 17]) {
    await see(page, `c=near&map=34.52005,69.18005,${zoom}`);
    expect(await marks(page)).toBe(12);
    expect(await reached(page)).toContain('12 incidents here');
  }
  await page.locator('.map-cursor').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.detail .line')).toHaveCount(12);
});

test('both sides of the antimeridian are in the first view', async ({ page }) => {
  await see(page, 'c=dateline');
  expect(await marks(page)).toBe(3);
  await expect(page.getByRole('button', { name: /outside this view/ })).toBeHidden();
  const [west = 0, , east = 0] = ((await page.locator('.map').getAttribute('data-bbox')) ?? '')
    .split(',')
    .map(Number);
  expect(west).toBeGreaterThan(east); // it crosses the line
  expect((360 + east - west) % 360).toBeLessThan(30);
  // The download of this view asks the API for the same box.
  await page.getByRole('button', { name: 'Download', exact: true }).click();
  await page.getByRole('radio', { name: /in view/ }).check();
  await expect(page.getByRole('dialog')).toContainText('3 incidents');
});

test('areas in each other and a town within can all be reached, at every zoom', async ({
  page,
}) => {
  for (const zoom of [5, 6, 7, 8, 9]) {
    await see(page, `c=pools&map=34.26,70.61,${zoom}`);
    const coarser = Number(
      /(\d+) not drawn/.exec(await page.locator('.sum-line').innerText())?.[1] ?? 0,
    );
    expect((await marks(page)) + coarser, `zoom ${zoom}`).toBe(await shown(page));
    const said = await reached(page);
    expect([...said].some((words) => words.includes('Achin') || words.includes('areas'))).toBe(
      true,
    );
    expect(said.has('Town'), `zoom ${zoom}: ${[...said]}`).toBe(true);
  }
});

test('countries are badges beside the marks, and colour nothing', async ({ page }) => {
  await see(page, 'c=country-only&map=34.4,70.5,5');
  expect(await marks(page)).toBe(12);
  const said = await reached(page);
  expect(
    [...said].filter((words) => /^1 in (Afghanistan|Pakistan|Tajikistan)$/.test(words)).length,
  ).toBeGreaterThan(1);
  expect(said.has('9 incidents here')).toBe(true);
  await see(page, 'c=country-only&map=34.425,70.5,11');
  expect(await marks(page)).toBe(9);
  await expect(page.locator('.sum-line')).toContainText(
    '1 not drawn: known only to an area larger',
  );
});
