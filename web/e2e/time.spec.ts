import type { Page } from '@playwright/test';
import { expect, filterOf, items, marks, open, shown, test } from './fixtures';

async function drag(page: Page, from: number, to: number): Promise<void> {
  const box = await page.locator('.brush-track').boundingBox();
  if (!box) throw new Error('the brush is not visible');
  const y = box.y + 20;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  for (let step = 1; step <= 5; step++) {
    await page.mouse.move(box.x + box.width * (from + ((to - from) * step) / 5), y);
  }
}

test('dragging chooses a window: count, marks and address follow without a request for incidents', async ({
  guarded: page,
}) => {
  await open(page);
  await page.getByRole('button', { name: 'Show all on the map' }).click();
  const all = await shown(page);
  await expect.poll(() => marks(page)).toBeGreaterThan(0);
  const before = await marks(page);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/items')) asked.push(request.url());
  });
  const steps = await page.evaluate(() => history.length);
  await drag(page, 0.35, 0.6);
  const during = await shown(page);
  expect(during).toBeLessThan(all);
  expect(during).toBeGreaterThan(0);
  await page.mouse.up();
  expect(asked).toEqual([]);
  await expect.poll(() => shown(page)).toBe(during);
  await expect
    .poll(() => filterOf(page).get('datetime'))
    .toMatch(/^\d{4}-\d\d-\d\d\/\d{4}-\d\d-\d\d$/);
  const found = await items(page, filterOf(page));
  expect(during).toBe(found.numberMatched);
  const placed = found.features.filter(({ geometry }) => geometry !== null).length;
  await expect.poll(() => marks(page)).toBe(placed);
  expect(placed).toBeLessThan(before);
  expect(await page.evaluate(() => history.length)).toBe(steps + 1);
  await page.goBack();
  await expect.poll(() => shown(page)).toBe(all);
  await page.goForward();
  await expect.poll(() => shown(page)).toBe(during);
  await page.reload();
  await expect.poll(() => shown(page)).toBe(during);
});

test('while a drag goes on the list follows it, and the address waits for its end', async ({
  guarded: page,
}) => {
  await open(page);
  await page.getByRole('tab', { name: 'List' }).click();
  await expect(page.locator('.list-panel .line').first()).toBeVisible();
  await page.evaluate(() => {
    const log: { count: number; lines: string; address: string }[] = [];
    Object.assign(globalThis, { log });
    document.querySelector('time-brush')?.addEventListener('brush-input', () => {
      log.push({
        count: Number(document.querySelector<HTMLElement>('.summary')?.dataset['shown']),
        lines: document.querySelector('.list')?.textContent ?? '',
        address: location.hash,
      });
    });
  });
  const before = new URL(page.url()).hash;
  const box = await page.locator('.brush-track').boundingBox();
  if (!box) throw new Error('no brush');
  const y = box.y + 10;
  await page.mouse.move(box.x + box.width * 0.3, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, y, { steps: 20 });
  await page.mouse.up();
  const log = await page.evaluate(
    () =>
      (globalThis as unknown as { log: { count: number; lines: string; address: string }[] }).log,
  );
  expect(log.length).toBeGreaterThan(5);
  expect(new Set(log.map(({ count }) => count)).size).toBeGreaterThan(3);
  expect(new Set(log.map(({ lines }) => lines)).size).toBeGreaterThan(1);
  expect(new Set(log.map(({ address }) => address))).toEqual(new Set([before]));
  await expect.poll(() => filterOf(page).get('datetime')).not.toBeNull();
});

test('the window is moved, resized and cleared by mouse', async ({ guarded: page }) => {
  await open(page);
  const all = await shown(page);
  const datetime = () => filterOf(page).get('datetime') ?? '';
  await drag(page, 0.3, 0.5);
  await page.mouse.up();
  await expect.poll(datetime).not.toBe('');
  await page.waitForTimeout(100); // the last of the drag
  const chosen = datetime();
  await drag(page, 0.4, 0.6);
  await page.mouse.up();
  await expect.poll(() => datetime() > chosen).toBe(true);
  await page.locator('.brush-track').dblclick({ position: { x: 30, y: 20 } });
  await expect.poll(() => filterOf(page).get('datetime')).toBeNull();
  expect(await shown(page)).toBe(all);
});

