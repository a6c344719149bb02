import type { Page } from '@playwright/test';
import { cut, expectNoViolations } from './checks';
import { expect, items, open, shown, test } from './fixtures';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const SMALL = { width: 320, height: 568 };

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });
    test('the page, the list, an incident and the dialogs are accessible', async ({
      guarded: page,
    }) => {
      await open(page, 'kind=attack');
      await expect(page.locator('.facet').first()).toBeVisible();
      await expectNoViolations(page);
      const search = page.getByRole('combobox', { name: /Search/ });
      await search.fill('kab');
      await expect(page.getByRole('option', { name: /Kabul/ }).first()).toBeVisible();
      await search.press('ArrowDown');
      await expectNoViolations(page);
      await search.fill('');
      await page.getByRole('tab', { name: 'List' }).click();
      await page.locator('.list-panel .line').first().click();
      await expect(page.locator('.detail .facts')).toBeVisible();
      await expectNoViolations(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'About' }).click();
      await expectNoViolations(page);
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
      await page.getByRole('button', { name: 'Download', exact: true }).click();
      await expectNoViolations(page);
    });
  });
}

for (const viewport of [PHONE, SMALL]) {
  test.describe(`on a phone of ${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport, hasTouch: true });

    test('the map, the time and the sheet have their place', async ({ guarded: page }) => {
      await open(page);
      await expect(page.locator('.facet').first()).toBeAttached();
      const before = await page.locator('.map').boundingBox();
      await expect(page.locator('.terms-track')).toBeVisible();
      const map = await page.locator('.map').boundingBox();
      expect(map, 'what comes later moves nothing').toEqual(before);
      expect(map?.height).toBeGreaterThan(viewport.height / 2);
      expect(await cut(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        viewport.width,
      );
      await expect(page.getByRole('slider')).toHaveCount(3);
      await expectNoViolations(page);

      await page.getByRole('button', { name: 'Show more' }).click();
      await expect(page.getByRole('tab', { name: 'List' })).toBeVisible();
      await page.getByRole('tab', { name: 'List' }).click();
      await expect(page.locator('.list-panel .line').first()).toBeVisible();
      expect((await page.locator('.map').boundingBox())?.height).toBeGreaterThan(80);
      expect(await cut(page)).toEqual([]);
      await expectNoViolations(page);

      await page.locator('.list-panel .line').first().click();
      await expect(page.locator('.detail .facts')).toBeVisible();
      await page.getByRole('button', { name: 'Close' }).click();
      await expect(page.locator('.detail')).toBeHidden();

      await page.getByRole('button', { name: 'Show more' }).click();
      await expect(page.getByLabel('From', { exact: true })).toBeVisible();
      expect(await cut(page)).toEqual([]);
      await page.getByRole('button', { name: 'Show less' }).click();
      await page.getByRole('button', { name: 'Show less' }).click();
      expect((await page.locator('.map').boundingBox())?.height).toBe(map?.height);
    });
  });
}

test.describe('in Arabic', () => {
  test('the page reads from right to left, the map and time from left to right', async ({
    guarded: page,
  }) => {
    await open(page, 'kind=attack', '?lang=ar');
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
    const { numberMatched } = await items(page, new URLSearchParams('kind=attack'));
    expect(await shown(page)).toBe(numberMatched);
    const number = new Intl.NumberFormat('ar-u-nu-arab').format(numberMatched);
    await expect(page.locator('.sum-count')).toContainText(`عرض ${number} من`);
    const direction = (selector: string) =>
      page.locator(selector).evaluate((e) => getComputedStyle(e).direction);
    expect(await direction('.map')).toBe('ltr');
    expect(await direction('.brush-track')).toBe('ltr');
    const rail = await page.locator('.rail').boundingBox();
    expect((rail?.x ?? 0) + (rail?.width ?? 0)).toBe(1440);
    expect(await cut(page)).toEqual([]);
    await expectNoViolations(page);
  });
});

test('the appearance is chosen and remembered', async ({ guarded: page }) => {
  await open(page);
  const paper = () => page.locator('.dock').evaluate((e) => getComputedStyle(e).backgroundColor);
  expect(await paper()).toBe('rgb(255, 255, 255)');
  await page.locator('.settings summary').click();
  await page.getByRole('combobox', { name: 'Appearance' }).selectOption('dark');
  expect(await paper()).toBe('rgb(27, 32, 37)');
  await page.reload();
  await expect(page.locator('.summary')).toHaveAttribute('data-shown', /\d+/);
  expect(await paper()).toBe('rgb(27, 32, 37)');
});

for (const viewport of [WIDE, SMALL]) {
  test.describe(`at ${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport });
    test('no panel covers a selected incident', async ({ guarded: page }) => {
      const { features } = await items(page, new URLSearchParams());
      const point = (f: (typeof features)[number]) =>
        f.geometry as { type: string; coordinates: number[] } | null;
      const placed = features.filter((f) => point(f)?.type === 'Point');
      await open(page);
      for (const feature of placed) {
        await page.evaluate(
          (hash) => location.assign(hash),
          `#c=incidents&map=33,69,5&id=${encodeURIComponent(feature.id)}`,
        );
        await expect(page.locator('.detail .facts')).toBeVisible();
        await expect(page.locator('.detail .detail-title')).toHaveText(
          String(feature.properties['title']),
        );
        const { x, y } = await screenPoint(page, point(feature)?.coordinates ?? []);
        const top = () =>
          page.evaluate(
            ([px, py]) => document.elementFromPoint(px ?? 0, py ?? 0)?.closest('.map') !== null,
            [x, y],
          );
        expect(await top(), feature.id).toBe(true);
      }
    });
  });
}

/** Where a place is on the screen, by the map's position in the address (EPSG:3857). */
async function screenPoint(
  page: Page,
  [lon = 0, lat = 0]: number[],
): Promise<{ x: number; y: number }> {
  let last = '';
  await expect
    .poll(async () => {
      const before = last;
      last = page.url();
      await page.waitForTimeout(200);
      return before === last;
    })
    .toBe(true);
  const params = new URLSearchParams(new URL(last).hash.slice(1));
  const [midLat = 0, midLon = 0, zoom = 0] = (params.get('map') ?? '').split(',').map(Number);
  const box = await page.locator('.map').boundingBox();
  if (!box) throw new Error('no map');
  const side = 256 * 2 ** zoom;
  const mercator = (degrees: number) =>
    Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360)) / (2 * Math.PI);
  return {
    x: box.x + box.width / 2 + ((lon - midLon) / 360) * side,
    y: box.y + box.height / 2 - (mercator(lat) - mercator(midLat)) * side,
  };
}

test('the page is in English where the words of Arabic cannot be had', async ({ page }) => {
  await page.route('**/assets/ar-*.js', (route) => route.abort());
  await open(page, '', '?lang=ar');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('tab', { name: 'Filters' })).toBeVisible();
});
