// How incidents are drawn, and how they are reached: with WebGL and without, by
// pointer and by keys.

import type { Page } from '@playwright/test';
import { expect, filterOf, items, marks, open, shown, test } from './fixtures';

type Box = { x: number; y: number; width: number; height: number };

/** The canvas of the marks: the lowest of the incidents. */
const MARKS = '.leaflet-points-pane canvas:nth-of-type(1)';

/** How many pixels of the incidents' canvases are coloured; only of canvases without WebGL. */
function coloured(page: Page): Promise<number> {
  return page.evaluate(() => {
    let n = 0;
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>(
      '.leaflet-points-pane canvas',
    )) {
      const { width, height } = canvas;
      const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      n += data.filter((value, i) => i % 4 === 3 && value > 0).length;
    }
    return n;
  });
}

/** Lets the page take the WebGL of this machine, which is software, for a graphics card's. */
async function pretendCard(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const get = WebGL2RenderingContext.prototype.getParameter;
    WebGL2RenderingContext.prototype.getParameter = function (name: GLenum) {
      const UNMASKED_RENDERER = 0x9246;
      return name === UNMASKED_RENDERER ? 'a card' : get.call(this, name);
    };
  });
}

/**
 * Counts the coloured pixels whenever WebGL has drawn, which can be read only until
 * the browser has shown them; the last count is kept on the canvas.
 */
