import type { Page } from '@playwright/test';
import { expect, filterOf, marks, shown } from './fixtures';
import { TOO_MANY as ROWS, withTooMany } from './too-many';

const DAYS = 3_650; // from 2010-01-01 on
const EMPTY = { from: '2015-06-01', to: '2015-06-30' };

// Rows in the order of their days, none of them in one month.
function table(): string {
  const lines = ['title,date,lat,lon,kind'];
  for (let i = 0; i < ROWS; i++) {
    const day = Math.floor((i * DAYS) / ROWS);
    let date = new Date(Date.UTC(2010, 0, 1 + day)).toISOString().slice(0, 10);
    if (date >= EMPTY.from && date <= EMPTY.to) date = '2015-07-01';
    const lat = (30 + (i % 173) / 20).toFixed(3);
    const lon = (60 + (i % 211) / 20).toFixed(3);
    lines.push(`Row ${i},${date},${lat},${lon},${i % 3 === 0 ? 'b' : 'a'}`);
  }
  return lines.join('\n');
}

const { test, agree } = withTooMany('over', table);

test('a window of too many incidents is asked of the server', async ({ page }) => {
  const asked: URL[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/columns?')) asked.push(new URL(request.url()));
  });
  await page.goto('/#c=over&datetime=2019-12-01/2019-12-10');
  const n = await agree(page);
  expect(n).toBeGreaterThan(500);
  await page.getByRole('button', { name: 'Show all on the map' }).click();
  await expect.poll(() => marks(page)).toBe(n);
  await page.getByRole('tab', { name: 'List' }).click();
  const first = page.locator('.list-panel .line').first();
  await expect(first).toContainText('1 December 2019');
  await page.getByLabel('Order', { exact: true }).selectOption('newest');
  await expect(first).toContainText('10 December 2019');
  await page.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(page.locator('.download-count')).toHaveText(`${n} incidents`);
  await page.keyboard.press('Escape');
  for (const { searchParams } of asked) expect(searchParams.has('datetime')).toBe(true);

  // A narrower window is shown from what is held, a wider one is asked for.
  await page.getByLabel('Dates', { exact: true }).selectOption('inside');
  expect(await agree(page)).toBe(n);
  const before = asked.length;
  await page.getByLabel('To', { exact: true }).fill('2019-12-05');
  await expect.poll(() => filterOf(page).get('datetime')).toBe('2019-12-01/2019-12-05');
  const fewer = await shown(page);
  expect(asked).toHaveLength(before);
  expect(await agree(page)).toBe(fewer);
  expect(fewer).toBeLessThan(n);
  await page.getByLabel('To', { exact: true }).fill('2019-12-20');
  await expect.poll(() => filterOf(page).get('datetime')).toBe('2019-12-01/2019-12-20');
  expect(await agree(page)).toBeGreaterThan(n);
  await expect(page.locator('.notice')).toBeHidden();
});

test('“no incident” is said where the server counts none, and nowhere else', async ({ page }) => {
  await page.goto(`/#c=over&datetime=${EMPTY.from}/${EMPTY.to}`);
  const notice = page.locator('.notice');
  await expect(notice).toContainText('No incident between 1 June 2015 and 30 June 2015');
  expect(await agree(page)).toBe(0);
  await expect(notice.getByRole('button', { name: 'Remove the dates (210,000)' })).toBeVisible();
  await page.getByLabel('From', { exact: true }).fill('2015-05-31');
  await expect(notice).toBeHidden();
  expect(await agree(page)).toBeGreaterThan(0);
});

test('dragging asks once it rests, and an answer that comes too late is dropped', async ({
  page,
}) => {
  await page.goto('/#c=over&datetime=2012-03-01/2012-03-10');
  await agree(page);
  const asked: string[] = [];
  let answer = () => {};
  const allowed = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(/\/columns\?/, async (route) => {
    const late = asked.length === 0; // the first question is answered last
    asked.push(new URL(route.request().url()).searchParams.get('datetime') ?? '');
    await allowed;
    if (late) await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue().catch(() => undefined); // it may have been given up
  });
  const box = await page.locator('.overview-track').boundingBox();
  if (!box) throw new Error('the overview is not visible');
  const move = (x: number, steps: number) =>
    page.mouse.move(box.x + box.width * x, box.y + 10, { steps });
  await move(0.5, 1);
  await page.mouse.down();
  await move(0.52, 20);
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  await expect(page.locator('.sum-count')).toHaveText('Showing … of 210,000');
  await expect(page.locator('.summary')).not.toHaveAttribute('data-shown', /./);
  await move(0.54, 20);
  await page.mouse.up();
  await expect.poll(() => asked.at(-1) === filterOf(page).get('datetime')).toBe(true);
  await expect(page.locator('.sum-count')).toHaveText('Showing … of 210,000');
  answer();
  const n = await agree(page);
  expect(new Set(asked).size).toBe(asked.length); // none is asked for twice
  expect(asked.length).toBeLessThan(10); // of 40 moves
  await page.waitForTimeout(1_000);
  expect(await shown(page)).toBe(n);
  await expect(page.locator('body')).not.toHaveClass(/is-waiting/);
});

