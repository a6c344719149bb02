// Whose turn it is while a dataset is shown for the first time: its incidents come before
// what stands under and beside them, unless they take long. Drawing the ground of the map
// takes a slow machine as long as all of a hundred thousand incidents.

const PATIENCE_MS = 1_000; // for which the incidents are waited for
const BLANK_MS = 250; // for which nothing at all is seen, rather than a page that is drawn twice

/**
 * Resolves once something is done and has been drawn, or after a second where it takes
 * longer.
 */
export function afterDrawing(done: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    // Where the page is not seen there are no frames.
    setTimeout(resolve, PATIENCE_MS);
    const drawn = () => requestAnimationFrame(() => setTimeout(resolve));
    done.then(drawn, drawn);
  });
}

/** Calls something after that second. */
export function withoutWaiting(call: () => void): void {
  window.setTimeout(call, PATIENCE_MS);
}

/** Calls something when the page is to be seen, whatever is on it. */
export function beforeLong(call: () => void): void {
  window.setTimeout(call, BLANK_MS);
}
