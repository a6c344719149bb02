import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { test as base, expect, open, shown } from './fixtures';
import { type Server, startWith } from './server';

// Data of a user: columns of their own, a row that cannot be read, no kinds.
const ROWS = `title,date,lat,lon,Means of attack,rounds,seen,case no
Shots at a gate,2023-01-01,33.3,44.3,rifle,3,2023-01-05,90071992547409931234
Blast at a bridge,2023-01-02,33.4,44.3,device,12,2023-02-01,90071992547409931235
Shots at a car,2023-03-03,34.5,69.2,rifle,,,90071992547409931236
Nobody knows when,some day,34.5,69.2,rifle,1,,1
`;

const test = base.extend<object, { server: Server }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern here
    async ({}, use) => {
      const file = join(await mkdtemp(join(tmpdir(), 'incidentmap-')), 'my cases.csv');
      await writeFile(file, ROWS);
      const server = await startWith([file]);
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

async function openOwn(page: Page, hash = '', query = ''): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`/${query}#${hash}`);
  await expect(page.locator('.summary')).toHaveAttribute('data-shown', /\d+/);
}

// What the API answers to the filters in the page's own address.
async function apiCount(page: Page): Promise<number> {
  const { hash } = new URL(page.url());
  const params = new URLSearchParams(hash.slice(1));
  const collection = params.get('c') ?? 'my-cases';
  for (const key of ['c', 'map', 'id', 'color', 'density', 'measure', 'coarsest'])
    params.delete(key);
  const url = `/api/collections/${collection}/items?${params}`;
  const answer = await page.request.get(url);
  expect(answer.status(), url).toBe(200);
  return ((await answer.json()) as { numberMatched: number }).numberMatched;
}

