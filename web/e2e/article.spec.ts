// The shipped incidents as a reader meets them: bounds, parties, origins, kinds.

import { expect, open, test } from './fixtures';

async function facts(page: import('@playwright/test').Page, id: string): Promise<string> {
  await open(page, `id=${id}`);
  await expect(page.locator('.detail .facts')).toBeVisible();
  return (await page.locator('.detail').innerText()).replaceAll('\n', ' ');
}

test('a figure is told with the bound that its source gives', async ({ guarded: page }) => {
  const airport = await facts(page, 'kabul-airport-2021-08-26');
  expect(airport).toContain('more than 170 killed');
  expect(airport).not.toContain('near Hamid Karzai');
  expect(await facts(page, 'khan-drone-strike-2016-07-26')).toContain('at least 1 killed');
  expect(await facts(page, 'sar-e-pol-villages-2017-08')).toContain('at least 24 killed');
});

test('two accounts of one fight are told apart, and who gave them', async ({ guarded: page }) => {
  const said = await facts(page, 'nangarhar-clearing-2019-04-30');
  expect(said).toContain('22 to 29 killed, by different accounts');
  expect(said).toContain('according to the National Directorate of Security');
  expect(said).toContain('according to the Taliban');
});

test('where something was fired from is drawn while it is selected', async ({ guarded: page }) => {
  await open(page, 'id=termez-rockets-2022-04-18');
  await expect(page.locator('.origin-ring')).toHaveCount(1);
  await expect(page.locator('.origin-line')).toHaveCount(1);
  await page.locator('.detail').getByRole('button', { name: 'Close' }).click();
  await expect(page.locator('.origin-ring')).toHaveCount(0);
  await expect(page.locator('.origin-line')).toHaveCount(0);
});

test('sums are told of each kind apart', async ({ guarded: page }) => {
  await open(page);
  const kinds = page.locator('.sum-kind');
  await expect(kinds).toHaveCount(2);
  await expect(kinds.filter({ hasText: 'Attack' })).toContainText(/at least \d+ killed/);
  await expect(kinds.filter({ hasText: 'Operation' })).toContainText(/at least \d+ killed/);
  await page
    .getByRole('checkbox', { name: /Attack/ })
    .first()
    .check();
  await expect(kinds).toHaveCount(0);
  await expect(page.locator('.sums')).toContainText(/at least \d+ killed/);
});
