import type { Page } from '@playwright/test';
import { expect, filterOf, open, shown } from './fixtures';
import { datesOf, test } from './time-data';

const WEEK = 'c=week&datetime=2020-03-01/2020-03-07';

const play = (page: Page) => page.getByRole('button', { name: 'Play', exact: true });
const mode = (page: Page) => page.getByRole('combobox', { name: 'Playback' });

/** The windows that are shown from now on, each once in a row. */
async function watch(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    const summary = document.querySelector('.sum-when') as Element;
    const note = () => {
      const inputs = [...document.querySelectorAll<HTMLInputElement>('.dock-dates input')];
      const dates = inputs.map(({ value }) => value).join('/');
      if (seen.at(-1) !== dates) seen.push(dates);
    };
    new MutationObserver(note).observe(summary, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  return () => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
}

test('a typed week stays a week while it is played', async ({ guarded: page }) => {
  await open(page, WEEK);
  await page.getByRole('checkbox', { name: 'Skip empty' }).uncheck();
  await page.getByLabel('Speed').selectOption('4');
  const seen = await watch(page);
  await play(page).click();
  await expect.poll(async () => (await seen()).length).toBeGreaterThan(4);
  await page.getByRole('button', { name: 'Pause' }).click();
  expect((await seen()).slice(0, 3)).toEqual([
    '2020-03-08/2020-03-14',
    '2020-03-15/2020-03-21',
    '2020-03-22/2020-03-28',
  ]);
  const dates = await datesOf(page);
  await expect.poll(() => filterOf(page).get('datetime')).toBe(dates);
});

test('windows in which nothing is are passed over, if so chosen', async ({ guarded: page }) => {
  await open(page, WEEK);
  const seen = await watch(page);
  await page.getByRole('button', { name: 'Step forward' }).click();
  await expect.poll(() => datesOf(page)).toBe('2020-03-08/2020-03-14');
  await page.getByRole('button', { name: 'Step forward' }).click();
  await expect.poll(() => datesOf(page)).toBe('2020-06-14/2020-06-20');
  expect(await shown(page)).toBe(1);
  await page.getByRole('checkbox', { name: 'Skip empty' }).uncheck();
  await page.getByRole('button', { name: 'Step back' }).click();
  await expect.poll(() => datesOf(page)).toBe('2020-06-07/2020-06-13');
  expect((await seen()).length).toBe(3);
});

test('the window slides by the unit shown, or grows from its first day', async ({
  guarded: page,
}) => {
  await open(page, WEEK);
  await mode(page).selectOption({ label: 'Moving window' });
  await page.getByRole('button', { name: 'Step forward' }).click();
  await expect.poll(() => datesOf(page)).toBe('2020-03-02/2020-03-08');
  await mode(page).selectOption({ label: 'From the start on' });
  await page.getByRole('checkbox', { name: 'Skip empty' }).uncheck();
  await page.getByRole('button', { name: 'Step forward' }).click();
  await expect.poll(() => datesOf(page)).toBe('2020-03-02/2020-03-09');
});

test('playing ends at the end, or begins again', async ({ guarded: page }) => {
  const last = '#c=week&datetime=2022-06-01/2022-06-30&play=4x';
  await open(page, last.slice(1));
  await play(page).click();
  await expect.poll(() => datesOf(page)).toBe('2023-06-01/2023-06-30');
  await expect(play(page)).toBeVisible(); // it has stopped
  expect(filterOf(page).get('datetime')).toBe('2023-06-01/2023-06-30');
  await page.getByRole('checkbox', { name: 'Loop' }).check();
  const seen = await watch(page);
  await play(page).click();
  await expect.poll(async () => (await seen()).length).toBeGreaterThan(2);
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  expect((await seen()).slice(0, 2)).toEqual(['2004-06-01/2004-06-30', '2005-06-01/2005-06-30']);
});

test('how it is played is in the link, and Back undoes one choice', async ({ guarded: page }) => {
  await open(page, `${WEEK}&play=cumulative,2x,loop,all`);
  await expect(mode(page)).toHaveValue('cumulative');
  await expect(page.getByLabel('Speed')).toHaveValue('2');
  await expect(page.getByRole('checkbox', { name: 'Loop' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Skip empty' })).not.toBeChecked();
  await mode(page).selectOption('moving');
  await expect.poll(() => page.url()).toContain('play=moving,2x,loop,all');
  await page.goBack();
  await expect(mode(page)).toHaveValue('cumulative');
  expect(page.url()).toContain('play=cumulative,2x,loop,all');
});

test('a faster speed shows more windows', async ({ guarded: page }) => {
  const count = async (speed: string) => {
    await open(page, `c=week&datetime=2004-06-01/2004-06-30&play=all,${speed}`);
    const seen = await watch(page);
    await play(page).click();
    await page.waitForTimeout(1_800);
    return (await seen()).length;
  };
  const slow = await count('0.5x');
  expect(slow).toBeGreaterThan(0);
  expect(await count('4x')).toBeGreaterThan(2 * slow);
});

test.describe('for readers who asked for less motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });
  test('no speed is faster than a step in a second and a half', async ({ guarded: page }) => {
    await open(page, 'c=week&datetime=2004-06-01/2004-06-30&play=all,4x');
    const seen = await watch(page);
    await play(page).click();
    await page.waitForTimeout(2_500);
    const { length } = await seen();
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThan(3);
  });
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  for (const lang of ['en', 'ar']) {
    test.describe(`at ${viewport.width} × ${viewport.height} in ${lang}`, () => {
      test.use({ viewport });
      test('the large date stands on the map and covers no bar', async ({ guarded: page }) => {
        await open(page, `${WEEK}&play=all`, `?lang=${lang}`);
        await page.locator('.dock-toggle').click();
        const now = page.locator('.time-now');
        await expect(now).toBeVisible();
        const box = await now.boundingBox();
        const map = await page.locator('.map').boundingBox();
        const dock = await page.locator('.dock').boundingBox();
        if (!box || !map || !dock) throw new Error('not laid out');
        expect(box.x).toBeGreaterThanOrEqual(map.x);
        expect(box.y).toBeGreaterThanOrEqual(map.y);
        expect(box.x + box.width).toBeLessThanOrEqual(map.x + map.width);
        expect(box.y + box.height).toBeLessThan(dock.y);
        await page.locator('.dock-toggle').click();
        await expect(now).toBeHidden();
      });
    });
  }
}
