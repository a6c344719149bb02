// Whose turn it is while a dataset is shown for the first time: its incidents come before
// what stands under and beside them, unless they take long.

const SOON_MS = 250; // for which the incidents are waited for

/**
 * Resolves once something is done and has been drawn, or after a quarter of a second
 * where it takes longer.
 */
export function afterDrawing(done: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    // Where the page is not seen there are no frames.
    setTimeout(resolve, SOON_MS);
    const drawn = () => requestAnimationFrame(() => setTimeout(resolve));
    done.then(drawn, drawn);
  });
}

/** Calls something after a quarter of a second. */
export function soon(call: () => void): void {
  window.setTimeout(call, SOON_MS);
}
