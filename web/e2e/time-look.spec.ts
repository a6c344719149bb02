import type { Page } from '@playwright/test';
import { cut, expectNoViolations } from './checks';
import { expect, open } from './fixtures';
import { test } from './time-data';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
  { width: 320, height: 568 },
];

/**
 * The texts of the axis and where they stand, read in one moment: a locator finds elements
 * first and asks them later, when the axis may have others.
 */
function labels(page: Page): Promise<{ text: string; left: number; right: number }[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.brush-axis span, .brush-unit')]
      .map((e) => {
        const { left, right } = e.getBoundingClientRect();
        return { text: e.textContent ?? '', left, right };
      })
      .sort((a, b) => a.left - b.left),
  );
}

// The axis is set for its width in the first frame, before that is seen.
function drawn(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
  );
}

async function expectReadable(page: Page): Promise<void> {
  await drawn(page);
  const found = await labels(page);
  const track = await page.locator('.brush-track').boundingBox();
  expect(found.length).toBeGreaterThan(1);
  expect(new Set(found.map(({ text }) => text)).size, JSON.stringify(found)).toBe(found.length);
  let free = (track?.x ?? 0) - 1;
  for (const { text, left, right } of found) {
    expect(left, text).toBeGreaterThanOrEqual(free);
    free = right;
  }
  expect(free).toBeLessThanOrEqual((track?.x ?? 0) + (track?.width ?? 0) + 1);
}

for (const viewport of SIZES) {
  for (const lang of ['en', 'ar']) {
    test.describe(`at ${viewport.width} × ${viewport.height} in ${lang}`, () => {
      test.use({ viewport, hasTouch: viewport.width < 768 });

      test('each label of the axis is there once, whole and apart from the others', async ({
        guarded: page,
      }) => {
        for (const hash of [
          'c=borders',
          'c=incidents',
          'c=week',
          'c=week&datetime=2020-03-01/2020-03-07',
          'c=week&datetime=2019-11-01/2020-03-31',
          'c=far-years',
          'c=far-years&datetime=0001-01-01/0500-12-31',
        ]) {
          await page.goto(`/?lang=${lang}#${hash}`);
          await expect(page.locator('.summary')).toHaveAttribute('data-shown', /\d+/);
          await expectReadable(page);
          await page.goto('about:blank');
        }
      });

      test('nothing of the dock is cut, and terms keep to their place', async ({
        guarded: page,
      }) => {
        await open(page, 'c=incidents', `?lang=${lang}`);
        await expect(page.locator('.term').first()).toBeVisible();
        expect(await cut(page)).toEqual([]);
        const band = await page.locator('.terms-track').boundingBox();
        const track = await page.locator('.brush-track').boundingBox();
        expect([band?.x, band?.width]).toEqual([track?.x, track?.width]);
        const terms = await page.locator('.term').evaluateAll((all) =>
          all.map((e) => {
            const { left, right } = e.getBoundingClientRect();
            const name = e.querySelector('span')?.getBoundingClientRect();
            return { left, right, name: name && [name.left, name.right] };
          }),
        );
        terms.forEach(({ left, right, name }, i) => {
          expect(left).toBeGreaterThanOrEqual((band?.x ?? 0) - 1);
          expect(right).toBeLessThanOrEqual((band?.x ?? 0) + (band?.width ?? 0) + 1);
          if (!name) return;
          expect(name[0]).toBeGreaterThanOrEqual(left);
          expect(name[1]).toBeLessThanOrEqual(Math.min(right, terms[i + 1]?.left ?? right) + 1);
        });
        expect(terms.some(({ name }) => name !== undefined)).toBe(true);
        const map = await page.locator('.map').boundingBox();
        expect(map?.height).toBeGreaterThan(viewport.height / 2);
      });
    });
  }
}

for (const viewport of SIZES.slice(2)) {
  for (const lang of ['en', 'ar']) {
    test.describe(`on a phone of ${viewport.width} in ${lang}`, () => {
      test.use({ viewport, hasTouch: true, isMobile: true });

      test('every target of the dock is 44 pixels large', async ({ guarded: page }) => {
        await open(page, 'c=far-years&datetime=2021-02-01/2021-03-01', `?lang=${lang}`);
        const small = () =>
          page
            .locator('.dock :is(button, select, input[type=date], label.check, [role=slider])')
            .or(page.locator('.overview-track'))
            .evaluateAll((all) =>
              all.flatMap((e) => {
                const { width, height } = e.getBoundingClientRect();
                const isSmall = e.checkVisibility() && Math.min(width, height) < 43.9;
                return isSmall ? [`${e.className} ${width} × ${height}`] : [];
              }),
            );
        expect(await small()).toEqual([]);
        await page.locator('.sheet-button').first().click();
        await page.locator('.sheet-button').first().click();
        await expect(page.locator('.dock-preset')).toBeVisible();
        expect(await small()).toEqual([]);
        expect(await cut(page)).toEqual([]);
        await expectNoViolations(page);
      });

      test('the days that are said do not run into the counts beside them', async ({
        guarded: page,
      }) => {
        await open(page, 'c=week&datetime=2019-01-01/2020-12-31', `?lang=${lang}`);
        const box = (part: string) => page.locator(part).boundingBox();
        const [count, when] = [await box('.sum-count'), await box('.sum-when')];
        if (!count || !when) throw new Error('no summary');
        const [first, second] = lang === 'ar' ? [when, count] : [count, when];
        if (Math.abs(count.y - when.y) < 4) {
          expect(first.x + first.width).toBeLessThanOrEqual(second.x + 1);
        }
      });

      test('a tap on a bar shows its days', async ({ guarded: page }) => {
        await open(page, 'c=far-years', `?lang=${lang}`);
        const box = await page.locator('.brush-track').boundingBox();
        if (!box) throw new Error('no detail strip');
        const hasDates = () => new URL(page.url()).hash.includes('datetime=');
        for (let x = 30; x < box.width - 30 && !hasDates(); x += 2) {
          await page.touchscreen.tap(box.x + x, box.y + 20);
        }
        await expect.poll(() => new URL(page.url()).hash).toMatch(/datetime=2021-/);
      });
    });
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });
    test('the dock is accessible while it is played, pointed at and corrected', async ({
      guarded: page,
    }) => {
      await open(page, 'c=far-years&datetime=2021-02-01/2021-03-01&play=all', '?lang=ar');
      await expectNoViolations(page);
      await page.locator('.dock-toggle').click();
      await expect(page.locator('.time-now')).toBeVisible();
      await expectNoViolations(page);
    });
  });
}
