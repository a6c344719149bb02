import { expect, items, open, test } from './fixtures';

// Data's own links within a text may be as small as the text (WCAG 2.5.5).
const CONTROLS = ':is(.top, .rail, .detail, .tools, .summary) :is(button, select, input, summary)';

for (const lang of ['en', 'ar'] as const) {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 320, height: 568 },
  ]) {
    test.describe(`on a phone of ${viewport.width} × ${viewport.height} in ${lang}`, () => {
      test.use({ viewport, hasTouch: true });

      test('the map keeps half of the screen beside the half sheet', async ({ guarded: page }) => {
        await open(page, 'kind=attack', `?lang=${lang}`);
        await page.locator('.sheet-button').first().click();
        await expect
          .poll(
            async () => ((await page.locator('.map').boundingBox())?.height ?? 0) / viewport.height,
          )
          .toBeGreaterThanOrEqual(0.5);
        const sheet = await page.locator('.sheet').boundingBox();
        expect(Math.round((sheet?.y ?? 0) + (sheet?.height ?? 0))).toBe(viewport.height);
      });

      // A small phone has room for the tabs only.
      if (viewport.height > 700) {
        test('half a sheet shows what is listed, and what can be chosen', async ({
          guarded: page,
        }) => {
          for (const [tab, first] of [
            ['list', '.list-panel .line-title'],
            ['filters', '.facet-count'],
          ]) {
            await page.goto('about:blank'); // the sheet is closed again
            await open(page, `tab=${tab}`, `?lang=${lang}`);
            await page.locator('.sheet-button').first().click();
            await expect(page.locator(first ?? '').first()).toBeInViewport({ ratio: 0.5 });
          }
        });
      }

      test('the first view is beside the buttons', async ({ guarded: page }) => {
        await open(page, '', `?lang=${lang}`);
        const { features } = await items(page, new URLSearchParams());
        const places = features
          .map(({ geometry }) => geometry as { type: string; coordinates: number[] } | null)
          .filter((geometry) => geometry?.type === 'Point')
          .map((geometry) => geometry?.coordinates ?? [])
          .filter(([lon = 0]) => lon > 62); // the few that are far off may lie anywhere
        const under = await page.evaluate((points) => {
          const map = document.querySelector<HTMLElement>('.map');
          if (!map) return ['no map'];
          const [west = 0, south = 0, east = 0, north = 0] = (map.dataset['bbox'] ?? '')
            .split(',')
            .map(Number);
          const y = (lat: number) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
          const box = map.getBoundingClientRect();
          return points.filter(([lon = 0, lat = 0]) => {
            const px = box.left + (box.width * (lon - west)) / (east - west);
            const py = box.top + (box.height * (y(north) - y(lat))) / (y(north) - y(south));
            return document.elementFromPoint(px, py)?.closest('.tool-group');
          });
        }, places);
        expect(places.length).toBeGreaterThan(5);
        expect(under).toEqual([]);
      });

      test('the summary has two lines until more is asked for', async ({ guarded: page }) => {
        await open(page, '', `?lang=${lang}`);
        const height = async () => (await page.locator('.summary').boundingBox())?.height ?? 0;
        expect(await height()).toBeLessThan(56);
        await page.locator('.sum-more').click();
        await expect.poll(height).toBeGreaterThan(90);
      });

      test('controls are large enough for a finger, and the legend leaves the sources free', async ({
        guarded: page,
      }) => {
        await open(page, 'id=kerman-bombings-2024-01-03', `?lang=${lang}`);
        await page.locator('.detail .button.round').click();
        await page.locator('.sheet-button').first().click();
        const small = await page.locator(CONTROLS).evaluateAll((elements) =>
          elements
            .filter((element) => element.checkVisibility({ visibilityProperty: true }))
            .map((element) => (element.closest('label') ?? element).getBoundingClientRect())
            .filter(({ height, width }) => height > 0 && (height < 43.5 || width < 43.5))
            .map(({ width, height }) => `${width} × ${height}`),
        );
        expect(small).toEqual([]);
        const legend = await page.locator('.legend').boundingBox();
        const sources = await page.locator('.attribution').boundingBox();
        expect((legend?.y ?? 0) + (legend?.height ?? 0)).toBeLessThanOrEqual(sources?.y ?? 0);
      });

      test('the mark stays in sight when its details open', async ({ guarded: page }) => {
        await open(page, 'id=kerman-bombings-2024-01-03', `?lang=${lang}`);
        await expect(page.locator('.detail .facts')).toBeVisible();
        const [map, sheet] = [
          await page.locator('.map').boundingBox(),
          await page.locator('.sheet').boundingBox(),
        ];
        // The mark is in the middle of the map's free part: that part is above the sheet.
        expect((map?.y ?? 0) + (map?.height ?? 0)).toBeLessThanOrEqual((sheet?.y ?? 0) + 13);
      });
    });
  }
}
