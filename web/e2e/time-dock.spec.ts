import type { Page } from '@playwright/test';
import { expectNoViolations } from './checks';
import { expect, filterOf, items, open, shown } from './fixtures';
import { barsOf, datesOf, histogram, placeOf, test } from './time-data';

/** What says the day of a field while nobody types. */
const said = (page: Page, label: string) =>
  page
    .locator('.field')
    .filter({ has: page.getByLabel(label, { exact: true }) })
    .locator('.day-said');

const WEEK = 'c=week&datetime=2020-03-01/2020-03-07';

test('bins follow the width of the window, from years to days, over an overview that stays', async ({
  guarded: page,
}) => {
  await open(page, 'c=week');
  const overview = page.locator('.overview .bar-all');
  const all = await overview.getAttribute('d');
  const unit = page.locator('.brush-unit');
  await expect(unit).toHaveText('by month'); // twenty years are not twenty bars
  const filled = (bins: { certain: number }[]) => bins.filter(({ certain }) => certain > 0).length;
  expect(await barsOf(page, '.bar-certain')).toBe(
    filled(await histogram(page, 'week', 'bin=month')),
  );
  for (const [datetime, words] of [
    ['2020-03-01/2020-03-07', 'by day'],
    ['2019-06-01/2020-12-31', 'by week'],
  ]) {
    await page.evaluate((hash) => location.assign(hash), `#c=week&datetime=${datetime}`);
    await expect(unit).toHaveText(words ?? '');
    expect(await overview.getAttribute('d')).toBe(all);
  }
});

test('dragging on the bars zooms to them, a handle goes to the day, and Back undoes one thing', async ({
  guarded: page,
}) => {
  await open(page, WEEK);
  await expect.poll(() => datesOf(page)).toBe('2020-03-01/2020-03-07');
  const start = await placeOf(page, '2020-03-01');
  const third = await placeOf(page, '2020-03-03');
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(third.x + 2, third.y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => filterOf(page).get('datetime')).toBe('2020-03-03/2020-03-07');
  await page.goBack();
  await expect.poll(() => datesOf(page)).toBe('2020-03-01/2020-03-07');

  await open(page, 'c=week');
  const box = await page.locator('.brush-track').boundingBox();
  if (!box) throw new Error('no detail strip');
  await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.55, box.y + 20, { steps: 4 });
  await page.mouse.up();
  await expect(page.locator('.brush-unit')).toHaveText('by week');
  const asked = filterOf(page);
  expect(asked.get('datetime')).toMatch(/^\d{4}-\d\d-01\/\d{4}-\d\d-\d\d$/); // whole bars
  expect(await shown(page)).toBe((await items(page, asked, 'week')).numberMatched);
});

test('a bar says its days and its incidents, and a click shows them', async ({ guarded: page }) => {
  await open(page, 'c=borders&datetime=2021-03-10/2021-04-20');
  const march = await placeOf(page, '2021-03-15');
  await page.mouse.move(march.x + 3, march.y + 25);
  const tip = page.locator('.bar-tip');
  await expect(tip).toContainText('15 Mar 2021');
  await expect(tip).toContainText('2 incidents');
  const april = await placeOf(page, '2021-04-10');
  await page.mouse.move(april.x + 3, april.y + 30);
  await expect(tip).toContainText('10 Apr 2021');
  await expect(tip).toContainText('Operation 1 possible');
  const [bin] = await histogram(page, 'borders', 'bin=day&datetime=2021-04-10/2021-04-10');
  expect([bin?.certain, bin?.possible]).toEqual([0, 1]);
  await page.mouse.move(march.x + 3, march.y + 25);
  await page.mouse.click(march.x + 3, march.y + 25);
  await expect.poll(() => filterOf(page).get('datetime')).toBe('2021-03-15/2021-03-15');
  expect(await shown(page)).toBe(2);
});

