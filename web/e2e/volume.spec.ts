import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, marks, shown, test } from './fixtures';
import { startServer } from './server';

const ROWS = 25_000;

// A grid of places over ten years, the same in every run.
function table(): string {
  const lines = ['title,date,lat,lon,kind'];
  for (let i = 0; i < ROWS; i++) {
    const date = new Date(Date.UTC(2010, 0, 1 + (i % 3_650))).toISOString().slice(0, 10);
    const lat = (30 + (i % 173) / 20).toFixed(3);
    const lon = (60 + (i % 211) / 20).toFixed(3);
    lines.push(`Row ${i},${date},${lat},${lon},${i % 3 === 0 ? 'b' : 'a'}`);
  }
  return lines.join('\n');
}

test('many incidents are loaded in one request, clustered, and filtered without another', async ({
  page,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'incidentmap-'));
  const file = join(folder, 'grid.csv');
  await writeFile(file, table());
  const server = await startServer(file);
  try {
    const asked: string[] = [];
    page.on('request', (request) => {
      if (/\/(columns|items|facets)\b/.test(request.url())) asked.push(request.url());
    });
    await page.goto(`${server.url}/#c=grid`);
    await expect.poll(() => shown(page), { timeout: 20_000 }).toBe(ROWS);
    expect(asked.filter((url) => !url.includes('/facets'))).toHaveLength(1);
    const before = asked.length;
    await page.getByRole('button', { name: 'Show all on the map' }).click();
    await expect.poll(() => marks(page)).toBe(ROWS);
    const start = page.getByRole('slider', { name: 'First day shown' });
    await start.press('PageUp');
    await expect.poll(() => shown(page)).toBeLessThan(ROWS);
    expect(asked).toHaveLength(before);
    const datetime = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('datetime') ?? '';
    const answer = await page.request.get(
      `${server.url}/api/collections/grid/items?limit=1&datetime=${datetime}`,
    );
    const { numberMatched } = (await answer.json()) as { numberMatched: number };
    expect(await shown(page)).toBe(numberMatched);
    await page.getByRole('tab', { name: 'List' }).click();
    await expect(page.locator('.list-panel .line')).toHaveCount(60);
    await page.getByRole('button', { name: 'Show 60 more' }).click();
    await expect(page.locator('.list-panel .line')).toHaveCount(120);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
});
