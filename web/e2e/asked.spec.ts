import type { Page } from '@playwright/test';
import { expect, shown } from './fixtures';
import { TOO_MANY, withTooMany } from './too-many';

const PRECISIONS = ['exact', 'locality', 'admin1', 'vicinity', 'admin2'];
const ACTORS = ['The Reds', 'The Blues', 'The Greens'];

// Rows in the order of their days, over ten years; two of five are known to an area only, and
// one in a hundred to no place at all.
function table(): string {
  const lines = ['title,date,lat,lon,kind,actor,place_precision'];
  for (let i = 0; i < TOO_MANY; i++) {
    const date = new Date(Date.UTC(2010, 0, 1 + Math.floor((i * 3_650) / TOO_MANY)));
    const at = [(30 + (i % 173) / 20).toFixed(3), (60 + (i % 211) / 20).toFixed(3)];
    const place = i % 100 === 7 ? [',', ''] : [at.join(','), PRECISIONS[i % 5]];
    const kind = i % 3 === 0 ? 'operation' : 'attack';
    const day = date.toISOString().slice(0, 10);
    lines.push(`Row ${i},${day},${place[0]},${kind},${ACTORS[i % 3]},${place[1]}`);
  }
  return lines.join('\n');
}

const { test, counted, agree } = withTooMany('many', table);

const MAP = 'c=many&map=34,65,7';

/** Waits until nothing is on its way. */
async function settled(page: Page): Promise<void> {
  await agree(page);
  await expect(page.locator('body')).not.toHaveClass(/is-waiting|is-old/);
}

/** Changes the address behind the #, as Back and links do. */
async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => location.assign(`#${to}`), hash);
}

for (const how of ['answers 500', 'is cut off']) {
  test(`the former map is told of until there is a new one, where the server ${how}`, async ({
    page,
  }) => {
    await page.goto(`/#${MAP}`);
    await settled(page);
    await page.route(/\/(clusters|histogram)/, (route) =>
      how === 'is cut off' ? route.abort() : route.fulfill({ status: 500, body: '{}' }),
    );
    await go(page, `${MAP}&kind=attack,operation`);
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('The map still shows the former view.');
    await expect(alert).toContainText('The bars of the time bar could not be loaded.');
    await page.unroute(/\/(clusters|histogram)/);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await settled(page);
    await expect(alert).toBeHidden();
    await expect(page.locator('time-brush')).not.toHaveAttribute('waiting');
  });
}

test('a closer look that is had takes back that the former one failed', async ({ page }) => {
  await page.goto(`/#${MAP}`);
  await settled(page);
  await page.route('**/clusters/**', (route) => route.abort());
  await page.getByRole('button', { name: 'Zoom in' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The map still shows the former view.');
  await page.unroute('**/clusters/**');
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect(alert).toBeHidden();
});

for (const { what, of, hasSums } of [
  { what: 'counts and sums', of: 'datetime=2010-01-02/..', hasSums: false },
  { what: 'counts', of: 'kind=attack', hasSums: true }, // few enough to be held and summed here
]) {
  test(`${what} that are missing are told as such, beside a map that is new`, async ({ page }) => {
    await page.goto(`/#${MAP}`);
    await settled(page);
    await page.route('**/facets?*', (route) => route.fulfill({ status: 500, body: '{}' }));
    await go(page, `${MAP}&${of}`);
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('The counts beside the filters could not be loaded.');
    await expect(alert).toContainText(
      hasSums ? /loaded\.Try again/ : 'The sums could not be loaded.',
    );
    await expect(alert).not.toContainText('former');
    await settled(page);
    await page.unroute('**/facets?*');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(alert).toBeHidden();
  });
}

const staleFacets = (page: Page) => page.locator('.facets.is-stale');

test('counts beside the filters are those of before, visibly, until there are others', async ({
  page,
}) => {
  await page.goto(`/#${MAP}`);
  await settled(page);
  await expect(staleFacets(page)).toBeHidden();
  let answer = () => {};
  const allowed = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/facets?*', async (route) => {
    await allowed;
    await route.continue().catch(() => undefined); // it may have been given up
  });
  await go(page, `${MAP}&datetime=2010-02-01/..`);
  await settled(page);
  await expect(staleFacets(page)).toBeVisible();
  await expect(page.locator('.sums')).toHaveClass(/is-stale/);
  await expect(page.locator('.facet-count').first()).toHaveCSS('opacity', '0.35');
  answer();
  await expect(staleFacets(page)).toBeHidden();
  await expect(page.locator('.sums')).not.toHaveClass(/is-stale/);
});

