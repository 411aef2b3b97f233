// The Actions menu of User Details: each entry from the menu to its outcome.
import { act, bothWays, dialog, expect, fill, notice, openActions, openUser, submit, test } from '../harness';

bothWays((scripts) => {
  test('blocks a user and takes it back @smoke', async ({ page }) => {
    await openUser(page, 'amara');
    await act(page, 'Block User');
    await expect(notice(page)).toContainText('Amara Okafor is blocked.');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Blocked');
    await page.getByTestId('undo').click();
    await expect(notice(page)).toContainText('is no longer blocked');
    await expect(page.getByRole('heading', { level: 1 })).not.toContainText('Blocked');
  });

  test('deletes a user, the harmless way out first', async ({ page }) => {
    await openUser(page, 'amara');
    await act(page, 'Delete User');
    await expect(dialog(page)).toContainText('Delete Amara Okafor for good?');
    if (scripts) await expect(dialog(page).getByTestId('cancel')).toBeFocused();
    await dialog(page).getByTestId('cancel').click();
    await expect(page.getByTestId('profile')).toBeVisible();
    await expect(dialog(page)).toHaveCount(0);

    await act(page, 'Delete User');
    await dialog(page).getByRole('button', { name: 'Yes, Delete It' }).click();
    await expect(notice(page)).toContainText('Amara Okafor was deleted.');
    await expect(page.getByTestId('user-link').filter({ hasText: 'Amara Okafor' })).toHaveCount(0);
  });

  test('marks an address as verified and takes it back', async ({ page }) => {
    await openUser(page, 'eleni');
    await act(page, 'Mark as verified');
    await expect(notice(page)).toContainText('is marked as verified');
    await page.getByTestId('undo').click();
    await expect(notice(page)).toContainText('is marked as not verified');
  });

  test('changes the email address', async ({ page }) => {
    await openUser(page, 'amara');
    await act(page, 'Change Email');
    await fill(page, 'email', 'amara@okafor.example');
    await submit(page);
    await expect(notice(page)).toContainText('The email address is amara@okafor.example now.');
    await expect(page.getByTestId('profile')).toContainText('amara@okafor.example');
  });

  test('changes the password', async ({ page }) => {
    await openUser(page, 'amara');
    await act(page, 'Change Password');
    await fill(page, 'password', 'Harbour-Lantern-42');
    await fill(page, 'repeat', 'Harbour-Lantern-43');
    await submit(page);
    await expect(dialog(page).getByTestId('error-summary')).toBeVisible();
    await fill(page, 'password', 'Harbour-Lantern-42');
    await fill(page, 'repeat', 'Harbour-Lantern-42');
    await submit(page);
    await expect(notice(page)).toContainText('The password of Amara Okafor is changed');
  });

  test('says why an entry cannot be used', async ({ page }) => {
    await openUser(page, 'amara');
    await expect(await openActions(page)).toContainText('The email address is verified already.');
  });
});