test('the page opens on own data, by their title, and says what was left out', async ({
  guarded: page,
}) => {
  await openOwn(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('my cases');
  expect(await shown(page)).toBe(3);
  const link = page.getByRole('link', { name: '1 row was left out: how the file was read' });
  const report = await page.request.get(await link.evaluate((a: HTMLAnchorElement) => a.href));
  expect(await report.text()).toContain('some day');
});

test('own columns are told, counted, bounded and searched', async ({ guarded: page }) => {
  await openOwn(page);
  await page.getByRole('checkbox', { name: /^rifle/ }).check();
  await expect.poll(() => shown(page)).toBe(2);
  expect(await apiCount(page)).toBe(2);
  await page.getByRole('group', { name: 'rounds' }).getByLabel('At least').fill('2');
  await page.keyboard.press('Enter');
  await expect.poll(() => shown(page)).toBe(1);
  expect(await apiCount(page)).toBe(1);
  await expect(page.getByRole('button', { name: /rounds: at least 2/ })).toBeVisible();
  await page.getByRole('tab', { name: 'List' }).click();
  await page.getByRole('button', { name: /Shots at a gate/ }).click();
  const detail = page.locator('.detail');
  await expect(detail).toContainText('Means of attack');
  await expect(detail).toContainText('90071992547409931234');
  await expect(detail).toContainText('5 January 2023');
  await openOwn(page, 'c=my-cases&q=DEVICE');
  expect(await shown(page)).toBe(1);
  expect(await apiCount(page)).toBe(1);
  await openOwn(page, 'c=my-cases&seen_min=2023-01-10');
  expect(await shown(page)).toBe(1);
});

test('a range that is no number is refused, and asks for nothing', async ({ guarded: page }) => {
  await openOwn(page);
  const field = page.getByRole('group', { name: 'rounds' }).getByLabel('At least');
  await field.fill('many');
  await field.blur();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription('“many” is no whole number, such as 12.');
  expect(await shown(page)).toBe(3);
  await field.fill('٣'); // as an Arabic keyboard writes it
  await field.blur();
  await expect.poll(() => shown(page)).toBe(2);
  expect(await apiCount(page)).toBe(2);
  await expect(field).toHaveAccessibleDescription('');
  await page.getByRole('group', { name: 'rounds' }).getByLabel('At most').fill('1');
  await page.keyboard.press('Enter');
  await expect(field).toHaveAccessibleDescription(/no incident can be both/);
});

test('a search that finds nothing keeps what could be chosen, as none', async ({
  guarded: page,
}) => {
  await openOwn(page);
  await page.getByRole('combobox', { name: /Search/ }).fill('zzzzqqqq');
  await expect.poll(() => shown(page)).toBe(0);
  const rifle = page.locator('.facet-value', { hasText: 'rifle' });
  await expect(rifle).toContainText('0');
  await expect(rifle).toHaveClass(/is-none/);
});

test('a kind is counted also where it is the only one, and not where none is told', async ({
  guarded: page,
}) => {
  await openOwn(page);
  const kind = page.getByRole('group', { name: 'Kind' });
  await expect(page.getByRole('group', { name: 'Means of attack' })).toBeVisible();
  await expect(kind).toHaveCount(0);
  await openOwn(page, 'c=attacks');
  await expect(kind.locator('.facet-count')).toHaveText([String(await shown(page))]);
});

test('colours stand for the values of an own column, in the legend and the link', async ({
  guarded: page,
}) => {
  await openOwn(page, 'c=my-cases&color=means_of_attack');
  const legend = page.locator('.legend');
  await expect(legend).toContainText('Means of attack');
  await expect(legend).toContainText('rifle');
  await expect(legend).toContainText('device');
  await expect(page.locator('.facet', { hasText: 'Means of attack' }).locator('svg')).toHaveCount(
    2,
  );
  // Bars have no colours then: those of kinds would be taken for these.
  const fills = () =>
    page
      .locator('.brush-bars .bar-certain')
      .evaluateAll((all) => [...new Set(all.map((path) => (path as SVGElement).style.fill))]);
  await expect.poll(fills).toEqual(['var(--bar)']);
});

test('a filter of a link that the data have not is named, and others are obeyed', async ({
  guarded: page,
}) => {
  await openOwn(page, 'c=my-cases&means_of_attack=rifle&weather=rain');
  expect(await shown(page)).toBe(2);
  await expect(page.locator('.summary')).toContainText('not understood: weather');
  await openOwn(page, 'c=incidents&admin1=Parwan&fatalities_min=1');
  expect(await shown(page)).toBe(await apiCount(page));
  await expect(page.getByRole('button', { name: 'Remove filter: Parwan' })).toBeVisible();
  await openOwn(page, "c=incidents&filter=title LIKE '%25Kabul%25'&date_certain=true");
  expect(await shown(page)).toBe(await apiCount(page));
  expect(await shown(page)).toBeGreaterThan(0);
  await page.getByRole('button', { name: /Remove filter: where title LIKE/ }).click();
  await expect(page).not.toHaveURL(/filter=/);
  await expect.poll(() => shown(page)).toBe(await apiCount(page));
});

test('a selected incident outside the dates or the filters is said, and offered', async ({
  guarded: page,
}) => {
  await page.setViewportSize({ width: 1720, height: 900 }); // filters and details beside each other
  await open(page, 'datetime=2019-01-01/2019-12-31&id=kerman-bombings-2024-01-03');
  const note = page.locator('.detail-outside');
  await expect(note).toContainText('outside the chosen dates');
  await note.getByRole('button', { name: 'Show all dates' }).click();
  await expect(note).toBeHidden();
  expect(await shown(page)).toBe(32);
  await page.getByRole('checkbox', { name: /Operation/ }).check();
  await expect(note).toContainText('does not match the filters');
  await note.getByRole('button', { name: 'Remove the filters' }).click();
  await expect(note).toBeHidden();
});

test('a text in another script finds what happened at the place', async ({ guarded: page }) => {
  await open(page, 'q=كابل');
  const n = await shown(page);
  expect(n).toBeGreaterThan(3);
  const answer = await page.request.get('/api/collections/incidents/items?q=كابل');
  expect(((await answer.json()) as { numberMatched: number }).numberMatched).toBe(n);
});

for (const [name, viewport, query] of [
  ['wide', { width: 1440, height: 900 }, ''],
  ['on a phone, in Arabic', { width: 390, height: 844 }, '?lang=ar'],
] as const) {
  test.describe(name, () => {
    test.use({ viewport });
    test(`own data have no fault that axe finds, ${name}`, async ({ guarded: page }) => {
      await openOwn(page, 'c=my-cases&rounds_min=2&color=means_of_attack', query);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    });
  });
}

test('a box and an area are drawn, moved by a corner, and taken away', async ({
  guarded: page,
}) => {
  await open(page, 'map=34.3,70,7');
  const menu = page.getByRole('button', { name: 'Choose an area' });
  const frame = await page.locator('.map').boundingBox();
  if (!frame) throw new Error('there is no map');
  const [x, y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
  await menu.click();
  await page.getByRole('button', { name: 'Draw a box' }).click();
  await expect(page.locator('.draw-hint')).toContainText('Drag a box');
  await page.mouse.move(x - 150, y - 100);
  await page.mouse.down();
  await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/bbox=/);
  await expect.poll(() => shown(page)).toBe(await apiCount(page));
  expect(await shown(page)).toBeLessThan(32);
  const before = page.url();
  const corner = page.locator('.area-handle').first();
  const at = await corner.boundingBox();
  if (!at) throw new Error('there is no corner');
  await page.mouse.move(at.x + 12, at.y + 12);
  await page.mouse.down();
  await page.mouse.move(at.x - 60, at.y + 60, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => page.url()).not.toBe(before);
  await expect.poll(() => apiCount(page)).toBe(await shown(page));
  await menu.click();
  await page.getByRole('button', { name: 'Draw an area' }).click();
  for (const [dx, dy] of [
    [-200, -150],
    [150, -100],
    [0, 200],
  ] as const) {
    await page.mouse.click(x + dx, y + dy);
  }
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/within=POLYGON/);
  await expect(page).not.toHaveURL(/bbox=/);
  await expect.poll(() => shown(page)).toBe(await apiCount(page));
  await expect(page.locator('.area-handle')).toHaveCount(3);
  await page.getByRole('button', { name: 'Remove filter: in an area on the map' }).click();
  await expect.poll(() => shown(page)).toBe(32);
  await expect(page.locator('.area-handle')).toHaveCount(0);
  await menu.click();
  await page.getByRole('button', { name: 'Draw a box' }).click();
  await page.keyboard.press('Escape');
  await expect(page.locator('.draw-cover')).toHaveCount(0);
});

test('what is in view is chosen by the keyboard alone', async ({ guarded: page }) => {
  await open(page, 'map=34.5,69.2,9');
  await page.getByRole('button', { name: 'Choose an area' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/bbox=/);
  await expect.poll(() => shown(page)).toBe(await apiCount(page));
});

test('kind and type are named in the list, also for a screen reader', async ({ guarded: page }) => {
  await open(page, 'tab=list');
  const line = page.getByRole('button', { name: /Operation · Air strike/ }).first();
  await expect(line).toBeVisible();
  await line.click();
  await expect(page.locator('.detail .facts')).toContainText('Operation · Air strike');
});
