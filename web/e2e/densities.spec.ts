// Every way to draw incidents, on wide screens and phones, from left to right and
// from right to left, by day and by night.

import { cut, expectNoViolations } from './checks';
import { expect, marks, open, shown, test } from './fixtures';

const LOOKS = [
  { width: 1440, height: 900, lang: 'en', colorScheme: 'light' },
  { width: 1024, height: 768, lang: 'ar', colorScheme: 'dark' },
  { width: 390, height: 844, lang: 'ar', colorScheme: 'light' },
  { width: 320, height: 568, lang: 'en', colorScheme: 'dark' },
] as const;

for (const { width, height, lang, colorScheme } of LOOKS) {
  test.describe(`at ${width} × ${height} in ${lang}, ${colorScheme}`, () => {
    test.use({ viewport: { width, height }, colorScheme, hasTouch: width < 800 });

    for (const density of ['clusters', 'heat', 'areas', 'marks']) {
      test(`incidents as ${density} are drawn, told and accessible`, async ({ guarded: page }) => {
        await open(page, `density=${density}&measure=killed`, `?lang=${lang}`);
        await expect.poll(() => marks(page)).toBeGreaterThan(5);
        expect(await shown(page)).toBeGreaterThan(5);
        const legend = page.locator('.legend');
        if (!(await legend.evaluate((e) => (e as HTMLDetailsElement).open))) {
          await legend.locator('summary').click();
        }
        const drawn = {
          clusters: '.mark.count',
          heat: '.swatch',
          areas: '.swatch',
          marks: '.mark',
        };
        const sign = drawn[density as keyof typeof drawn];
        await expect(legend.locator(`li:not([hidden]) ${sign}`).first()).toBeVisible();
        expect(await cut(page)).toEqual([]);
        await expectNoViolations(page);
        await legend.locator('summary').click();
        await page.locator('.disclosure button').first().click();
        await expect(page.locator('.look')).toBeVisible();
        const popup = await page.locator('.popup:visible').first().boundingBox();
        expect(popup?.x).toBeGreaterThanOrEqual(0);
        expect((popup?.x ?? 0) + (popup?.width ?? 0)).toBeLessThanOrEqual(width);
        await expectNoViolations(page);
      });
    }

    test('a stack or an area opens as a list that is accessible', async ({ guarded: page }) => {
      await open(page, 'place_precision=admin1', `?lang=${lang}`);
      await expect.poll(() => marks(page)).toBeGreaterThan(1);
      await page.locator('.map-cursor').focus();
      await page.keyboard.press('Enter');
      await expect(page.locator('.detail')).toBeVisible();
      await expectNoViolations(page);
    });
  });
}
