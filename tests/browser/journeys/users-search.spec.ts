// Searching the users list: the query language, its mistakes, and saved views.
import { bothWays, dialog, expect, notice, openUsers, settled, test } from '../harness';

test.describe('with scripts', () => {
  test('a query is written, its mistake is marked, and mended', async ({ page }) => {
    await openUsers(page);
    await page.getByTestId('mode').selectOption('lucene');
    await expect(page).toHaveURL(/mode=lucene/);
    await settled(page);
    const box = page.locator('#q');
    await box.fill('emial_verified:false');
    await box.press('Enter');
    const mistake = page.getByTestId('query-error');
    await expect(mistake.locator('mark')).toHaveText('emial_verified');
    await expect(mistake).toContainText('Did you mean email_verified?');
    await expect(box).toHaveValue('emial_verified:false');
    await box.fill('name:"amara okafor"');
    await box.press('Enter');
    await expect(mistake).toHaveCount(0);
    await expect(page.getByTestId('user-link')).toHaveCount(1);
    await expect(page.getByTestId('user-link')).toContainText('Amara Okafor');
  });

  test('examples of the syntax are links', async ({ page }) => {
    await openUsers(page, 'mode=lucene');
    await page.getByTestId('search-help').click();
    await dialog(page).getByRole('link', { name: 'Signed in 100 times or more' }).click();
    await expect(page.locator('#q')).toHaveValue('logins_count:[100 TO *]');
    await expect(page.getByTestId('user-link').first()).toBeVisible();
  });
});

bothWays(() => {
  test('a view is saved, found in the menu and deleted', async ({ page }) => {
      await openUsers(page, 'status=blocked&mode=lucene&q=_exists_%3Aemail');
      await page.getByTestId('views').click();
      await page.getByTestId('save-view').click();
      await dialog(page).getByTestId('field-name').fill('Locked out');
      await dialog(page).getByTestId('submit').click();
      await expect(notice(page)).toContainText('Locked out is saved');
      await openUsers(page);
      await page.getByTestId('views').click();
      await page.getByRole('link', { name: 'Locked out' }).click();
      await expect(page).toHaveURL(/status=blocked/);
      await expect(page.locator('#q')).toHaveValue('_exists_:email');
      await page.getByTestId('views').click();
      await page.getByTestId('all-views').click();
      await page.getByRole('link', { name: 'Delete' }).click();
      await dialog(page).getByRole('button', { name: 'Yes, Delete It' }).click();
      await expect(notice(page)).toContainText('Locked out is deleted');
    });
});
