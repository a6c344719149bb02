// The built binary, started on a free port of the loopback and stopped by its
// own process.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const BINARY =
  process.env['INCIDENTMAP_BIN'] ??
  fileURLToPath(new URL('../../bin/incidentmap', import.meta.url));
const READY_MS = 60_000; // a million rows take a while

export interface Server {
  readonly url: string;
  /** The link that makes a browser an editor, once; empty where nothing is kept. */
  link(): string;
  stop(): Promise<void>;
}

/** Starts the binary with files of incidents, and waits until it is ready. */
export function startServer(...files: string[]): Promise<Server> {
  return startWith(files.flatMap((file) => ['--data', file]));
}

/** Starts the binary with options of `serve`, and waits until it is ready. */
export async function startWith(options: readonly string[]): Promise<Server> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(BINARY, ['serve', '--addr', `127.0.0.1:${port}`, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4_000);
  });
  await ready(url, child, () => log);
  return {
    url,
    link: () => /http:\S+\/session\/\w+/.exec(said)?.[0] ?? '',
    stop: async () => {
      if (child.exitCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

/** Runs a command of the binary to its end. */
export async function run(...args: string[]): Promise<string> {
  const child = spawn(BINARY, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${said}`);
  return said;
}

async function ready(url: string, child: ChildProcess, log: () => string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGTERM');
  throw new Error(`${BINARY} is not ready:\n${log()}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
