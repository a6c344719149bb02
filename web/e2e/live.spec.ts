// What one browser changes, another one sees.

import { becomeEditor, expect, openKept, test } from './kept';

test('a second browser sees a change as it comes, and where it was', async ({
  guarded: page,
  kept,
  browser,
  allowed,
}) => {
  allowed.push(/status of 404/); // of what was deleted
  await openKept(page, 'id=a1&from=2024-01-01&to=2024-12-31');
  await expect(page.locator('.detail .facts').first()).toBeVisible();
  const { hash } = new URL(page.url());
  const other = await browser.newContext({ baseURL: kept.url });
  const editor = await other.newPage();
  await becomeEditor(editor, kept);
  await openKept(editor, 'id=a1');
  await editor.getByRole('button', { name: 'Edit' }).click();
  await editor
    .locator('.edit-panel')
    .getByLabel('Title', { exact: true })
    .first()
    .fill('Blast, twice');
  await editor.locator('.edit-panel').getByRole('button', { name: 'Save' }).click();
  await expect(editor.locator('.detail .detail-title').first()).toHaveText('Blast, twice');

  await expect(page.locator('.toast')).toHaveText('1 change arrived');
  await expect(page.locator('.detail .detail-title').first()).toHaveText('Blast, twice');
  expect(new URL(page.url()).hash).toBe(hash); // nothing of the view is another one
  await expect(page.locator('.notice')).toBeHidden();

  await editor.getByRole('button', { name: 'Edit' }).click();
  await editor.locator('.edit-panel').getByText('Delete…').click();
  await editor.getByRole('button', { name: 'Delete the incident' }).click();
  await expect(page.locator('.summary')).toHaveAttribute('data-shown', '2');
  await expect(page.locator('.detail')).toContainText('This incident was deleted');
  await other.close();
});

test('a page that was hidden hears of what it missed', async ({ guarded: page, kept, browser }) => {
  await openKept(page);
  const hide = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await hide(true);
  const other = await browser.newContext({ baseURL: kept.url });
  const editor = await other.newPage();
  await becomeEditor(editor, kept);
  await openKept(editor, 'id=a2');
  await editor.getByRole('button', { name: 'Edit' }).click();
  await editor.locator('.edit-panel').getByText('Delete…').click();
  await editor.getByRole('button', { name: 'Delete the incident' }).click();
  await expect(editor.locator('.summary')).toHaveAttribute('data-shown', '2');
  await other.close();
  await expect(page.locator('.summary')).toHaveAttribute('data-shown', '3');
  await hide(false);
  await expect(page.locator('.summary')).toHaveAttribute('data-shown', '2');
});
