// How long the page takes until all incidents are shown, and what it keeps in memory.

import { launch, newTab, rendererMemory } from './chromium.mjs';
import { median } from './moves.mjs';

const LOADS = 5;
const SETTLE_MS = 3_000; // for what was needed only while loading to be given back

/** Opens a dataset in a tab of its own and waits until all of it is drawn. */
export async function openPage(browser, url, { collection, density, deviceMemory }) {
  const page = await newTab(browser);
  if (deviceMemory) {
    await page.addInitScript((gigabytes) => {
      Object.defineProperty(navigator, 'deviceMemory', { get: () => gigabytes });
    }, deviceMemory);
  }
  const { id, numberOfItems } = collection;
  await page.addInitScript(watch, numberOfItems);
  const look = density ? `&density=${density}` : '';
  await page.goto(`${url}/#c=${id}${look}`);
  await page.waitForFunction(() => globalThis.shownAfter, undefined, { timeout: 60_000 });
  return page;
}

// Runs in the page: notes when the first frame with all incidents is drawn, counted
// from the beginning of the navigation.
function watch(total) {
  const look = () => {
    const shown = document.querySelector('.summary')?.dataset.shown;
    const marks = Number(document.querySelector('.map')?.dataset.marks ?? 0);
    const isWaiting = document.body?.classList.contains('is-waiting');
    if (shown !== String(total) || marks === 0 || isWaiting) return requestAnimationFrame(look);
    for (const canvas of document.querySelectorAll('.leaflet-points-pane canvas')) {
      const gl = canvas.getContext('webgl2');
      gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    }
    globalThis.shownAfter = performance.now();
  };
  requestAnimationFrame(look);
}

/** Milliseconds until all is shown, in a new profile each time. */
export async function timeLoads(browser, url, collection) {
  const times = [];
  for (let i = 0; i < LOADS; i++) {
    const page = await openPage(browser, url, { collection });
    times.push(await page.evaluate(() => globalThis.shownAfter));
    await page.context().close();
  }
  return median(times);
}

/** Megabytes that the page's process has more than that of a blank tab, each in a browser of its own. */
export async function memoryOf(url, collection) {
  const blank = await memoryAfter(async (browser) => {
    const page = await newTab(browser);
    await page.goto('about:blank');
  });
  const full = await memoryAfter((browser) => openPage(browser, url, { collection }));
  return full - blank;
}

async function memoryAfter(open) {
  const browser = await launch();
  try {
    await open(browser);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    return await rendererMemory(browser);
  } finally {
    await browser.close();
  }
}
