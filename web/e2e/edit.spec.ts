// Editors change incidents on the page; whoever may not is told so.

import type { Page } from '@playwright/test';
import { cut, expectNoViolations } from './checks';
import { becomeEditor, createToken, expect, type Kept, openKept, test } from './kept';

const panel = (page: Page) => page.locator('.edit-panel');
const field = (page: Page, name: string) =>
  panel(page).getByRole('textbox', { name, exact: true }).first();
const save = (page: Page) => panel(page).getByRole('button', { name: 'Save', exact: true }).click();

interface Item {
  geometry: { coordinates: [number, number] } | null;
  properties: Record<string, unknown> & {
    claims: { measure: string; low: number; high: number | null; source: string }[];
    sources: { key: string; title: string }[];
  };
}

async function item(page: Page, id: string): Promise<Item> {
  const answer = await page.request.get(`/api/collections/cases/items/${id}`);
  expect(answer.status()).toBe(200);
  return (await answer.json()) as Item;
}

async function edit(page: Page, kept: Kept, id: string): Promise<void> {
  await becomeEditor(page, kept);
  await openKept(page, `id=${id}`);
  await page.getByRole('button', { name: 'Edit' }).click();
  await expect(panel(page).locator('.form')).toBeVisible();
}

test('an editor adds an incident: a place by its name, a date in words, a figure of a source', async ({
  guarded: page,
  kept,
}) => {
  await becomeEditor(page, kept);
  await openKept(page);
  await page.getByRole('button', { name: 'Add an incident' }).click();
  await expect(field(page, 'Title')).toBeFocused();
  await field(page, 'Title').fill('Shots at a checkpoint');
  await field(page, 'Date').fill('2024-06');
  await expect(panel(page)).toContainText('Read as: in June 2024 (day not known)');
  await field(page, 'Place, by name').fill('Asadabad');
  await page.keyboard.press('Enter');
  await panel(page)
    .getByRole('button', { name: /^Asadabad, .*Kunar/ })
    .first()
    .click();
  await expect(field(page, 'Country')).toHaveValue('Afghanistan');
  await expect(page.locator('.place-pin')).toHaveCount(1);
  await panel(page).getByRole('button', { name: 'Add a source' }).click();
  await panel(page).getByRole('group', { name: 'Source 1' }).getByLabel('Title').fill('A daily');
  await panel(page).getByRole('button', { name: 'Add a figure' }).click();
  const figure = panel(page).getByRole('group', { name: 'Figure 1' });
  await figure.getByLabel('How many').selectOption('at least');
  await save(page);
  await expect(panel(page)).toContainText('Figure 1 needs a whole number');
  await figure.getByLabel('Number').fill('4');
  await field(page, 'Who did it').fill('A group\n\n Another group ');
  await field(page, 'Against whom').fill('Police');
  await panel(page).getByRole('button', { name: 'Add a statement' }).click();
  const statement = panel(page).getByRole('group', { name: 'Statement 1' });
  await statement.getByLabel('What is said').selectOption('attribution attributed');
  await save(page);
  await expect(panel(page)).toContainText('Statement 1 needs who says it, and a source');
  await statement.getByLabel('Who says so').fill('A ministry');
  await panel(page).getByLabel('Kind').selectOption('attack');
  await panel(page).getByLabel('weapon').fill('rifle');
  await panel(page).getByLabel('rounds').fill('12');
  await save(page);
  await expect(page.locator('.detail .facts').first()).toContainText('at least 4 killed');
  await expect(page.locator('.detail .facts').first()).toContainText('Asadabad');
  await expect(page.locator('.summary')).toHaveAttribute('data-shown', '4');
  const id = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('id') ?? '';
  const { properties } = await item(page, id);
  expect(properties).toMatchObject({ date: '2024-06', weapon: 'rifle', rounds: 12, country: 'AF' });
  expect(properties).toMatchObject({
    actors: [{ name: 'A group' }, { name: 'Another group' }],
    targets: [{ name: 'Police' }],
    statements: [{ about: 'attribution', grade: 'attributed', by: 'A ministry', source: 's1' }],
    attribution: 'attributed',
  });
  expect(properties.claims).toMatchObject([{ measure: 'killed', low: 4, high: null }]);
  await expect(page.locator('.toast')).not.toContainText('arrived'); // it is the reader's own
});

