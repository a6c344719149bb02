// A file of a reader's own: looked at by anybody, kept by whoever may.

import type { Page } from '@playwright/test';
import { cut, expectNoViolations } from './checks';
import { test as plain } from './fixtures';
import { becomeEditor, createToken, expect, openKept, test } from './kept';

// Nothing says that the second column is the date: a cell of it is none.
const UNKNOWN = `Reported,Happened on,Where,Latitude,Longitude,Dead,What happened,Weapon
2021-03-09,2021-03-04,Jalalabad,34.43,70.45,3,Three shot at a gate,rifle
2021-05-11,2020-05-08,Kabul,34.52,69.18,85,Bombs at a school,device
2021-07-01,someday,Kabul,34.5,69.1,,Nobody knows when,
2022-04-22,2022-04-21,Mazar-i-Sharif,36.7,67.11,31,"Bomb in a mosque, at noon",device
`;

/** Drops a file somewhere on the page. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([fileName = '', content = '']) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], fileName, { type: 'text/csv' }));
      return transfer;
    },
    [name, text],
  );
  await page.dispatchEvent('.map', 'dragenter', { dataTransfer: data });
  await expect(page.locator('.drop-cover')).toBeVisible();
  await page.dispatchEvent('.map', 'drop', { dataTransfer: data });
  await expect(page.locator('.drop-cover')).toBeHidden();
}

const screen = (page: Page) => page.getByRole('dialog', { name: 'A file of your own' });
const role = (page: Page, column: string) =>
  screen(page).getByRole('combobox', { name: `What ${column} is` });

test('a newcomer drops an unknown file, corrects a column, sees the check and keeps it', async ({
  guarded: page,
  kept,
}) => {
  await becomeEditor(page, kept);
  await drop(page, 'my cases.csv', UNKNOWN);
  await expect(screen(page)).toContainText('my cases.csv');
  await expect(role(page, 'Latitude')).toHaveValue('lat');
  await expect(role(page, 'Dead')).toHaveValue('fatalities_best');
  await expect(screen(page)).toContainText('The file cannot be read as it is');
  await expect(screen(page)).toContainText('Nothing can be kept');

  await role(page, 'Happened on').focus();
  await role(page, 'Happened on').selectOption('date');
  await expect(screen(page)).toContainText('3 incidents');
  await expect(screen(page)).toContainText('someday');
  await expect(role(page, 'Happened on')).toBeFocused();
  await expect(screen(page).getByRole('img', { name: '3 incidents, 2020 to 2022' })).toBeVisible();
  await expect(screen(page).locator('.sketch-spot')).toHaveCount(3);
  await role(page, 'Weapon').selectOption('unused');
  await role(page, 'Where').selectOption('kept');
  await expect(role(page, 'Weapon')).toHaveValue('unused');
  await expect(role(page, 'Where')).toHaveValue('kept');

  const title = screen(page).getByRole('textbox', { name: 'Title' });
  await expect(title).toHaveValue('my cases');
  await title.fill('');
  await screen(page).getByRole('button', { name: 'Keep it' }).click();
  await expect(screen(page)).toContainText('Give it a title first');
  await title.fill('Cases of mine');
  await screen(page).getByRole('button', { name: 'Keep it' }).click();
  await expect(screen(page)).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cases of mine');
  await expect(page.locator('.summary')).toHaveAttribute('data-shown', '3');
  await page.getByRole('tab', { name: 'List' }).click();
  await page.getByRole('button', { name: /Bombs at a school/ }).click();
  await expect(page.locator('.detail .facts').first()).toContainText('85 killed');
  await expect(page.locator('.detail')).toContainText('Where'); // kept as a column
  await expect(page.locator('.detail')).not.toContainText('Weapon');
  await page.reload();
  await expect(page.locator('.summary')).toHaveAttribute('data-shown', '3'); // it was kept
});

test('what is kept is said to be public, and may be for those with a token only', async ({
  guarded: page,
  kept,
}) => {
  await becomeEditor(page, kept);
  await drop(page, 'secret cases.csv', 'title,date\nA,2020-01-02\n');
  await expect(screen(page)).toContainText('Everybody who reaches this server will see it');
  await screen(page).getByLabel('Only for those with a token').check();
  await screen(page).getByRole('button', { name: 'Keep it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('secret cases');
  const mine = await page.request.get('/api/collections/secret-cases');
  expect(mine.status()).toBe(200);
  const nobody = await fetch(new URL('/api/collections/secret-cases', kept.url));
  expect(nobody.status).toBe(404);
});

test('the same by keyboard alone, and undone', async ({ guarded: page, kept }) => {
  await becomeEditor(page, kept);
  await page.getByRole('button', { name: 'Look at a file of your own' }).press('Enter');
  const choose = screen(page).getByRole('button', { name: 'Choose a file' });
  await expect(choose).toBeFocused();
  const chosen = page.waitForEvent('filechooser');
  await choose.press('Enter');
  await (await chosen).setFiles({
    name: 'cases.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(UNKNOWN),
  });
  await role(page, 'Reported').focus();
  await page.keyboard.press('D');
  await page.keyboard.type('ate');
  await expect(role(page, 'Reported')).toHaveValue('date');
  await expect(screen(page)).toContainText('4 incidents');
  await screen(page).getByRole('button', { name: 'Undo my changes' }).press('Enter');
  await expect(screen(page)).toContainText('cannot be read as it is');
  await page.keyboard.press('Escape');
  await expect(screen(page)).toBeHidden();
});

test('whoever is not signed in is told how, and may sign in there', async ({
  guarded: page,
  kept,
  allowed,
}) => {
  allowed.push(/status of 401/);
  await openKept(page);
  await drop(page, 'cases.csv', UNKNOWN);
  await role(page, 'Happened on').selectOption('date');
  await expect(screen(page)).toContainText('3 incidents');
  await expect(screen(page)).toContainText('signs in as an editor');
  await expect(screen(page).locator('.command')).toHaveText(
    "incidentmap import cases.csv --column 'date=Happened on' --db incidents.db\n" +
      'incidentmap serve --db incidents.db',
  );
  await screen(page).getByRole('button', { name: 'Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in' });
  await dialog.getByLabel('Token').fill('imt_nonsense');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog).toContainText('This token gives nothing here');
  await expectNoViolations(page);
  const token = await createToken(kept.database, 'reader');
  await dialog.getByLabel('Token').fill(token);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog).toBeHidden();
  await expect(screen(page)).toContainText('Ann may not make datasets here');
  await page.keyboard.press('Escape');
  await page.locator('.settings summary').click();
  await expect(page.locator('.account')).toContainText('Ann (reader)');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('whoever signs out does not see private datasets any more', async ({
  guarded: page,
  kept,
}) => {
  await page.goto('/');
  const token = await createToken(kept.database, 'admin');
  const made = await page.request.post('/api/collections', {
    headers: { Authorization: `Bearer ${token}` },
    data: { title: 'Not for all', visibility: 'private' },
  });
  expect(made.status()).toBe(201);
  await openKept(page);
  const choice = page.getByRole('combobox', { name: 'Dataset' });
  await expect(page.getByRole('option', { name: 'Not for all' })).toHaveCount(0);
  await page.locator('.settings summary').click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in' });
  await dialog.getByLabel('Token').fill(token);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(choice.getByRole('option', { name: 'Not for all' })).toHaveCount(1);
  await choice.selectOption({ label: 'Not for all' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not for all');
  await expect(page.locator('.notice')).toContainText('This dataset has no incidents');
  await page.locator('.settings summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('cases');
  await expect(page.getByRole('option', { name: 'Not for all' })).toHaveCount(0);
});

plain(
  'a server that keeps nothing shows the check, and says how to keep it',
  async ({ guarded: page, allowed }) => {
    allowed.push(/status of 400/);
    await page.goto('/');
    await expect(page.locator('.summary')).toHaveAttribute('data-shown', /\d+/);
    await drop(page, 'broken.xlsx', 'no workbook');
    await expect(screen(page).getByText('The file could not be read')).toBeVisible();
    await page.keyboard.press('Escape');
    await drop(page, 'cases.csv', UNKNOWN);
    await role(page, 'Happened on').selectOption('date');
    await expect(screen(page)).toContainText('3 incidents');
    await expect(screen(page)).toContainText('This server keeps nothing');
    await expect(screen(page).getByRole('button', { name: 'Keep it' })).toHaveCount(0);
    await page.keyboard.press('Escape');
    await page.locator('.settings summary').click();
    await expect(page.locator('.account')).toBeHidden(); // a token is of no use here
  },
);

for (const [width, height] of [
  [1440, 900],
  [390, 844],
  [320, 568],
] as const) {
  for (const lang of ['en', 'ar'] as const) {
    test.describe(`at ${width} × ${height} in ${lang}`, () => {
      test.use({ viewport: { width, height }, hasTouch: width < 500 });
      test('the screen for files is accessible', async ({ guarded: page, kept }) => {
        await becomeEditor(page, kept);
        await openKept(page, '', `?lang=${lang}`);
        await drop(page, 'cases.csv', UNKNOWN);
        const dialog = page.locator('dialog.import');
        await expect(dialog.locator('.import-refused')).toBeVisible();
        await expectNoViolations(page);
        await dialog.locator('th select').nth(1).selectOption('date');
        await expect(dialog.locator('.import-keep form')).toBeVisible();
        await expectNoViolations(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        expect(await cut(page)).toEqual([]);
      });
    });
  }
}