test('the keyboard steps through time, and says where it is', async ({ guarded: page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Show all on the map' }).click();
  const all = await shown(page);
  const start = page.getByRole('slider', { name: 'First day shown' });
  await start.focus();
  const said = await start.getAttribute('aria-valuetext');
  for (let i = 0; i < 4; i++) await page.keyboard.press('PageUp');
  expect(await start.getAttribute('aria-valuetext')).not.toBe(said);
  expect(await start.getAttribute('aria-valuetext')).toMatch(/^\d{1,2} \p{L}+ \d{4}$/u);
  await expect.poll(() => filterOf(page).get('datetime')).toMatch(/^\d{4}-\d\d-\d\d\/\.\.$/);
  const found = await items(page, filterOf(page));
  expect(found.numberMatched).toBeLessThan(all);
  expect(await shown(page)).toBe(found.numberMatched);
  const placed = found.features.filter(({ geometry }) => geometry !== null).length;
  await expect.poll(() => marks(page)).toBe(placed);
  await page.keyboard.press('Home');
  await expect.poll(() => shown(page)).toBe(all);
  await page.getByRole('slider', { name: 'Last day shown' }).focus();
  await page.keyboard.press('Home');
  const narrow = await items(page, filterOf(page));
  await expect.poll(() => shown(page)).toBe(narrow.numberMatched);
});

test('the mode tells possible from certain', async ({ guarded: page }) => {
  const all = await items(page, new URLSearchParams());
  const vague = all.features.find(
    ({ properties: p }) => p['date_precision'] === 'month' && p['date_certain'] === false,
  );
  expect(vague, 'an incident that is known to the month').toBeDefined();
  const first = String(vague?.properties['start']);
  const middle = `${first.slice(0, 8)}15`;
  const isListed = (id = '') => page.locator(`.list-panel [data-key="${id}"]`);
  await open(page, `datetime=${first}/${middle}`);
  await page.getByRole('tab', { name: 'List' }).click();
  await expect(isListed(vague?.id)).toBeVisible();
  await page.getByLabel('Dates', { exact: true }).selectOption('inside');
  await expect(isListed(vague?.id)).toHaveCount(0);
  expect(await shown(page)).toBe((await items(page, filterOf(page))).numberMatched);
});

test('playing moves the window until the reader takes it', async ({ guarded: page }) => {
  await open(page);
  await page.getByLabel('Speed').selectOption('4');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => filterOf(page).get('datetime')).not.toBeNull();
  const first = filterOf(page).get('datetime');
  await expect.poll(() => filterOf(page).get('datetime')).not.toBe(first);
  await page.getByRole('slider', { name: 'Time window' }).press('ArrowLeft');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  const rests = filterOf(page).get('datetime');
  await page.waitForTimeout(400);
  expect(filterOf(page).get('datetime')).toBe(rests);
});

test('the bars count what the server counts', async ({ guarded: page }) => {
  await open(page, 'kind=attack');
  const histogram = async (query: string) => {
    const response = await page.request.get(`/api/collections/incidents/histogram?${query}`);
    return (await response.json()) as {
      bin: string;
      bins: { certain: number; possible: number }[];
    };
  };
  const { bin } = await histogram('');
  const { bins } = await histogram(`kind=attack&bin=${bin}`);
  for (const sort of ['certain', 'possible'] as const) {
    const path = (await page.locator(`.bar-${sort}`).getAttribute('d')) ?? '';
    expect(path.match(/M/g)?.length ?? 0).toBe(bins.filter((b) => b[sort] > 0).length);
  }
});
