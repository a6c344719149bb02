import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { test as base, expect, open } from './fixtures';
import { type Server, startServer } from './server';

const file = (name: string) => fileURLToPath(new URL(`testdata/${name}`, import.meta.url));

const test = base.extend<object, { small: Server }>({
  small: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern here
    async ({}, use) => {
      const server = await startServer(file('claims.geojson'), file('no-figures.csv'));
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ small }, use) => use(small.url),
});

async function facts(page: Page, hash: string): Promise<string> {
  await open(page, hash);
  await expect(page.locator('.detail .facts')).toBeVisible();
  return (await page.locator('.detail .facts').innerText()).replaceAll('\n', ' ');
}

test('deaths that were reported without a number in all are told', async ({ page }) => {
  expect(await facts(page, 'c=claims&id=words')).toContain('Casualties killed: “dozens”');
  await expect(page.locator('.claims')).toContainText('no number given');
  expect(await facts(page, 'c=claims&id=part')).toContain('Casualties at least 1 killed');
});

test('a disputed statement is told with its words', async ({ page }) => {
  expect(await facts(page, 'c=claims&id=disputed')).toContain(
    'disputed by Ministry X: “blamed Group Y, without evidence”',
  );
});

for (const [hash, lang] of [
  ['c=no-figures&id=a', 'en'],
  ['c=no-figures&id=a', 'ar'],
] as const) {
  test(`a dataset without figures says nothing of them, in ${lang}`, async ({ page }) => {
    await page.setViewportSize({ width: 1720, height: 900 }); // details beside the list
    await page.goto(`/?lang=${lang}#${hash}`);
    await expect(page.locator('.detail .facts')).toBeVisible();
    await page.getByRole('tab').last().click(); // the list: nothing here can be filtered by
    await expect(page.locator('.list-panel .line')).toHaveCount(2);
    await expect(page.locator('.sums')).toBeHidden();
    const said = await page.locator('body').innerText();
    expect(said).not.toMatch(/killed|injured|casualt|(?<!no-)figure|القتلى|الجرحى|الضحايا|حصيلة/i);
  });
}