test('an incident whose answer is lost is added once, however often it is saved', async ({
  guarded: page,
  kept,
  allowed,
}) => {
  allowed.push(/ERR_FAILED/);
  await becomeEditor(page, kept);
  await openKept(page);
  await page.getByRole('button', { name: 'Add an incident' }).click();
  await field(page, 'Title').fill('Shots at a checkpoint');
  await field(page, 'Date').fill('2024-06');
  await panel(page).getByLabel('Kind').selectOption('attack');
  await panel(page).getByRole('button', { name: 'Add a source' }).click();
  await panel(page).getByRole('group', { name: 'Source 1' }).getByLabel('Title').fill('A daily');
  let lost = 0;
  await page.route('**/items', async (route) => {
    if (route.request().method() !== 'POST' || lost++ > 0) return route.continue();
    await route.fetch(); // it is carried out, and nobody hears of it
    await route.abort();
  });
  await save(page);
  await expect(panel(page).getByRole('alert')).toBeVisible();
  await save(page);
  await expect(page.locator('.summary')).toHaveAttribute('data-shown', '4');
  expect(lost).toBe(2);
});

test('a place is set by a click, dragged, moved by keys and typed', async ({
  guarded: page,
  kept,
}) => {
  await edit(page, kept, 'a1');
  const coordinates = field(page, 'Latitude, longitude');
  await expect(coordinates).toHaveValue('34.43, 70.45');
  const pin = page.locator('.place-pin');
  const at = async () =>
    (await coordinates.inputValue()).split(', ').map(Number) as [number, number];
  await pin.focus();
  await page.keyboard.press('ArrowUp');
  expect((await at())[0]).toBeGreaterThan(34.43);
  await expect(pin).toHaveAttribute('aria-label', /Place of the incident at/);
  const [, before] = await at();
  const box = await pin.boundingBox();
  if (!box) throw new Error('no pin');
  await page.mouse.move(box.x + 16, box.y + 16);
  await page.mouse.down();
  await page.mouse.move(box.x - 60, box.y + 16, { steps: 5 });
  await page.mouse.up();
  expect((await at())[1]).toBeLessThan(before);
  await panel(page).getByRole('button', { name: 'Set by a click on the map' }).click();
  const map = await page.locator('.map').boundingBox();
  if (!map) throw new Error('no map');
  await page.mouse.click(map.x + map.width / 2, map.y + map.height / 3);
  await expect(page.locator('.draw-cover')).toHaveCount(0);
  const clicked = await at();
  await coordinates.fill('91, 0');
  await coordinates.blur();
  await expect(panel(page)).toContainText('It must be latitude and longitude');
  await coordinates.fill(clicked.join(', '));
  await save(page);
  await expect(page.locator('.detail .facts').first()).toBeVisible();
  const { geometry } = await item(page, 'a1');
  expect(geometry?.coordinates).toEqual([clicked[1], clicked[0]]);
  await expect(page.locator('.place-pin')).toHaveCount(0);
});

test('what the server refuses is told where it is, and nothing typed is lost', async ({
  guarded: page,
  kept,
  allowed,
}) => {
  allowed.push(/status of (422|401)/);
  await edit(page, kept, 'a2');
  await field(page, 'Date').fill('some day');
  await expect(panel(page)).toContainText('Not understood here');
  await field(page, 'Title').fill('Raid by night');
  await save(page);
  await expect(field(page, 'Date')).toBeFocused();
  await expect(field(page, 'Date')).toHaveAttribute('aria-invalid', 'true');
  await expect(panel(page).getByRole('alert')).toContainText(/Date: "some day"/);
  await expectNoViolations(page);
  await field(page, 'Date').fill('2024-04-05');
  await page.context().clearCookies();
  await save(page);
  await expect(panel(page)).toContainText('You are not signed in any more');
  await expect(field(page, 'Title')).toHaveValue('Raid by night');
  await panel(page).getByRole('button', { name: 'Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in' });
  await dialog.getByLabel('Token').fill(await createToken(kept.database, 'editor'));
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog).toBeHidden();
  await save(page);
  await expect(page.locator('.detail .detail-title').first()).toHaveText('Raid by night');
  await page.getByRole('button', { name: 'Edit' }).click();
  await field(page, 'Title').fill('Not this');
  await page.keyboard.press('Escape');
  await expect(panel(page)).toContainText('There are changes that are not saved');
  await page.getByRole('button', { name: 'Discard the changes' }).click();
  await expect(panel(page)).toBeHidden();
  await expect(page.locator('.detail .detail-title').first()).toHaveText('Raid by night');
});

