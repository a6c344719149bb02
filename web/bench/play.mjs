// Playing through time, and dragging: the longest task of the page's thread, and how
// much is asked of the server.

import { openPage } from './loads.mjs';

const PLAYED_MS = 6_000;
const DRAG_MS = 3_000;
const MOVE_MS = 25; // between two moves of the pointer

/** Milliseconds of the longest task of the page's own thread while it plays at four times the speed. */
export async function longestTask(browser, url, collection, density) {
  const page = await openPage(browser, url, { collection, density });
  await page.getByRole('tab', { name: 'List' }).click();
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('4');
  await page.waitForTimeout(1_000);
  await page.getByRole('button', { name: 'Play' }).click();
  await page.waitForTimeout(500);
  const categories = ['toplevel', 'disabled-by-default-devtools.timeline'];
  await browser.startTracing(page, { categories });
  await page.waitForTimeout(PLAYED_MS);
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  await page.context().close();
  return longest(traceEvents);
}

function longest(events) {
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}:${tid}`),
  );
  const tasks = events.filter(
    ({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && mains.has(`${pid}:${tid}`),
  );
  if (tasks.length === 0) throw new Error('the trace has no tasks');
  return Math.max(...tasks.map(({ dur }) => dur)) / 1_000;
}

/**
 * Requests a second while the window is dragged with the mouse, steadily or with
 * halts; a `deviceMemory` that is small makes the page ask instead of hold.
 */
export async function requestsInDrag(browser, url, collection, { deviceMemory, halts = false }) {
  const page = await openPage(browser, url, { collection, deviceMemory });
  await page.waitForTimeout(1_000);
  const box = await page.locator('.overview-track').boundingBox();
  const y = box.y + box.height / 2;
  const at = (part) => box.x + part * box.width;
  await drag(page, [at(0.3), at(0.7)], y, 200, false); // a window to be moved
  await page.waitForTimeout(2_000);
  let asked = 0;
  page.on('request', (request) => {
    // A browser asks for the page's icon by itself when the address changes.
    if (!request.url().endsWith('.svg')) asked++;
  });
  const seconds = await drag(page, [at(0.5), at(0.75)], y, DRAG_MS, halts);
  const during = asked;
  await page.context().close();
  return during / seconds;
}

// Drags from one place to the other and back, and lets go; the seconds that it took.
async function drag(page, [from, to], y, duration, halts) {
  await page.mouse.move(from, y);
  await page.mouse.down();
  const began = Date.now();
  for (let i = 0; Date.now() - began < duration; i++) {
    const turn = (i % 80) / 40;
    const part = duration > 500 ? Math.min(turn, 2 - turn) : (Date.now() - began) / duration;
    await page.mouse.move(from + part * (to - from), y);
    await page.waitForTimeout(halts && i % 10 === 9 ? 250 : MOVE_MS);
  }
  if (duration <= 500) await page.mouse.move(to, y);
  const seconds = (Date.now() - began) / 1_000;
  if (duration <= 500) await page.mouse.up();
  return seconds;
}
