import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { test as base, expect, open } from './fixtures';
import { type Server, startServer } from './server';

const file = (name: string) => fileURLToPath(new URL(`testdata/${name}`, import.meta.url));

const test = base.extend<object, { hostile: Server }>({
  hostile: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern here
    async ({}, use) => {
      const names = ['turned-text.csv', 'turned-claims.geojson', 'long-word.csv', 'long-words.csv'];
      const server = await startServer(...names.map(file));
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ hostile }, use) => use(hostile.url),
});

/** The texts that are read backwards: their last letter stands left of the first. */
function backwards(page: Page, texts: readonly string[]): Promise<string[]> {
  return page.evaluate((wanted) => {
    const found = new Map<string, boolean>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const left = (node: Node, at: number) => {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect().left;
    };
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement?.checkVisibility()) continue;
      for (const text of wanted) {
        const at = (node.textContent ?? '').indexOf(text);
        if (at < 0) continue;
        const turned = left(node, at) > left(node, at + text.length - 1);
        found.set(text, (found.get(text) ?? false) || turned);
      }
    }
    return wanted.flatMap((text) => {
      const turned = found.get(text);
      return turned === undefined ? [`${text} is missing`] : turned ? [text] : [];
    });
  }, texts);
}

test('texts that turn around leave the words beside them as they are', async ({ page }) => {
  await page.setViewportSize({ width: 1720, height: 900 }); // details beside the list
  await open(page, 'c=turned-text&id=a');
  await expect(page.locator('.detail .facts')).toBeVisible();
  expect(await backwards(page, ['Afghanistan', 'Open the source'])).toEqual([]);
  await page.getByRole('tab', { name: 'List' }).click();
  expect(await backwards(page, ['Afghanistan'])).toEqual([]);
});

test('so do texts that close what isolates them', async ({ page }) => {
  await page.setViewportSize({ width: 1720, height: 900 }); // details beside the list
  await open(page, 'c=turned-claims&id=a');
  await expect(page.locator('.detail .facts')).toBeVisible();
  const ours = ['disputed by', 'Afghanistan', 'in all:', 'Open the source', 'killed:', 'published'];
  expect(await backwards(page, ours)).toEqual([]);
  await page.goto('/#c=turned-claims&q=%E2%81%A9%E2%80%AEabc');
  await expect(page.locator('.summary')).toHaveAttribute('data-shown', /\d+/);
  expect(await backwards(page, ['Reset', 'Showing'])).toEqual([]);
});

test('a link to a source carries no name and no password', async ({ page }) => {
  await open(page, 'c=turned-text&id=b');
  const link = page.locator('.detail .sources a');
  await expect(link).toHaveAttribute('href', 'https://example.org/2');
  expect(await page.locator('body').innerHTML()).not.toContain('user:pw');
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 320, height: 568 },
]) {
  test.describe(`at ${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport });
    for (const hash of ['c=long-word&id=a', 'c=long-words&id=a']) {
      test(`a long word wraps, and covers no button: ${hash}`, async ({ page }) => {
        await open(page, hash);
        await expect(page.locator('.detail .facts')).toBeAttached();
        await expect(page.getByRole('button', { name: 'Close' })).toBeInViewport({ ratio: 1 });
        const wide = (selector: string) =>
          page
            .locator(selector)
            .evaluateAll((all) =>
              all
                .filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1)
                .map((e) => e.className),
            );
        expect(await wide('.detail, .detail-head, .detail-body, .detail-title')).toEqual([]);
        await page.getByRole('button', { name: 'Close' }).click();
        await expect(page.locator('.detail')).toBeHidden();
        await page.getByRole('tab', { name: 'List' }).click();
        expect(await wide('.line, .tab-panel, .summary, .rail')).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
          viewport.width,
        );
      });
    }
  });
}