test('bars are stacked by kind, and possible days are hatched, as the server counts them', async ({
  guarded: page,
}) => {
  await open(page, 'c=borders&datetime=2021-03-10/2021-04-20');
  await expect(page.locator('.brush-unit')).toHaveText('by day');
  const days = { from: '2021-02-17', to: '2021-05-11' }; // the window with its margins
  const parts = { certain: 0, possible: 0 };
  for (const kind of ['attack', 'operation']) {
    const query = `kind=${kind}&bin=day&datetime=${days.from}/${days.to}`;
    for (const bin of await histogram(page, 'borders', query)) {
      if (bin.end < days.from || bin.start > days.to) continue;
      if (bin.certain > 0) parts.certain++;
      if (bin.possible > 0) parts.possible++;
    }
  }
  expect(parts.possible).toBeGreaterThan(20);
  expect(await barsOf(page, '.bar-certain')).toBe(parts.certain);
  expect(await barsOf(page, '.bar-possible')).toBe(parts.possible);
  const fills = await page
    .locator('.bar-possible')
    .evaluateAll((all) => all.map((e) => getComputedStyle(e).fill));
  for (const fill of fills) expect(fill).toMatch(/^url\(/);
});

test('keys step by the unit that is shown', async ({ guarded: page }) => {
  await open(page, WEEK);
  const start = page.getByRole('slider', { name: 'First day shown' });
  await start.press('ArrowRight');
  await expect.poll(() => datesOf(page)).toBe('2020-03-02/2020-03-07');
  await expect(start).toHaveAttribute('aria-valuetext', '2 March 2020');
  await page.getByRole('slider', { name: 'Last day shown' }).press('ArrowUp');
  await expect.poll(() => datesOf(page)).toBe('2020-03-02/2020-03-08');
  const window = page.getByRole('slider', { name: 'Time window' });
  await window.press('ArrowRight');
  await expect.poll(() => datesOf(page)).toBe('2020-03-03/2020-03-09');
  await expect(window).toHaveAttribute('aria-valuetext', '3 – 9 Mar 2020');
  await page.evaluate(() => location.assign('#c=week&datetime=2010-01-01/2019-12-31'));
  await expect(page.locator('.brush-unit')).toHaveText('by month');
  await start.press('ArrowRight');
  await expect.poll(() => datesOf(page)).toBe('2010-02-01/2019-12-31');
});

test('periods are chosen by name: of the calendar, terms and events', async ({ guarded: page }) => {
  await open(page, 'c=incidents');
  const menu = page.getByRole('combobox', { name: 'Period' });
  const now = new Date();
  const year = now.getFullYear();
  await menu.selectOption({ label: 'This year' });
  await expect.poll(() => filterOf(page).get('datetime')).toBe(`${year}-01-01/${year}-12-31`);
  await menu.selectOption({ label: 'Last 12 months' });
  const iso = (d: Date) =>
    `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, '0')}-${String(d.getDate()).padStart(2, '0')}`;
  await expect.poll(() => filterOf(page).get('datetime')).toContain(`/${iso(now)}`);
  await page.waitForTimeout(1_100); // what follows at once is one step back
  const term = await menu.locator('optgroup').first().locator('option').nth(2).textContent();
  await menu.selectOption({ label: term ?? '' });
  await expect.poll(() => filterOf(page).get('datetime')).toBe('2017-04-27/2017-07-11');
  await expect(menu.locator('option:checked')).toHaveText(term ?? '');
  await page.waitForTimeout(1_100);
  await menu.selectOption({ label: 'All dates' });
  await expect.poll(() => filterOf(page).get('datetime')).toBeNull();
  await page.goBack();
  await expect.poll(() => filterOf(page).get('datetime')).toBe('2017-04-27/2017-07-11');
  const event = menu.locator('optgroup[label="Events"] option').first();
  await menu.selectOption({ label: (await event.textContent()) ?? '' });
  await expect.poll(() => filterOf(page).get('datetime')).toMatch(/^(\d{4}-\d\d-\d\d)\/\1$/);
});

test('a To before From is explained, and changes nothing until it is put right', async ({
  guarded: page,
}) => {
  await open(page, WEEK);
  const to = page.getByLabel('To', { exact: true });
  await to.fill('2020-02-01');
  const alert = page.locator('.dock-error');
  await expect(alert).toBeVisible();
  await expect(alert).toContainText('“To” (1 February 2020) is before “From” (1 March 2020)');
  await expect(to).toHaveAttribute('aria-invalid', 'true');
  expect(await to.getAttribute('aria-describedby')).toBe(await alert.getAttribute('id'));
  expect(filterOf(page).get('datetime')).toBe('2020-03-01/2020-03-07');
  await expectNoViolations(page);
  await page.getByLabel('From', { exact: true }).fill('2020-01-15');
  await expect.poll(() => filterOf(page).get('datetime')).toBe('2020-01-15/2020-02-01');
  await expect(alert).toBeHidden();
});

test('one side that is typed leaves the other open', async ({ guarded: page }) => {
  await open(page, 'c=week');
  await page.getByLabel('From', { exact: true }).fill('2020-03-02');
  await expect.poll(() => filterOf(page).get('datetime')).toBe('2020-03-02/..');
  await page.getByLabel('From', { exact: true }).fill('');
  await expect.poll(() => filterOf(page).get('datetime')).toBeNull();
});

test('days are said in the language of the page, whatever that of the browser is', async ({
  guarded: page,
}) => {
  await page.goto(`/?lang=ar#${WEEK}`);
  await expect(said(page, 'من')).toHaveText('١ مارس ٢٠٢٠');
  await page.goto(`/?lang=en#${WEEK}`);
  await expect(said(page, 'From')).toHaveText('1 Mar 2020');
  const from = page.getByLabel('From', { exact: true });
  await from.focus(); // the browser's own is seen while it is typed
  await expect(said(page, 'From')).toBeHidden();
  await from.fill('2020-02-28');
  await from.blur();
  await expect(said(page, 'From')).toBeVisible();
  await expect(said(page, 'From')).toHaveText('28 Feb 2020');
});

test('a drag says its days at once, and the fields have them when it ends', async ({
  guarded: page,
}) => {
  await open(page, WEEK);
  const field = page.getByLabel('From', { exact: true });
  const start = await placeOf(page, '2020-03-01');
  const third = await placeOf(page, '2020-03-03');
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(third.x + 2, third.y, { steps: 4 });
  await expect(said(page, 'From')).toHaveText('3 Mar 2020');
  await page.mouse.up();
  await expect(field).toHaveValue('2020-03-03');
  await expect(said(page, 'From')).toHaveText('3 Mar 2020');
});

test('years nobody means do not ruin the axis, are counted, and can be gone to', async ({
  guarded: page,
}) => {
  await open(page, 'c=far-years');
  const start = page.getByRole('slider', { name: 'First day shown' });
  await expect(start).toHaveAttribute('aria-valuetext', '1 January 2021');
  await expect(page.getByRole('slider', { name: 'Last day shown' })).toHaveAttribute(
    'aria-valuetext',
    '1 August 2021',
  );
  expect(await barsOf(page, '.bar-certain')).toBe(8);
  expect(await shown(page)).toBe(10);
  expect(await datesOf(page)).toBe('0001-01-01/9999-12-31'); // those of the data
  const before = page.getByRole('button', { name: '1 incident lies before' });
  await expect(before).toHaveText('1 before');
  await page.getByRole('button', { name: '1 incident lies after' }).click();
  await expect.poll(() => filterOf(page).get('datetime')).toBe('9999-12-31/9999-12-31');
  await expect.poll(() => shown(page)).toBe(1);
  await before.click();
  await expect.poll(() => filterOf(page).get('datetime')).toBe('0001-01-01/0001-01-01');
  expect((await items(page, filterOf(page), 'far-years')).numberMatched).toBe(1);
  await expect(page.locator('.brush-unit')).toHaveText('by day');
  await page.locator('.brush-track').dblclick({ position: { x: 300, y: 20 } });
  await expect.poll(() => shown(page)).toBe(10);
});

test('a few days far from a single one are bars of days', async ({ guarded: page }) => {
  await open(page, 'c=outlier');
  await expect(page.locator('.brush-unit')).toHaveText('by day');
  expect(await barsOf(page, '.bar-certain')).toBe(6);
  await expect(page.getByRole('button', { name: '1 incident lies before' })).toBeVisible();
  await expect(page.locator('.sum-when')).toHaveText('1 Jun 1903 – 15 Mar 1911');
  await page.getByRole('button', { name: 'Play' }).click();
  const said: string[] = [];
  for (let i = 0; i < 6; i++) {
    const date = `1911-03-${10 + i}`;
    await expect.poll(() => datesOf(page), { intervals: [50] }).toBe(`${date}/${date}`);
    said.push(date);
  }
  expect(said).toHaveLength(6);
});

test('the days that are said are those of the data, not of its bins', async ({ guarded: page }) => {
  await open(page, 'c=borders');
  expect(await datesOf(page)).toBe('2021-01-01/2021-06-30');
  await expect(page.locator('.sum-when')).toHaveText('Jan – Jun 2021');
  const slider = (name: string) => page.getByRole('slider', { name });
  await expect(slider('First day')).toHaveAttribute('aria-valuetext', '1 January 2021');
  await expect(slider('Last day')).toHaveAttribute('aria-valuetext', '30 June 2021');
});

test('the window is moved, drawn and brought along on the overview', async ({ guarded: page }) => {
  await open(page, WEEK);
  const box = await page.locator('.overview-track').boundingBox();
  if (!box) throw new Error('no overview');
  const at = (part: number) => [box.x + box.width * part, box.y + 10] as const;
  await page.mouse.click(...at(0.25));
  await expect.poll(() => filterOf(page).get('datetime')).toMatch(/^2009-0[23]/);
  const length = async () => {
    const [from = '', to = ''] = (await datesOf(page)).split('/');
    return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  };
  expect(await length()).toBe(7);
  await page.mouse.move(...at(0.25));
  await page.mouse.down();
  await page.mouse.move(...at(0.75), { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => filterOf(page).get('datetime')).toMatch(/^2018-0[89]/);
  expect(await length()).toBe(7);
  await page.mouse.move(...at(0.1));
  await page.mouse.down();
  await page.mouse.move(...at(0.3), { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => filterOf(page).get('datetime')).toMatch(/^2006-.*\/2010-/);
  expect(await shown(page)).toBe((await items(page, filterOf(page), 'week')).numberMatched);
});
