import { chromium } from 'playwright-core';
import fs from 'node:fs';
const base = 'http://127.0.0.1:18600';
const link = fs.readFileSync('/tmp/w20/out.txt','utf8').match(/http:\S+session\/\w+/)?.[0];
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu'] });
const shots = [
  ['wide', { viewport: { width: 1440, height: 900 } }, ''],
  ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true }, ''],
  ['ar', { viewport: { width: 1440, height: 900 } }, '?lang=ar'],
  ['dark', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }, ''],
];
let state;
for (const [name, opt, q] of shots) {
  const ctx = await b.newContext({ ...opt, ...(state ? { storageState: state } : {}) });
  const page = await ctx.newPage();
  page.on('console', m => ['error','warning'].includes(m.type()) && !/GL Driver|412/.test(m.text()) && console.log(name, m.text()));
  page.on('pageerror', e => console.log(name, String(e), e.stack));
  if (!state) { await page.goto(link); state = await ctx.storageState(); }
  await page.goto(base + '/' + q + '#c=base');
  await page.waitForSelector('.summary[data-shown]');
  if (name !== 'phone') await page.locator('.contribute .link').last().click();
  else { await page.getByRole('button', { name: 'Show more' }).click(); await page.locator('.contribute .link').last().click(); }
  await page.locator('dialog.import input[type=file]').setInputFiles('/tmp/w20/cases.csv');
  await page.waitForSelector('.columns-table select');
  await page.locator('.columns-table select').nth(1).selectOption('date');
  await page.waitForSelector('.import-years');
  await page.waitForTimeout(900);
  await page.locator('.import-check').evaluate(e => e.scrollIntoView());
  await page.waitForTimeout(300);
  await page.screenshot({ path: `/tmp/w20/shots/${name}-3.png` });
  await page.locator('.import-body').evaluate(e => { e.scrollTop = 1e6; });
  await page.waitForTimeout(200);
  await page.screenshot({ path: `/tmp/w20/shots/${name}-4.png` });
  await page.keyboard.press('Escape');
  await page.goto('about:blank');
  await page.goto(base + '/' + q + '#c=base&id=a1');
  await page.waitForSelector('.detail .facts');
  await page.locator('.detail-actions .link').first().click();
  await page.waitForSelector('.edit-panel .form');
  await page.waitForTimeout(400);
  await page.screenshot({ path: `/tmp/w20/shots/${name}-5.png` });
  await page.locator('.edit-panel input').first().fill('Mine ' + name);
  const cur = await page.request.get(base + '/api/collections/base/items/a1');
  await page.request.patch(base + '/api/collections/base/items/a1', { headers: {'Content-Type':'application/merge-patch+json','If-Match':cur.headers().etag,'Incidentmap-Csrf':'1',Origin:base}, data: JSON.stringify({properties:{title:'Theirs '+name, summary:'Another '+name}})});
  await page.waitForTimeout(1500);
  await page.locator('.form-foot .primary').click();
  await page.waitForSelector('.conflict-side');
  await page.waitForTimeout(300);
  await page.screenshot({ path: `/tmp/w20/shots/${name}-6.png` });
  await ctx.close();
}
await b.close();