test('what the server notices and keeps all the same is said', async ({ guarded: page, kept }) => {
  await edit(page, kept, 'a1');
  await field(page, 'Place, by name').fill('Kandahar');
  await save(page);
  await expect(page.locator('.toast')).toContainText('Saved');
  await expect(page.locator('.toast')).toContainText('Jalalabad');
  expect((await item(page, 'a1')).properties['place']).toBe('Kandahar');
});

test('a review is marked beside a change, and a change takes it off', async ({
  guarded: page,
  kept,
}) => {
  await edit(page, kept, 'a1');
  await field(page, 'Title').fill('Blast at the east gate');
  await panel(page).getByLabel('The place is checked').check();
  await field(page, 'Why, for the history').fill('second report');
  await save(page);
  await expect(page.locator('.detail-foot')).toContainText('place: reviewed');
  expect((await item(page, 'a1')).properties['place_review']).toBe('reviewed');
});

test('an incident is deleted with a reason, and restored from its history', async ({
  guarded: page,
  kept,
  allowed,
}) => {
  allowed.push(/status of 404/);
  await edit(page, kept, 'a3');
  await panel(page).getByText('Delete…').click();
  await expect(panel(page).getByLabel('Why, for the history', { exact: true })).toHaveCount(1);
  await panel(page).getByLabel('Why it is deleted, for the history').fill('a double');
  await panel(page).getByRole('button', { name: 'Delete the incident' }).click();
  await expect(panel(page)).toContainText('The incident was deleted');
  await expect(page.locator('.summary')).toHaveAttribute('data-shown', '2');
  await expect(panel(page)).toContainText('Reason: a double');
  await openKept(page, 'id=a3'); // a link to it says so, and has the way back
  await expect(page.locator('.detail').first()).toContainText('This incident was deleted');
  await page.getByRole('button', { name: 'History' }).click();
  await panel(page).getByRole('button', { name: 'Restore revision 1' }).click();
  await expect(panel(page)).toContainText('Revision 1 is restored');
  await expect(page.locator('.summary')).toHaveAttribute('data-shown', '3');
  await panel(page).getByRole('button', { name: 'Close' }).click();
  const title = page.locator('.detail .detail-title').first();
  await expect(title).toBeVisible();
  await expect(title).toHaveText('Shots at a bridge');
});

test('the history says who changed what, and an older state comes back', async ({
  guarded: page,
  kept,
}) => {
  await edit(page, kept, 'a1');
  await field(page, 'Title').fill('Blast at the east gate');
  await field(page, 'Who did it').fill('A group');
  await field(page, 'Why, for the history').fill('second report');
  await save(page);
  await expect(page.locator('.detail .detail-title').first()).toHaveText('Blast at the east gate');
  await page.getByRole('button', { name: 'History' }).click();
  await expect(panel(page)).toContainText('by editor on this machine');
  await expect(panel(page)).toContainText('Reason: second report');
  await expect(panel(page)).not.toContainText('{'); // all of it is told in words
  const row = panel(page).getByRole('row', { name: /Title/ });
  await expect(row).toContainText('Blast at a gate');
  await expect(row).toContainText('Blast at the east gate');
  await expect(panel(page).getByRole('row', { name: /Who did it/ })).toContainText('A group');
  await expectNoViolations(page);
  await panel(page).getByRole('button', { name: 'Restore revision 1' }).click();
  await expect(panel(page)).toContainText('Revision 1 is restored');
  expect((await item(page, 'a1')).properties['title']).toBe('Blast at a gate');
});