test('counts beside the filters are those of before while a drag goes on', async ({ page }) => {
  await page.goto(`/#${MAP}`);
  await settled(page);
  const move = (kind: string, from: number) =>
    page
      .locator('time-brush')
      .evaluate(
        (brush, [name, detail]) =>
          brush.dispatchEvent(new CustomEvent(name, { bubbles: true, detail })),
        [kind, { from, to: 18_260 }] as const,
      );
  for (const day of [14_620, 14_640]) {
    const before = await agree(page);
    await move('brush-input', day);
    // The drag halts, and its window is counted.
    await expect.poll(async () => (await shown(page)) || before).toBeLessThan(before);
    await expect(staleFacets(page)).toBeVisible();
  }
  await move('brush-change', 14_640);
  await expect(staleFacets(page)).toBeHidden();
});

const legend = (page: Page) => page.locator('.legend');

/** How many bars and parts of bars there are. */
async function bars(page: Page): Promise<number> {
  const paths = await page
    .locator('.bar-certain')
    .evaluateAll((all) => all.map((path) => path.getAttribute('d')));
  return paths.join('').match(/M/g)?.length ?? 0;
}

test('the legend explains rings also where no incident has a mark of its own', async ({ page }) => {
  await page.goto('/#c=many&density=heat');
  await settled(page);
  await expect(legend(page)).toBeVisible();
  await expect(legend(page)).toContainText('Attack');
  await expect(legend(page)).toContainText('Operation');
  await expect(legend(page)).toContainText('Several incidents: their number');
  await expect(legend(page)).toContainText('they are drawn as clusters');
  await page.getByRole('button', { name: 'How incidents are drawn' }).click();
  await expect(page.locator('.look')).toContainText('they are drawn as clusters');
});

test('colours stand for the kind everywhere where the server clusters, and it is said', async ({
  page,
}) => {
  const words = 'colours stand for “Kind” and not for “Who did it”';
  await page.goto('/#c=many&color=actor');
  await settled(page);
  await expect(legend(page)).toContainText('Attack');
  await expect(legend(page)).toContainText(words);
  await expect.poll(() => bars(page)).toBe(2 * 120); // months, of two kinds each
  await page.getByRole('button', { name: 'How incidents are drawn' }).click();
  await expect(page.getByLabel('Colour by')).toHaveAccessibleDescription(new RegExp(words));

  // A window that can be held has the colours that were asked for, and bars of none.
  await go(page, 'c=many&color=actor&datetime=2019-01-01/..');
  await expect(legend(page)).toContainText('The Reds');
  await expect(legend(page)).not.toContainText(words);
  await expect(page.locator('.look')).not.toContainText(words);
  await settled(page);
  await expect(page.locator('.bar-certain')).toHaveCount(1);
  await go(page, 'c=many&color=actor');
  await expect(legend(page)).toContainText(words);
  await expect(page.locator('.bar-certain')).toHaveCount(2);
});

test('what is drawn, not drawn, without a place and outside of the view adds up', async ({
  page,
}) => {
  await page.goto('/#c=many&map=32.5,65,9');
  await settled(page);
  const summary = page.locator('.summary');
  await expect(summary).toContainText('not drawn');
  await expect(summary).toContainText('outside this view');
  const told = async (what: string) => {
    const words = await page.locator('.sum-line > *:visible').allTextContents();
    const text = words.find((said) => said.includes(what)) ?? '0';
    return Number(text.replace(/ .*/, '').replaceAll(',', ''));
  };
  for (const closer of [0, 1]) {
    if (closer) await page.getByRole('button', { name: 'Zoom in' }).click();
    const precise = { place_precision: 'exact,vicinity,locality' };
    await expect
      .poll(async () => {
        const bbox = (await page.locator('.map').getAttribute('data-bbox')) ?? '';
        const outside = await told('outside');
        return (
          (await counted(page, precise)) - (await counted(page, { ...precise, bbox })) - outside
        );
      })
      .toBe(0);
    const [areas, noPlace] = [await told('not drawn'), await told('without')];
    expect(noPlace).toBe(TOO_MANY / 100);
    expect(areas + noPlace + (await counted(page, precise))).toBe(TOO_MANY);
  }
});
