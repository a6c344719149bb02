import { expect, open, shown, test } from './fixtures';

test('the list is empty where nothing is left, and full again where something is', async ({
  guarded: page,
}) => {
  await open(page);
  const all = await shown(page);
  await page.getByRole('tab', { name: 'List' }).click();
  const lines = page.locator('.list-panel .line');
  await expect(lines).toHaveCount(all);
  await page.evaluate(() =>
    location.assign('#c=incidents&tab=list&datetime=2021-02-01/2021-03-01'),
  );
  await expect(lines).toHaveCount(0);
  await page.evaluate(() => location.assign('#c=incidents&tab=list'));
  await expect(lines).toHaveCount(all);
});
