import { expect, filterOf, items, open, shown, test } from './fixtures';

test('an incident is opened, read and closed by keyboard', async ({ guarded: page }) => {
  await open(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the list of incidents' })).toBeFocused();
  await page.keyboard.press('Enter');
  const lines = page.locator('.list-panel .line');
  await expect(lines.first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(lines.nth(1)).toBeFocused();
  const id = (await lines.nth(1).getAttribute('data-key')) ?? '';
  await page.keyboard.press('Enter');
  const detail = page.locator('.detail');
  const incident = (await (
    await page.request.get(`/api/collections/incidents/items/${id}`)
  ).json()) as {
    properties: { title: string; sources: { title: string }[] };
  };
  await expect(detail.getByRole('heading', { level: 2 })).toHaveText(incident.properties.title);
  await expect(detail.getByRole('heading', { level: 2 })).toBeFocused();
  await expect(detail.locator('.sources')).toContainText(
    incident.properties.sources[0]?.title ?? '',
  );
  expect(new URL(page.url()).hash).toContain(`id=${encodeURIComponent(id)}`);
  await page.keyboard.press('Escape');
  await expect(detail).toBeHidden();
  await expect(lines.nth(1)).toBeFocused();
  expect(new URL(page.url()).hash).not.toContain('id=');
});

test('every incident can be read, and none shows a missing figure as zero', async ({
  guarded: page,
}) => {
  const all = await items(page, new URLSearchParams());
  const few = all.features.slice(0, 12);
  await open(page);
  for (const { id, properties } of few) {
    await page.evaluate(
      (hash) => location.assign(hash),
      `#c=incidents&id=${encodeURIComponent(id)}`,
    );
    const detail = page.locator('.detail');
    await expect(detail.locator('.facts')).toBeVisible();
    await expect(detail.getByRole('heading', { level: 2 })).toHaveText(String(properties['title']));
    const casualties = await detail.locator('.facts').textContent();
    if (properties['fatalities_low'] === null && properties['group'] === null) {
      expect(casualties).toContain('killed: not reported');
    }
    if (properties['date_certain'] === false)
      expect(casualties).toMatch(/not known|not certain|uncertain/);
  }
});

test.describe('a missing incident', () => {
  test.use({ allowed: [/404/] });
  test('is said to be missing, and can be closed', async ({ guarded: page }) => {
    await open(page, 'id=no-such-incident');
    await expect(page.locator('.detail')).toContainText('not in this dataset');
    await page.getByRole('button', { name: 'Close' }).click();
    await expect(page.locator('.detail')).toBeHidden();
  });
});

test('a mark on the map opens its incident', async ({ guarded: page }) => {
  const all = await items(page, new URLSearchParams());
  const one = all.features.find(({ properties }) => properties['place_precision'] === 'exact');
  expect(one, 'an incident with an exact place').toBeDefined();
  const point = one?.geometry as { coordinates: [number, number] };
  const [lon, lat] = point.coordinates;
  await open(page, `map=${lat},${lon},16`);
  const box = await page.locator('.map').boundingBox();
  if (!box) throw new Error('no map');
  await expect
    .poll(async () => {
      await page.mouse.move(box.x + box.width / 2 + 40, box.y + box.height / 2 + 60);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      return page.locator('.map-tip').isVisible();
    })
    .toBe(true);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page.locator('.detail .detail-title')).toHaveText(String(one?.properties['title']));
});

test('nothing found names the filter to drop', async ({ guarded: page }) => {
  const rare = await items(page, new URLSearchParams('kind=operation'));
  const type = String(rare.features[0]?.properties['event_type']);
  await open(page, `kind=operation&event_type=${type}&q=zzzzqqqq`);
  expect(await shown(page)).toBe(0);
  const notice = page.locator('.notice');
  await expect(notice).toContainText('No incident with these filters.');
  const { numberMatched } = await items(
    page,
    new URLSearchParams(`kind=operation&event_type=${type}`),
  );
  await notice.getByRole('button', { name: `Remove ‘zzzzqqqq’ (${numberMatched})` }).click();
  await expect.poll(() => shown(page)).toBe(numberMatched);
  await expect(notice).toBeHidden();
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect
    .poll(() => shown(page))
    .toBe((await items(page, new URLSearchParams())).numberMatched);
  expect([...filterOf(page).keys()]).toEqual([]);
});

test.describe('a failing server', () => {
  test.use({ allowed: [/Failed to load resource/] });
  test('is said so, and asked again', async ({ guarded: page }) => {
    await page.route('**/columns?*', (route) => route.abort());
    await page.goto('/');
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('The server cannot be reached.');
    // What can be filtered by is there all the same.
    await expect(page.getByRole('checkbox', { name: /Accident/ })).toBeVisible();
    await page.unroute('**/columns?*');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => shown(page)).toBeGreaterThan(0);
    await expect(alert).toBeHidden();
  });

  test('that has parts of the page no more is said so where they are wanted', async ({
    guarded: page,
  }) => {
    for (const part of ['ground-layers', 'overlays', 'record']) {
      await page.route(`**/assets/${part}-*.js`, (route) => route.abort());
    }
    await open(page);
    const said = page.getByRole('status').filter({ hasText: 'A part of the page' });
    await expect(said).toHaveCount(1);
    expect(await shown(page)).toBeGreaterThan(0);
    await page.getByRole('tab', { name: 'List' }).click();
    await page.locator('.list .line').first().click();
    await expect(page.locator('.detail')).toContainText('could not be loaded');
    await page.unroute('**/assets/record-*.js');
    await page.locator('.detail').getByRole('button', { name: 'Try again' }).click();
    await expect(page.locator('.detail .facts')).toBeVisible();
  });

  test('that rejects the view is quoted', async ({ guarded: page }) => {
    await open(page, 'kind=attack');
    await page.evaluate(() => location.assign('#kind=no_such_kind'));
    await expect(page.getByRole('alert')).toContainText('did not accept this view');
    // Counts of before stay beside the former view.
    await expect(page.locator('.facets').getByRole('checkbox', { checked: true })).toHaveCount(1);
    // Without any, what is chosen can be taken back, and has no count that is made up.
    await page.reload();
    await expect(page.getByRole('alert')).toContainText('did not accept this view');
    await expect(page.locator('.facets .facet-count')).toHaveText(['…']);
    await page.getByRole('alert').getByRole('button', { name: 'Reset' }).click();
    await expect(page.getByRole('alert')).toBeHidden();
  });
});

