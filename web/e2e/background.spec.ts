import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { writeTile } from '../test/mvt';
import { expect, test } from './fixtures';
import { pmtiles, png } from './pmtiles';
import { startWith } from './server';

const PINK = [200, 40, 160] as const;

/** How much of the ground is of a colour, 0..1. */
function share(page: Page, color: readonly number[]): Promise<number> {
  return page.evaluate((wanted) => {
    let [hits, all] = [0, 0];
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('canvas.leaflet-tile')) {
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      for (let i = 0; data && i < data.length; i += 4 * 97) {
        all++;
        if (wanted.every((value, c) => Math.abs((data[i + c] ?? 0) - value) < 3)) hits++;
      }
    }
    return all === 0 ? 0 : hits / all;
  }, color);
}

async function layersMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Map layers' }).click();
}

test('a PMTiles file of pictures covers its zooms, and the shipped map the others', async ({
  page,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'incidentmap-'));
  const file = join(folder, 'pink.pmtiles');
  await writeFile(file, pmtiles(png(...PINK), 'png', 3, { attribution: '<i>Pink</i> maps' }));
  const server = await startWith(['--basemap', file]);
  try {
    await page.goto(`${server.url}/#map=30,60,3`);
    await expect.poll(() => share(page, PINK)).toBeGreaterThan(0.9);
    await expect(page.locator('.attribution p')).toContainText('Pink maps');
    await layersMenu(page);
    await page.getByRole('checkbox', { name: 'Detailed background' }).uncheck();
    await expect.poll(() => share(page, PINK)).toBe(0);
    await page.getByRole('checkbox', { name: 'Detailed background' }).check();
    await expect.poll(() => share(page, PINK)).toBeGreaterThan(0.9);
    await page.goto('about:blank');
    await page.goto(`${server.url}/#map=30,60,5`);
    await expect.poll(() => share(page, [0xf4, 0xf2, 0xec])).toBeGreaterThan(0.2);
    expect(await share(page, PINK)).toBe(0);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
});

test('a PMTiles file of Protomaps is drawn in the map’s own colours', async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'incidentmap-'));
  const file = join(folder, 'earth.pmtiles');
  const land = {
    type: 3,
    points: [
      [-64, -64],
      [4160, -64],
      [4160, 4160],
      [-64, 4160],
    ],
    properties: { kind: 'earth' },
  } as const;
  const tile = Buffer.from(writeTile({ earth: [land] }));
  await writeFile(file, pmtiles(tile, 'mvt', 4, { vector_layers: [{ id: 'earth' }] }));
  const server = await startWith(['--basemap', file, '--basemap-attribution', '<b>Earth</b>']);
  try {
    await page.addInitScript(() =>
      localStorage.setItem('incidentmap.layers', JSON.stringify({ relief: false })),
    );
    await page.goto(`${server.url}/#map=20,-140,4`); // the Pacific
    await expect.poll(() => share(page, [0xf4, 0xf2, 0xec])).toBeGreaterThan(0.95);
    await expect(page.locator('.attribution p')).toContainText('<b>Earth</b>');
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
});

test('another host is asked only after the reader agreed, and not after taking it back', async ({
  page,
}) => {
  const asked: string[] = [];
  const tiles = createServer((request, response) => {
    asked.push(request.url ?? '');
    expect(request.headers.referer).toBeUndefined();
    response.writeHead(200, { 'Content-Type': 'image/png' }).end(png(...PINK));
  });
  await new Promise<void>((resolve) => tiles.listen(0, '127.0.0.1', resolve));
  const address = tiles.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const host = `127.0.0.1:${address.port}`;
  const server = await startWith(['--basemap', `http://${host}/{z}/{x}/{y}.png`]);
  try {
    const answer = await page.goto(`${server.url}/#map=34,70,6`);
    expect(answer?.headers()['content-security-policy']).toContain(
      `img-src 'self' data: blob: http://${host};`,
    );
    await expect.poll(() => share(page, [0xf4, 0xf2, 0xec])).toBeGreaterThan(0.1);
    await layersMenu(page);
    const box = page.getByRole('checkbox', { name: `Detailed background from ${host}` });
    await expect(box).not.toBeChecked();
    await expect(box).toHaveAccessibleDescription(new RegExp(`${host} sees your internet address`));
    expect(asked).toEqual([]);
    await box.check();
    await expect(page.locator('.remote-tile img').first()).toBeVisible();
    expect(asked.every((url) => /^\/6\/\d+\/\d+\.png$/.test(url))).toBe(true);
    await page.reload();
    await expect(page.locator('.remote-tile img').first()).toBeVisible(); // remembered
    await layersMenu(page);
    await box.uncheck();
    await expect(page.locator('.remote-tile img')).toHaveCount(0);
    const before = asked.length;
    await page.reload();
    await expect.poll(() => share(page, [0xf4, 0xf2, 0xec])).toBeGreaterThan(0.1);
    expect(asked).toHaveLength(before);
  } finally {
    await server.stop();
    await new Promise((resolve) => tiles.close(resolve));
  }
});

test('what the layers menu says is remembered', async ({ guarded: page }) => {
  await page.goto('/#map=34.4,70.8,6');
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/basemap/relief/')) asked.push(request.url());
  });
  await layersMenu(page);
  await expect(page.getByRole('checkbox', { name: 'Local names as well' })).not.toBeChecked();
  await page.getByRole('checkbox', { name: 'Relief' }).uncheck();
  await page.waitForLoadState('networkidle');
  asked.length = 0;
  await page.reload();
  await layersMenu(page);
  await expect(page.getByRole('checkbox', { name: 'Relief' })).not.toBeChecked();
  await page.waitForLoadState('networkidle');
  expect(asked).toEqual([]);
});
