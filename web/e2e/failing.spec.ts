// The first view of a server of which a part fails or is slow.

import type { Page } from '@playwright/test';
import { expect, shown, test } from './fixtures';

test.use({ allowed: [/Failed to load resource/] });

const bars = (page: Page) => page.locator('.dock .bar-all').getAttribute('d');

for (const how of ['answers 500', 'is cut off']) {
  test(`the time bar that is missing is told, and comes when it is had, where it ${how}`, async ({
    guarded: page,
  }) => {
    await page.route('**/histogram?*', (route) =>
      how === 'is cut off' ? route.abort() : route.fulfill({ status: 500, body: '{}' }),
    );
    await page.goto('/#c=incidents');
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('The time bar could not be loaded.');
    await expect.poll(() => shown(page)).toBeGreaterThan(0);
    await expect(alert).not.toContainText('former');
    await expect(page.locator('.dock')).toBeHidden();
    await expect(page.locator('.sum-when')).toHaveText('all dates');
    await page.unroute('**/histogram?*');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(alert).toBeHidden();
    await expect(page.locator('.dock')).toBeVisible();
    await expect(page.locator('.sum-when')).not.toHaveText('all dates');
    await expect.poll(() => bars(page)).toMatch(/M/);
    await expect(page.locator('time-brush')).not.toHaveAttribute('waiting');
  });
}

for (const slow of ['columns', 'histogram']) {
  for (const tab of ['filters', 'list']) {
    test(`where ${slow} take long, the tab “${tab}” is filled before`, async ({
      guarded: page,
    }) => {
      let answer = () => {};
      const allowed = new Promise<void>((resolve) => {
        answer = resolve;
      });
      await page.route(`**/${slow}?*`, async (route) => {
        await allowed;
        await route.continue();
      });
      await page.goto(`/#c=incidents&tab=${tab}`);
      const wanted =
        tab === 'list' ? page.locator('.list-panel .line') : page.locator('.facet-count');
      await expect(wanted.first()).toBeVisible({ timeout: 3_000 });
      await expect(page.locator('.summary')).not.toHaveAttribute('data-shown');
      answer();
      await expect.poll(() => shown(page)).toBeGreaterThan(0);
      await expect(wanted.first()).toBeVisible();
      await expect(page.locator('body')).not.toHaveClass(/is-waiting|is-old/);
    });
  }
}

test('facets and list of a first view that is here soon are worked out from it', async ({
  guarded: page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('/#c=incidents&tab=list');
  await expect.poll(() => shown(page)).toBeGreaterThan(0);
  await page.waitForTimeout(1_500); // longer than incidents are waited for
  const of = (name: string) => asked.filter((path) => path.endsWith(`/${name}`)).length;
  expect(['columns', 'histogram', 'facets'].map(of)).toEqual([1, 1, 0]);
});