test("a reader's own table is a dataset of its own", async ({ guarded: page }) => {
  await open(page);
  const before = await shown(page);
  await page.getByLabel('Dataset').selectOption('bridges');
  await expect.poll(() => shown(page)).toBe(4);
  expect(before).not.toBe(4);
  expect(new URL(page.url()).hash).toContain('c=bridges');
  await expect
    .poll(async () => Number(await page.locator('.map').getAttribute('data-marks')))
    .toBe(4);
  await page.getByRole('tab', { name: 'List' }).click();
  await expect(page.locator('.list-panel')).toContainText('Bridge of boats broken by ice');
  await expect(page.locator('.list-panel')).toContainText('in March 1861 (day not known)');
  await expect(page.locator('.list-panel')).toContainText('none killed (reported)');
  await expect(page.locator('.list-panel')).toContainText('killed: no figure');
});

test('markup in a table is shown as it is written', async ({ guarded: page }) => {
  const { features } = await items(page, new URLSearchParams('q=img'), 'bridges');
  const hostile = features[0];
  expect(String(hostile?.properties['title'])).toContain('onerror');
  await open(page, `c=bridges&id=${encodeURIComponent(hostile?.id ?? '')}`);
  const detail = page.locator('.detail');
  await expect(detail.locator('.detail-title')).toHaveText(String(hostile?.properties['title']));
  await expect(detail.locator('.facts')).toContainText('<script>place</script>');
  expect(await page.locator('main img, .sheet img, .sheet script').count()).toBe(0);
  await expect(page).toHaveTitle(/Incident map/);
});
