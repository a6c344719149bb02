// The system's Chromium, which draws WebGL in software as the tests' machines do.

import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const SWITCHES = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=SpareRendererForSitePerProcess',
];

/** Starts a browser. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: SWITCHES,
  });
}

/** Opens an empty tab of its own profile. */
export async function newTab(browser) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    colorScheme: 'light',
    bypassCSP: true, // the peers come from outside of the page
  });
  return context.newPage();
}

/** Megabytes in memory of the largest renderer process. */
export async function rendererMemory(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => residentOf(id));
  return Math.max(...sizes);
}

function residentOf(pid) {
  const [, kilobytes] = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
