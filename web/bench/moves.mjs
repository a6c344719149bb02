// Moves of the time window, each timed from the pointer's event until everything
// is drawn. Functions that are given to `evaluate` run in the page.

export const MOVES = 40;
const PAUSE_MS = 160; // between two moves, so that each draws the list anew

/** Times moves; `move` is the name of a function of the page that takes a window. */
export async function timeMoves(page, move, windows) {
  const times = [];
  for (const [i, window] of windows.entries()) {
    await page.waitForTimeout(PAUSE_MS);
    await page.evaluate(armed, { move, window });
    await page.mouse.move(700 + (i % 2), 5);
    times.push(await page.evaluate(() => globalThis.moved));
  }
  return times;
}

// The next event of the pointer moves the window: the browser hands it over at the
// beginning of a frame, as in a drag, and what is drawn for it is drawn in this frame.
function armed({ move, window }) {
  globalThis.moved = new Promise((resolve) => {
    addEventListener(
      'pointermove',
      () => {
        const began = performance.now();
        globalThis[move](window);
        requestAnimationFrame(() => {
          globalThis.finish();
          resolve(performance.now() - began);
        });
      },
      { once: true, capture: true },
    );
  });
}

/** To be run in the page: what a drag of the brush sends, and waiting until all is drawn. */
export function installOurs() {
  globalThis.moveOurs = (window) => {
    const brush = document.querySelector('time-brush');
    brush.dispatchEvent(new CustomEvent('brush-input', { detail: window, bubbles: true }));
  };
  globalThis.finish = () => {
    document.body.getBoundingClientRect(); // list and sums have their places
    for (const canvas of document.querySelectorAll('.leaflet-points-pane canvas')) {
      const gl = canvas.getContext('webgl2');
      if (gl) gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
      else canvas.getContext('2d').getImageData(0, 0, 1, 1);
    }
  };
}

export function median(times) {
  return percentile(times, 0.5);
}

export function percentile(times, part) {
  return [...times].sort((a, b) => a - b)[Math.floor(part * (times.length - 1))];
}
