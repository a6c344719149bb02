// Measures the page in Chromium without a graphics card, beside Leaflet's circles and
// leaflet.markercluster in the same page, and prints a table: see docs/benchmarks.md.
//
// node bench.mjs BINARY DIRECTORY: the built program, and where the tables
// sample-20000.csv, sample-100000.csv and sample-1000000.csv are. With sizes after
// these, such as 20000,100000, only the moves of so many are measured that have a peer.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { launch, newTab } from './chromium.mjs';
import { countIn, readIncidents, windowsOf } from './incidents.mjs';
import { memoryOf, openPage, timeLoads } from './loads.mjs';
import { installOurs, MOVES, median, percentile, timeMoves } from './moves.mjs';
import { installPeer } from './peers.mjs';
import { longestTask, requestsInDrag } from './play.mjs';
import { serve } from './server.mjs';
import { Table } from './table.mjs';

const PORT = 18590;
const SHIPPED = 'incidents'; // own data come before it
const SIZES = [20_000, 100_000, 1_000_000];
const CLIENT = fileURLToPath(new URL('../dist/client/assets', import.meta.url));
const DENSITIES = { marks: 'marks', clusters: 'clusters' };
const PEERS = { marks: 'circleMarker', clusters: 'markercluster' };
// Of how many incidents which share is in the window, and within how many milliseconds.
const ASKED = [
  { n: 20_000, share: 0.1, limit: 20, faster: { marks: 1.3, clusters: null } },
  { n: 100_000, share: 0.1, limit: 30, faster: { marks: 4, clusters: 5 } },
  { n: 100_000, share: 1, limit: 100 },
  { n: 1_000_000, share: 0.02, limit: 60 },
];

const [binary, directory, only] = process.argv.slice(2);
const sizes = only?.split(',').map(Number) ?? SIZES;
const tableOf = (n) => join(directory, `sample-${n}.csv`);
const table = new Table();
const named = (n) => n.toLocaleString('en');

const server = await serve(binary, PORT, sizes.map(tableOf));
try {
  const browser = await launch();
  try {
    if (only) {
      await measureBesidePeers(browser);
    } else {
      await measure(browser);
      await measureBundle(browser);
    }
  } finally {
    await browser.close();
  }
  if (!only) await measureMemory();
} finally {
  await server.stop();
}
process.stdout.write(table.toString());

async function measure(browser) {
  const collections = await collectionsOf();
  for (const asked of ASKED) await measureMoves(browser, collections, asked);
  const shipped = collections.find(({ id }) => id === SHIPPED);
  const loads = [
    ['the shipped data', shipped, 600],
    [named(100_000), sample(collections, 100_000), 1_200],
    [named(1_000_000), sample(collections, 1_000_000), 4_000],
  ];
  for (const [what, collection, limit] of loads) {
    table.atMost(
      `all of ${what} shown`,
      await timeLoads(browser, server.url, collection),
      limit,
      'ms',
    );
  }
  const large = sample(collections, 100_000);
  for (const density of Object.values(DENSITIES)) {
    const longest = await longestTask(browser, server.url, large, density);
    table.atMost(`longest task while playing ${named(100_000)} as ${density}`, longest, 50, 'ms');
  }
  const most = sample(collections, 1_000_000);
  for (const [what, collection, limit, how] of [
    ['a drag, all held', large, 0, {}],
    ['a drag, asked of the server', most, 5, { deviceMemory: 2 }],
    ['a drag that halts, asked of the server', most, 5, { deviceMemory: 2, halts: true }],
  ]) {
    const rate = await requestsInDrag(browser, server.url, collection, how);
    table.atMost(`requests in ${what}`, rate, limit, 'a second');
  }
}

async function measureBesidePeers(browser) {
  const collections = await collectionsOf();
  for (const asked of ASKED) {
    if (asked.faster && sizes.includes(asked.n)) await measureMoves(browser, collections, asked);
  }
}

async function collectionsOf() {
  const answer = await fetch(`${server.url}/api/collections?f=json`);
  const { collections } = await answer.json();
  return collections.filter(({ contextOf }) => !contextOf);
}

function sample(collections, n) {
  return collections.find(({ id }) => id === `sample-${n}`);
}

async function measureMoves(browser, collections, { n, share, limit, faster }) {
  const incidents = readIncidents(tableOf(n));
  const windows = windowsOf(incidents, share, MOVES);
  for (const density of Object.values(DENSITIES)) {
    const page = await openPage(browser, server.url, {
      collection: sample(collections, n),
      density,
    });
    await page.getByRole('tab', { name: 'List' }).click();
    await page.waitForTimeout(1_000);
    await page.evaluate(installOurs);
    // There, in the page as it was opened, and back, once the browser has compiled its code.
    const drags = [windows, windows.toReversed()];
    const ours = [];
    for (const drag of drags) {
      ours.push(await timeMoves(page, 'moveOurs', drag));
      await agree(page, countIn(incidents, drag.at(-1)));
    }
    const theirs = [];
    if (faster) {
      const points = incidents.map(({ lat, lon, start, end }) => [lat, lon, start, end]);
      await installPeer(page, PEERS[density], points);
      for (const drag of drags) theirs.push(await timeMoves(page, 'movePeer', drag));
    }
    ours.forEach((times, i) => {
      const what = `a move at ${named(n)}, ${100 * share} %, as ${density}${i > 0 ? ', back' : ''}`;
      const tail = ` (p90 ${percentile(times, 0.9).toFixed(0)})`;
      table.atMost(what, median(times), limit, 'ms', tail);
      const peer = theirs[i] && median(theirs[i]);
      if (peer) {
        table.atLeast(`the same beside ${PEERS[density]}`, median(times), peer, faster[density]);
      }
    });
    await page.context().close();
  }
}

// What was measured is what was asked for.
async function agree(page, expected) {
  const shown = await page.locator('.summary').getAttribute('data-shown');
  if (Number(shown) !== expected) throw new Error(`${shown} are shown and not ${expected}`);
}

async function measureMemory() {
  const collections = await collectionsOf();
  for (const [n, limit] of [
    [100_000, 120],
    [1_000_000, 350],
  ]) {
    const megabytes = await memoryOf(server.url, sample(collections, n));
    table.atMost(`memory above a blank tab at ${named(n)}`, megabytes, limit, 'MB');
  }
}

/** What the page loads until incidents and ground are there, and what when it is asked for. */
async function measureBundle(browser) {
  const first = await scriptsOfFirstView(browser);
  const kilobytes = { first: 0, later: 0 };
  for (const name of readdirSync(CLIENT).filter((name) => name.endsWith('.js'))) {
    const size = gzipSync(readFileSync(join(CLIENT, name)), { level: 9 }).length / 1_000;
    kilobytes[first.has(name) || name.startsWith('worker-') ? 'first' : 'later'] += size;
  }
  const what = 'the bundle of the first view with its ground and worker, gzipped';
  table.atMost(what, kilobytes.first, 150, 'kB');
  table.atMost('what is loaded when it is wanted, gzipped', kilobytes.later, null, 'kB');
}

async function scriptsOfFirstView(browser) {
  const page = await newTab(browser);
  const names = new Set();
  page.on('request', (request) => names.add(basename(new URL(request.url()).pathname)));
  await page.goto(`${server.url}/#c=${SHIPPED}`);
  await page.waitForSelector('canvas.leaflet-tile');
  await page.waitForLoadState('networkidle');
  await page.context().close();
  return names;
}