test('playing shows every step as the server counts it', async ({ page }) => {
  await page.goto('/#c=over&datetime=2010-01-01/2010-01-31');
  await agree(page);
  await page.evaluate(() => {
    // The number and the window of one moment, whenever the number changes.
    const summary = document.querySelector<HTMLElement>('.summary') as HTMLElement;
    const note = () => {
      const n = summary.dataset['shown'];
      // The dates follow at once, the address at a pace.
      const dates = [...document.querySelectorAll<HTMLInputElement>('.dock-dates input')];
      const datetime = dates.map(({ value }) => value).join('/');
      if (n) summary.dataset['seen'] = `${summary.dataset['seen'] ?? ''} ${datetime}=${n}`;
    };
    new MutationObserver(note).observe(summary, { attributeFilter: ['data-shown'] });
  });
  await page.getByLabel('Speed').selectOption('4');
  await page.getByRole('button', { name: 'Play' }).click();
  const seen = async () => {
    const noted = (await page.locator('.summary').getAttribute('data-seen')) ?? '';
    return new Map(
      noted
        .trim()
        .split(' ')
        .map((pair) => pair.split('=') as [string, string]),
    );
  };
  await expect.poll(async () => (await seen()).size).toBeGreaterThan(3);
  await page.getByRole('button', { name: 'Pause' }).click();
  for (const [datetime, n] of await seen()) {
    const response = await page.request.get(
      `/api/collections/over/items?limit=1&datetime=${datetime}`,
    );
    const { numberMatched } = (await response.json()) as { numberMatched: number };
    expect(Number(n), datetime).toBe(numberMatched);
  }
});

/** The numbers on the map: the incidents that are drawn. */
const drawn = (page: Page) => expect.poll(() => marks(page), { timeout: 20_000 });

test('what is too much to hold is clustered, counted and listed by the server', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) =>
    asked.push(new URL(request.url()).pathname.split('/').at(4) ?? ''),
  );
  await page.goto('/#c=over');
  expect(await agree(page)).toBe(ROWS);
  await expect(page.locator('.sum-count')).toHaveText('Showing 210,000 of 210,000');
  await drawn(page).toBe(ROWS);
  expect(asked).not.toContain('columns');
  const facets = await page.request.get('/api/collections/over/facets?by=kind');
  const { facets: of } = (await facets.json()) as { facets: { kind: { count: number }[] } };
  await expect(page.locator('.facet-count').first()).toHaveText(
    of.kind[0]?.count.toLocaleString('en-GB') ?? '',
  );
  const bars = (await page.locator('.bar-outside').getAttribute('d')) ?? '';
  const response = await page.request.get('/api/collections/over/histogram');
  const { bins } = (await response.json()) as { bins: { certain: number }[] };
  expect(bars.match(/M/g)).toHaveLength(bins.filter(({ certain }) => certain > 0).length);

  await page.getByRole('tab', { name: 'List' }).click();
  const lines = page.locator('.list-panel .line');
  await expect(lines).toHaveCount(60);
  await expect(lines.first()).toContainText('1 January 2010');
  await page.getByRole('button', { name: 'Show 60 more' }).click();
  await expect(lines).toHaveCount(120);
  await page.getByLabel('Order', { exact: true }).selectOption('newest');
  await expect(lines.first()).toContainText('29 December 2019');

  // A window that the page can hold is held, and then drawn without a request.
  await page.getByLabel('From', { exact: true }).fill('2019-12-01');
  expect(await agree(page)).toBeGreaterThan(500);
  expect(asked).toContain('columns');
});

