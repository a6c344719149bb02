import { expect, filterOf, items, marks, open, shown, test } from './fixtures';

const FIRST_VIEW_LIMIT = 300 * 1024; // bytes as sent, without the basemap's tiles

test('shows all incidents without a complaint and without another host', async ({
  guarded: page,
}) => {
  await open(page);
  const all = await items(page, new URLSearchParams());
  expect(all.numberMatched).toBeGreaterThan(0);
  expect(await shown(page)).toBe(all.numberMatched);
  await expect(page.locator('.sum-count')).toHaveText(
    `Showing ${all.numberMatched} of ${all.numberMatched}`,
  );
  await page.getByRole('button', { name: 'Show all on the map' }).click();
  const placed = all.features.filter(({ geometry }) => geometry !== null).length;
  await expect.poll(() => marks(page)).toBe(placed);
  const unplaced = all.numberMatched - placed;
  if (unplaced > 0)
    await expect(page.locator('.summary')).toContainText(`${unplaced} without a place`);
});

test('the first view is small', async ({ guarded: page }) => {
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (new URL(request.url()).pathname.startsWith('/basemap/')) return;
    sizes.push(request.sizes().then((s) => s.responseBodySize + s.responseHeadersSize));
  });
  await open(page);
  await expect(page.locator('.sums')).not.toBeEmpty();
  await page.waitForLoadState('networkidle');
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(10_000);
  expect(total).toBeLessThanOrEqual(FIRST_VIEW_LIMIT);
});

test('draws the basemap of the server', async ({ guarded: page }) => {
  const info = await page.request.get('/basemap/basemap.json');
  expect(info.status()).toBe(200);
  await open(page);
  await expect(page.locator('.attribution p')).toContainText(
    ((await info.json()) as { attribution: string }).attribution,
  );
  // Land and water are two colours: a map was drawn.
  await expect
    .poll(() =>
      page.evaluate(() => {
        const colors = new Set<number>();
        const scratch = document.createElement('canvas');
        const ctx = scratch.getContext('2d', { willReadFrequently: true });
        for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.leaflet-tile')) {
          ctx?.drawImage(canvas, 0, 0, scratch.width, scratch.height);
          const data = ctx?.getImageData(0, 0, scratch.width, scratch.height).data;
          for (let i = 0; data && i < data.length; i += 400)
            colors.add((data[i] ?? 0) * 65536 + (data[i + 1] ?? 0));
        }
        return colors.size;
      }),
    )
    .toBeGreaterThan(3);
});

test('a facet filters the map, the list, the sums and the address', async ({ guarded: page }) => {
  await open(page);
  await page.getByRole('checkbox', { name: /Operation/ }).check();
  const found = await items(page, new URLSearchParams('kind=operation'));
  await expect.poll(() => shown(page)).toBe(found.numberMatched);
  expect(filterOf(page).get('kind')).toBe('operation');
  await page.getByRole('tab', { name: 'List' }).click();
  await expect(page.locator('.list-panel .line')).toHaveCount(Math.min(60, found.numberMatched));
  await page.getByRole('button', { name: 'Remove filter: Operation' }).click();
  await expect
    .poll(() => shown(page))
    .toBe((await items(page, new URLSearchParams())).numberMatched);
});

test('the search waits for the reader, and asks once', async ({ guarded: page }) => {
  await open(page);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/items?')) asked.push(request.url());
  });
  await page.getByRole('combobox', { name: /Search/ }).pressSequentially('Kabul', { delay: 20 });
  await expect(page.getByRole('button', { name: /Remove filter: “Kabul”/ })).toBeVisible();
  const found = await items(page, new URLSearchParams('q=Kabul'));
  await expect.poll(() => shown(page)).toBe(found.numberMatched);
  expect(asked.filter((url) => url.includes('q='))).toHaveLength(1);
});