function watch(page: Page): Promise<void> {
  return page.evaluate((selector) => {
    const canvas = document.querySelector<HTMLCanvasElement>(selector);
    const gl = canvas?.getContext('webgl2');
    if (!canvas || !gl) return;
    const draw = gl.drawArrays.bind(gl);
    gl.drawArrays = (...range) => {
      draw(...range);
      const pixels = new Uint8Array(4 * canvas.width * canvas.height);
      gl.readPixels(0, 0, canvas.width, canvas.height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
      const n = pixels.filter((value, i) => i % 4 === 3 && value > 0).length;
      canvas.dataset['coloured'] = String(n);
    };
  }, MARKS);
}

const contextOf = (page: Page) =>
  page.evaluate((selector) => {
    const canvas = document.querySelector<HTMLCanvasElement>(selector);
    return canvas?.getContext('webgl2') ? 'webgl2' : canvas?.getContext('2d') ? '2d' : 'none';
  }, MARKS);

test.describe('marks', () => {
  test('are drawn by WebGL, and again after its context was lost', async ({ guarded: page }) => {
    await pretendCard(page);
    await open(page);
    await expect.poll(() => contextOf(page)).toBe('webgl2'); // after the first picture
    const before = await marks(page);
    await watch(page);
    const loss = await page.evaluateHandle((selector) => {
      const canvas = document.querySelector<HTMLCanvasElement>(selector);
      const extension = canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context');
      extension?.loseContext();
      return extension;
    }, MARKS);
    // Meanwhile the page draws by itself.
    await expect.poll(() => coloured(page)).toBeGreaterThan(1_000);
    expect(await contextOf(page)).toBe('2d');
    await loss.evaluate((extension) => extension?.restoreContext());
    await expect.poll(() => contextOf(page)).toBe('webgl2');
    const drawn = async () => Number(await page.locator(MARKS).getAttribute('data-coloured'));
    await expect.poll(drawn).toBeGreaterThan(1_000);
    expect(await marks(page)).toBe(before);
  });

  test('are drawn by the page itself where WebGL is software', async ({ guarded: page }) => {
    await open(page);
    expect(await contextOf(page)).toBe('2d');
    expect(await coloured(page)).toBeGreaterThan(1_000);
    expect(await marks(page)).toBeGreaterThan(0);
  });

  test('are drawn around the view while the map is dragged', async ({ guarded: page }) => {
    await open(page);
    const before = await coloured(page);
    const canvases = page.locator('.leaflet-points-pane canvas');
    const n = await canvases.count();
    // All incidents but a few are taken out of sight, to the left.
    const { x, y, width, height } = (await page.locator('.map').boundingBox()) as Box;
    await page.mouse.move(x + 0.9 * width, y + 0.2 * height);
    await page.mouse.down();
    await page.mouse.move(x + 0.2 * width, y + 0.2 * height, { steps: 8 });
    await page.waitForTimeout(200); // a map that is let go while it is moved slides on
    await page.mouse.up();
    await expect.poll(() => coloured(page)).toBeLessThan(before / 2);
    await expect(canvases).toHaveCount(n);
    const rest = await coloured(page);
    await page.mouse.move(x + 0.2 * width, y + 0.2 * height);
    await page.mouse.down();
    await page.mouse.move(x + 0.3 * width, y + 0.2 * height, { steps: 8 });
    await expect.poll(() => canvases.count()).toBeGreaterThan(n);
    expect(await coloured(page)).toBeGreaterThan(rest);
    await page.mouse.up();
    await expect(canvases).toHaveCount(n);
  });

  test('are drawn on a canvas where there is no WebGL', async ({ guarded: page }) => {
    await page.addInitScript(() => {
      const get = HTMLCanvasElement.prototype.getContext as (
        this: HTMLCanvasElement,
        type: string,
        options?: unknown,
      ) => unknown;
      HTMLCanvasElement.prototype.getContext = function (
        this: HTMLCanvasElement,
        type: string,
        options?: unknown,
      ) {
        return type.startsWith('webgl') ? null : get.call(this, type, options);
      } as typeof HTMLCanvasElement.prototype.getContext;
    });
    await open(page);
    expect(await contextOf(page)).toBe('2d');
    expect(await coloured(page)).toBeGreaterThan(1_000);
    expect(await marks(page)).toBeGreaterThan(0);
  });
});

test('all marks are one stop of the Tab key; arrows go from one to the next, Enter opens', async ({
  guarded: page,
}) => {
  await open(page);
  await page.locator('.map-cursor').focus();
  const spoken = page.locator('.map [role=status]');
  await expect(spoken).not.toBeEmpty();
  const seen = new Set<string>();
  for (const key of [
    'ArrowRight',
    'ArrowRight',
    'ArrowDown',
    'ArrowLeft',
    'ArrowUp',
    'ArrowLeft',
  ]) {
    await page.keyboard.press(key);
    await expect(spoken).not.toHaveText('…');
    seen.add((await spoken.textContent()) ?? '');
  }
  expect(seen.size).toBeGreaterThan(3);
  const stops = await page
    .locator('.map')
    .evaluate((map) => map.querySelectorAll('button, [tabindex="0"], a[href]').length);
  expect(stops).toBe(1); // beside the map itself
  await page.keyboard.press('Enter');
  await expect(page.locator('.detail')).toBeVisible();
});

test('the rail is reached by Tab before the map', async ({ guarded: page }) => {
  await open(page);
  const order: string[] = [];
  for (let i = 0; i < 40 && !order.includes('map'); i++) {
    await page.keyboard.press('Tab');
    order.push(
      await page.evaluate(() => {
        const active = document.activeElement;
        if (active?.closest('.rail')) return 'rail';
        return active?.closest('.map') ? 'map' : 'other';
      }),
    );
  }
  expect(order.indexOf('rail')).toBeGreaterThanOrEqual(0);
  expect(order.indexOf('map') === -1 || order.indexOf('rail') < order.indexOf('map')).toBe(true);
});

test('what is known to an area only is a badge, coloured by nothing, and opens as a list', async ({
  guarded: page,
}) => {
  await open(page, 'place_precision=admin1,country');
  const all = await items(page, filterOf(page));
  expect(all.numberMatched).toBeGreaterThan(3);
  await watch(page);
  await page.getByRole('button', { name: 'Show all on the map' }).click();
  await expect.poll(() => marks(page)).toBeGreaterThan(3);
  await expect(page.locator(MARKS)).not.toHaveAttribute('data-coloured'); // no mark stands for an area
  await page.locator('.map-cursor').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.detail')).toBeVisible();
  await expect(page.locator('.legend')).toContainText('known only to an area');
});

/** What the page says of one moment: in words, how many are drawn, and how many are shown. */
function told(page: Page): Promise<[notes: string, drawn: number, shown: number]> {
  return page.evaluate(() => {
    const of = (selector: string) => document.querySelector<HTMLElement>(selector);
    const { marks } = of('.map')?.dataset ?? {};
    const { shown } = of('.summary')?.dataset ?? {};
    return [of('.sum-line')?.innerText ?? '', Number(marks), Number(shown)];
  });
}

for (const zoom of [5, 9, 12]) {
  test(`what is not drawn is counted at zoom ${zoom}`, async ({ guarded: page }) => {
    await open(page, `map=34.4,70.4,${zoom}`);
    // The outlines of areas come after the first picture, and change what is drawn.
    await expect(async () => {
      const [notes, drawn, all] = await told(page);
      const number = (words: RegExp) => Number(words.exec(notes)?.[1] ?? 0);
      const coarser = number(/(\d+) not drawn: known only/);
      const without = number(/(\d+) without a place/);
      const outside = number(/(\d+) outside this view/);
      // The margin around the view is drawn as well, and areas reach into it.
      expect(drawn + coarser).toBeGreaterThanOrEqual(all - without - outside);
      expect(drawn + coarser).toBeLessThanOrEqual(all - without);
      if (zoom === 12) expect(coarser).toBeGreaterThan(0);
    }).toPass();
  });
}

test('how incidents are drawn is chosen, kept in the link, and told by the legend', async ({
  guarded: page,
}) => {
  await open(page);
  const legend = page.locator('.legend');
  await page.getByRole('button', { name: 'How incidents are drawn' }).click();
  await page.getByRole('radio', { name: 'Clusters', exact: true }).check();
  await expect(legend).toContainText('Several incidents: their number');
  await page.getByRole('radio', { name: 'People killed' }).check();
  await expect(legend).toContainText('Several incidents: people killed');
  expect(new URL(page.url()).hash).toContain('density=clusters&measure=killed');
  await page.getByRole('radio', { name: 'Coloured areas' }).check();
  await expect(legend).toContainText('1 to 9');
  await expect(legend).toContainText('in no area that is drawn');
  await page.getByRole('radio', { name: 'Heat' }).check();
  await expect(legend).toContainText('many');
  await page.getByRole('radio', { name: 'Marks', exact: true }).check();
  await page.getByRole('combobox', { name: 'Places', exact: true }).selectOption('locality');
  await expect(page.locator('.sum-line')).toContainText('not drawn: hidden by precision');
  await page.reload();
  await expect(page.locator('.sum-line')).toContainText('not drawn: hidden by precision');
  await page.goBack();
  await expect(page.locator('.sum-line')).not.toContainText('hidden by precision');
});

test('the list says how many more are known to areas that reach into the view', async ({
  guarded: page,
}) => {
  await open(page, 'map=34.3,70.5,11&place_precision=admin2&tab=list&list=in-view');
  await expect(page.getByText('outside this view')).toBeHidden();
  await expect(page.locator('.list-count')).toHaveText(
    /^0 incidents in view; \d+ more are known only to areas that reach into it$/,
  );
});

test('the list can be of what is in view', async ({ guarded: page }) => {
  await open(page, 'map=34.53,69.17,11');
  await page.getByRole('tab', { name: 'List' }).click();
  const lines = page.locator('.list-panel .line');
  await expect(lines).toHaveCount(await shown(page));
  await page.getByRole('checkbox', { name: 'Only what is in view' }).check();
  const box = new URLSearchParams({
    bbox: (await page.locator('.map').getAttribute('data-bbox')) ?? '',
  });
  const found = (await items(page, box)).features.filter(({ geometry }) => geometry !== null);
  await expect(lines).toHaveCount(found.length);
  await expect(page.locator('.list-count')).toContainText(`${found.length} incidents in view`);
  await expect(page.locator('.list-panel .list')).toHaveAccessibleName(/oldest first/);
  await page.reload(); // as a link does
  await expect(page.getByRole('checkbox', { name: 'Only what is in view' })).toBeChecked();
  await expect(lines).toHaveCount(found.length);
  await page.getByRole('button', { name: 'Show all on the map' }).click();
  await expect(lines).not.toHaveCount(found.length);
});