test('the bars of the window are counted by the server, and wait visibly until it has', async ({
  page,
}) => {
  let answer = () => {};
  const allowed = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.goto('/#c=over');
  await agree(page);
  const bars = async (selector: string) =>
    (
      await page
        .locator(selector)
        .evaluateAll((all) => all.map((e) => e.getAttribute('d')).join(''))
    ).match(/M/g)?.length ?? 0;
  await expect.poll(() => bars('.bar-certain')).toBe(2 * 120 - 2); // two kinds, but for a month
  await page.route(/\/histogram\?/, async (route) => {
    await allowed;
    await route.continue();
  });
  await page.getByLabel('From', { exact: true }).fill('2012-03-01');
  await page.getByLabel('To', { exact: true }).fill('2012-03-10');
  const strip = page.locator('time-brush');
  await expect(page.locator('.brush-unit')).toHaveText('by day');
  await expect(strip).toHaveAttribute('waiting', '');
  expect(await bars('.bar-certain')).toBe(0); // none of before
  answer();
  await expect(strip).not.toHaveAttribute('waiting');
  const track = await page.locator('.brush-track').boundingBox();
  await page.mouse.move((track?.x ?? 0) + (track?.width ?? 0) / 2, (track?.y ?? 0) + 40);
  const tip = page.locator('.bar-tip');
  await expect(tip).toBeVisible();
  const [day = '', total = ''] = await tip.locator('> b, > b + span').allTextContents();
  const iso = new Date(`${day} UTC`).toISOString().slice(0, 10);
  const days = `datetime=${iso}/${iso}`;
  const response = await page.request.get(`/api/collections/over/histogram?bin=day&${days}`);
  const { bins } = (await response.json()) as { bins: { certain: number }[] };
  expect(total).toBe(`${bins[0]?.certain} incidents`);
});

test('a cluster of the server opens by a closer look, and in the end as a list', async ({
  page,
}) => {
  // Every 36,503rd row lies at 30.05, 60.05, and none within kilometres of it.
  const here = Math.ceil((ROWS - 1) / 36_503);
  await page.goto('/#c=over&map=30.05,60.05,16');
  await agree(page);
  await drawn(page).toBe(here);
  const click = async () => {
    const box = await page.locator('.map').boundingBox();
    await page.mouse.click(
      (box?.x ?? 0) + (box?.width ?? 0) / 2,
      (box?.y ?? 0) + (box?.height ?? 0) / 2,
    );
  };
  await click();
  await expect.poll(() => page.url()).toContain(',17');
  await expect(page.locator('.detail')).toBeHidden();
  await drawn(page).toBe(here);
  await click();
  await expect(page.locator('.detail .list button')).toHaveCount(here);
  await page.locator('.detail .list button').first().click();
  await expect(page.locator('.detail .facts')).toBeVisible();
});

test('while a drag goes on nothing is asked, and little when it rests', async ({ page }) => {
  await page.goto('/#c=over');
  await agree(page);
  await drawn(page).toBe(ROWS);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/')) asked.push(request.url());
  });
  // Windows of more than can be held, 50 ms from each to the next.
  await page.evaluate(async () => {
    const brush = document.querySelector('time-brush');
    for (let day = 0; day < 40; day++) {
      const detail = { from: 14_610 + day, to: 18_260 };
      brush?.dispatchEvent(new CustomEvent('brush-input', { bubbles: true, detail }));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
  expect(asked.length).toBeLessThanOrEqual(10); // five a second
  await expect(page.locator('body')).not.toHaveClass(/is-waiting|is-old/);
  const n = await agree(page);
  expect(n).toBeLessThan(ROWS);
  expect(n).toBeGreaterThan(200_000);
  await drawn(page).toBe(n);
});

test('a drag that halts again and again asks five times a second at most', async ({ page }) => {
  await page.goto('/#c=over&map=30,60,4'); // several tiles are in view
  await agree(page);
  await expect(page.locator('body')).not.toHaveClass(/is-waiting|is-old/);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/')) asked.push(request.url());
  });
  // Long enough from each to the next that the one before is asked for.
  const seconds = await page.evaluate(async () => {
    const brush = document.querySelector('time-brush');
    const began = performance.now();
    for (let day = 0; day < 45; day++) {
      const detail = { from: 14_610 + day, to: 18_260 };
      brush?.dispatchEvent(new CustomEvent('brush-input', { bubbles: true, detail }));
      await new Promise((resolve) => setTimeout(resolve, 220));
    }
    return (performance.now() - began) / 1_000;
  });
  const tiles = new Set(asked.filter((url) => url.includes('/clusters/')).map(tileOf)).size;
  expect(tiles).toBeGreaterThan(1);
  expect(asked.length).toBeGreaterThan(2 * (1 + tiles)); // the picture is renewed
  expect(asked.length).toBeLessThanOrEqual(5 * seconds + 1 + tiles); // it may end with a question
});

function tileOf(url: string): string {
  return new URL(url).pathname;
}