test('a place is found by its name, shown, and taken off again', async ({ guarded: page }) => {
  await open(page);
  const field = page.getByRole('combobox', { name: /Search/ });
  await field.fill('jala, nang');
  const option = page.getByRole('option', { name: /Jalalabad/ }).first();
  await expect(option).toContainText('Nangarhar, Afghanistan');
  await expect(field).toHaveAttribute('aria-expanded', 'true');
  await field.press('ArrowDown');
  await expect(option).toHaveAttribute('aria-selected', 'true');
  await field.press('Enter');
  await expect(page.getByRole('listbox', { name: 'Places' })).toBeHidden();
  await expect(page.locator('.found-name')).toContainText('Jalalabad: town or village, within');
  await expect(page.locator('.found-place')).toHaveCount(1);
  await expect.poll(() => new URL(page.url()).hash).toMatch(/34\.4\d*.*70\.4/);
  expect(filterOf(page).get('q')).toBeNull();
  await field.fill('');
  await expect(page.locator('.found-place')).toHaveCount(0);
  // The field has the name of the place as long as that is shown, however it came or went.
  // Opened anew: a reload may ask for an address that the page has just replaced.
  await page.goto('about:blank');
  await page.goto('/#found=34.43,70.45,5000,locality,Jalalabad%7CNangarhar');
  await expect(page.locator('.found-place')).toHaveCount(1);
  await expect(field).toHaveValue('Jalalabad');
  await page.evaluate(() => location.assign('#tab=list'));
  await expect(page.locator('.found-place')).toHaveCount(0);
  await expect(field).toHaveValue('');
  await page.goBack();
  await expect(field).toHaveValue('Jalalabad');
});

test('a phrase finds a place too, and Escape closes the list', async ({ guarded: page }) => {
  await open(page);
  const field = page.getByRole('combobox', { name: /Search/ });
  await field.fill('12 km north-east of Jalalabad');
  await expect(page.getByRole('option', { name: /vicinity/ }).first()).toBeVisible();
  await field.press('Escape');
  await expect(page.getByRole('listbox', { name: 'Places' })).toBeHidden();
  await expect(field).toHaveValue('12 km north-east of Jalalabad');
});

test('a link restores what was seen', async ({ guarded: page, context }) => {
  await open(page);
  await page.getByRole('checkbox', { name: /Attack/ }).check();
  await page.getByLabel('Dates', { exact: true }).selectOption('inside');
  await page.getByLabel('From', { exact: true }).fill('2019-01-01');
  await page.getByLabel('To', { exact: true }).fill('2021-12-31');
  await page.getByLabel('To', { exact: true }).blur();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(() => filterOf(page).get('datetime')).toBe('2019-01-01/2021-12-31');
  await page.waitForTimeout(500); // the zoom's animation
  const seen = { count: await shown(page), url: page.url(), marks: await marks(page) };
  expect(new URL(seen.url).hash).toContain('datetime-mode=inside');
  const other = await context.newPage();
  await other.goto(seen.url);
  await expect.poll(() => shown(other)).toBe(seen.count);
  await expect.poll(() => marks(other)).toBe(seen.marks);
  expect(other.url()).toBe(seen.url);
  await expect(other.getByRole('checkbox', { name: /Attack/ })).toBeChecked();
  await expect(other.getByLabel('From', { exact: true })).toHaveValue('2019-01-01');
  expect(seen.count).toBe((await items(page, filterOf(page))).numberMatched);
});

test('a download holds exactly what is shown', async ({ guarded: page }) => {
  await open(page, 'kind=attack&datetime=2019-01-01/2023-12-31');
  const count = await shown(page);
  expect(count).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Download', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Download what is shown' });
  await expect(dialog).toContainText(`${count} incident`);
  const started = page.waitForEvent('download');
  await dialog.getByRole('link', { name: 'GeoJSON, for maps' }).click();
  const file = await (await started).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of file) chunks.push(chunk as Buffer);
  const ids = (
    JSON.parse(Buffer.concat(chunks).toString()) as { features: { id: string }[] }
  ).features.map(({ id }) => id);
  expect(ids).toHaveLength(count);
  expect(ids).toEqual((await items(page, filterOf(page))).features.map(({ id }) => id));
});

test('a download of the view holds what the API finds in that box', async ({ guarded: page }) => {
  await open(page, 'map=34.5,69,7');
  await page.getByRole('button', { name: 'Download', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /in view/ }).check();
  const href = (await dialog.getByRole('link', { name: /CSV/ }).getAttribute('href')) ?? '';
  const params = new URL(href, page.url()).searchParams;
  expect(params.get('bbox')).toMatch(/^[-\d.]+(,[-\d.]+){3}$/);
  const found = await items(page, new URLSearchParams({ bbox: params.get('bbox') ?? '' }));
  await expect(dialog).toContainText(`${found.numberMatched} incident`);
  const csv = await (await page.request.get(href)).text();
  for (const { id } of found.features) expect(csv).toContain(id);
});

test('the antimeridian can be in the middle of a wide view', async ({ guarded: page }) => {
  await open(page, 'map=10,180,3');
  const bbox = (await page.locator('.map').getAttribute('data-bbox')) ?? '';
  const [west = 0, , east = 0] = bbox.split(',').map(Number);
  expect(west).toBeGreaterThan(east); // it crosses the line
  expect((west + east + 360) / 2).toBeCloseTo(180, 0);
});
