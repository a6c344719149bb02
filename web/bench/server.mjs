// The built binary, serving tables on the loopback.

import { spawn } from 'node:child_process';
import { once } from 'node:events';

const READY_MS = 120_000; // a million rows are read in some seconds

/** Starts the program with tables, and waits until it is ready. */
export async function serve(binary, port, tables) {
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    binary,
    [
      'serve',
      '--addr',
      `127.0.0.1:${port}`,
      '--access-log',
      'off',
      ...tables.flatMap((t) => ['--data', t]),
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const deadline = Date.now() + READY_MS;
  while (!(await fetch(`${url}/readyz`).catch(() => null))?.ok) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGTERM');
      throw new Error(`${binary} is not ready`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    async stop() {
      if (child.exitCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}