/** Changes an incident as another editor would. */
async function changeElsewhere(page: Page, id: string, properties: object): Promise<void> {
  const current = await page.request.get(`/api/collections/cases/items/${id}`);
  const answer = await page.request.patch(`/api/collections/cases/items/${id}`, {
    headers: {
      'Content-Type': 'application/merge-patch+json',
      'If-Match': current.headers()['etag'] ?? '',
      'Incidentmap-Csrf': '1',
      Origin: new URL(page.url()).origin,
    },
    data: JSON.stringify({ properties }),
  });
  expect(answer.status()).toBe(200);
}

test('of two changes of the same parts both are shown, and neither is lost', async ({
  guarded: page,
  kept,
  allowed,
}) => {
  allowed.push(/status of 412/);
  await edit(page, kept, 'a1');
  await field(page, 'Title').fill('Mine');
  await field(page, 'Summary').fill('My words');
  await changeElsewhere(page, 'a1', { title: 'Theirs', summary: 'Their words', weapon: 'mortar' });
  await expect(panel(page)).toContainText('Somebody has changed this incident meanwhile');
  await save(page);
  await expect(panel(page)).toContainText('Changed by somebody else meanwhile');
  await expect(panel(page)).toContainText('Taken over from them: weapon');
  await expectNoViolations(page);
  const title = panel(page).getByRole('group', { name: 'Title' });
  await expect(title).toContainText('Mine');
  await expect(title).toContainText('Theirs');
  await title.getByRole('radio', { name: /Theirs/ }).check();
  await panel(page).getByRole('button', { name: 'Go on with these' }).click();
  await expect(field(page, 'Title')).toHaveValue('Theirs');
  const aside = panel(page).getByRole('region', { name: 'What you typed and did not choose' });
  await expect(aside).toContainText('Title: Mine');
  await expectNoViolations(page);
  await expect(field(page, 'Summary')).toHaveValue('My words');
  await expect(panel(page).getByLabel('weapon')).toHaveValue('mortar');
  await save(page);
  await expect(page.locator('.detail .facts').first()).toBeVisible();
  const { properties } = await item(page, 'a1');
  expect(properties).toMatchObject({ title: 'Theirs', summary: 'My words', weapon: 'mortar' });
});

test('changes of different parts go together', async ({ guarded: page, kept, allowed }) => {
  allowed.push(/status of 412/);
  await edit(page, kept, 'a1');
  await field(page, 'Title').fill('Mine');
  await changeElsewhere(page, 'a1', { summary: 'Their words' });
  await save(page);
  await expect(panel(page)).toContainText('Somebody else changed other parts meanwhile');
  await expect(field(page, 'Summary')).toHaveValue('Their words');
  await save(page);
  await expect(page.locator('.detail .detail-title').first()).toHaveText('Mine');
});

test('readers see the history without names, and nothing to change', async ({ guarded: page }) => {
  await openKept(page, 'id=a1');
  await expect(page.locator('.detail .facts').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Edit' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Add an incident' })).toHaveCount(0);
  await page.getByRole('button', { name: 'History' }).click();
  await expect(panel(page)).toContainText('Added');
  await expect(panel(page).getByRole('button', { name: /Restore/ })).toHaveCount(0);
});

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  for (const lang of ['en', 'ar'] as const) {
    test.describe(`at ${width} × ${height} in ${lang}`, () => {
      test.use({ viewport: { width, height }, hasTouch: width < 500 });
      test('the form and the history are accessible', async ({ guarded: page, kept }) => {
        await becomeEditor(page, kept);
        await openKept(page, 'id=a1', `?lang=${lang}`);
        await page.locator('.detail-actions .link').first().click();
        await expect(panel(page).locator('.form')).toBeVisible();
        await expectNoViolations(page);
        expect(await cut(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        await page.keyboard.press('Escape');
        await page.locator('.detail-actions .link').nth(1).click();
        await expect(panel(page).locator('.history')).toBeVisible();
        await expectNoViolations(page);
      });
    });
  }
}
