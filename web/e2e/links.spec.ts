import { expect, items, open, shown, test } from './fixtures';

test('a link shows the tab, the order, the layers and the colours that its sender saw', async ({
  guarded: page,
  context,
}) => {
  await open(page);
  await page.getByRole('tab', { name: 'List' }).click();
  await page.getByLabel('Order', { exact: true }).selectOption('killed');
  await page.getByRole('button', { name: 'Map layers' }).click();
  await page.getByRole('checkbox', { name: 'Relief' }).uncheck();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'How incidents are drawn' }).click();
  await page.getByLabel('Colour by').selectOption('event_type');
  await page.keyboard.press('Escape');
  const first = await page.locator('.line-title').first().textContent();
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole('tab', { name: 'List' })).toHaveAttribute('aria-selected', 'true');
  await expect(other.getByLabel('Order', { exact: true })).toHaveValue('killed');
  await expect(other.locator('.line-title').first()).toHaveText(first ?? '');
  await expect(other.locator('.legend')).toContainText('Type of event');
  await other.getByRole('button', { name: 'Map layers' }).click();
  await expect(other.getByRole('checkbox', { name: 'Relief' })).not.toBeChecked();
  expect(other.url()).toBe(page.url());
});

test('a link folds what its sender has folded, but not on a phone, where it is in the sheet', async ({
  guarded: page,
  context,
}) => {
  await open(page);
  await page.getByRole('button', { name: 'Hide filters and list' }).click();
  await page.getByRole('button', { name: 'Hide the time bar' }).click();
  await expect(page).toHaveURL(/folded=rail%2Cdock|folded=rail,dock/);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.locator('.summary')).toHaveAttribute('data-shown', '32');
  for (const part of ['.rail', '.dock']) await expect(other.locator(part)).toBeHidden();
  expect(await other.locator('.map').boundingBox()).toEqual(
    await page.locator('.map').boundingBox(),
  );
  await other.getByRole('button', { name: 'Show filters and list' }).click();
  await expect(other.locator('.rail')).toBeVisible();
  await expect(other).toHaveURL(/folded=dock/);
  await other.setViewportSize({ width: 390, height: 844 });
  await expect(other.locator('.dock')).toBeVisible();
});

test('the list is in the order of the API', async ({ guarded: page }) => {
  for (const [order, sortby] of [
    ['killed', '-fatalities_best,start,id'],
    ['newest', '-start,-id'],
    ['place', 'country,admin1,admin2,start,id'],
  ]) {
    await open(page, `tab=list&sort=${order}`);
    const { features } = await items(page, new URLSearchParams(`sortby=${sortby}`));
    const titles = features.slice(0, 8).map(({ properties }) => String(properties['title']));
    const lines = page.locator('.line-title');
    await expect
      .poll(async () => (await lines.allTextContents()).slice(0, 8), order)
      .toEqual(titles);
  }
});

test('a link restores a found place, and one is found again by a link', async ({
  guarded: page,
  context,
}) => {
  await open(page);
  const field = page.getByRole('combobox', { name: /Search/ });
  await field.fill('Jalalabad');
  await page
    .getByRole('option', { name: /^Jalalabad/ })
    .first()
    .click();
  await expect(page).toHaveURL(/found=/);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.locator('.map')).toContainText(/Jalalabad/);
  expect(other.url()).toBe(page.url());
});

test('a link restores the incidents of one spot, and Back goes from one to them', async ({
  guarded: page,
  context,
}) => {
  await open(page, 'map=34.52,69.18,8');
  const all = await items(page, new URLSearchParams());
  const ids = all.features.slice(0, 3).map(({ id }) => id);
  const { hash } = new URL(page.url());
  const other = await context.newPage();
  await other.goto(`/${hash}&stack=${ids.join(',')}`);
  const detail = other.locator('.detail');
  await expect(detail.getByRole('heading', { level: 2 })).toHaveText('3 incidents here');
  await expect(detail.locator('.line')).toHaveCount(3);
  await detail.locator('.line').first().click();
  await expect(detail.locator('.facts')).toBeVisible();
  await expect(other).not.toHaveURL(/stack=/);
  await other.goBack();
  await expect(detail.getByRole('heading', { level: 2 })).toHaveText('3 incidents here');
});

test('Back undoes one thing at a time', async ({ guarded: page }) => {
  await open(page);
  const all = await shown(page);
  await page.getByRole('checkbox', { name: /Attack/ }).check();
  await expect.poll(() => shown(page)).toBeLessThan(all);
  const attacks = await shown(page);
  await page
    .getByRole('checkbox', { name: /Bombing/ })
    .first()
    .check();
  await expect.poll(() => shown(page)).toBeLessThan(attacks);
  await page.goBack();
  await expect.poll(() => shown(page)).toBe(attacks);
  await page.goBack();
  await expect.poll(() => shown(page)).toBe(all);
});

test('words that are searched for are marked', async ({ guarded: page }) => {
  await open(page, 'q=kabul&tab=list');
  const marked = () =>
    page.evaluate(() => [...(CSS.highlights.get('found') ?? [])].map((range) => String(range)));
  await expect.poll(async () => (await marked()).length).toBeGreaterThan(2);
  for (const word of await marked()) expect(word.toLowerCase()).toBe('kabul');
  await page.getByRole('button', { name: /Remove filter: “kabul”/ }).click();
  await expect.poll(async () => (await marked()).length).toBe(0);
});

test('an incident that is picked on the map is brought into sight in the list', async ({
  guarded: page,
}) => {
  await open(page, 'tab=list');
  const last = (await items(page, new URLSearchParams('sortby=-start,-id&limit=1'))).features[0];
  await page.evaluate((hash) => location.assign(hash), `#c=incidents&tab=list&id=${last?.id}`);
  const line = page.locator('.line[aria-current=true]');
  await expect(line).toBeInViewport();
});
