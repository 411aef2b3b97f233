// The recycle bin: a deleted user comes back, or cannot, or goes for good.
import type { Page } from '@playwright/test';
import { act, bothWays, dialog, expect, fill, keepDeletedUsers, notice, openUser, openUsers, send, submit, test } from '../harness';
import { tenant } from '../pages';

const email = 'amara.okafor@northwind.example';

async function deleteAmara(page: Page): Promise<void> {
  await keepDeletedUsers(page, 30);
  await openUser(page, 'amara');
  await act(page, 'Delete User');
  await expect(dialog(page)).toContainText('the user can be restored from Deleted users');
  await dialog(page).getByRole('button', { name: 'Yes, Delete It' }).click();
  await expect(notice(page)).toContainText('Amara Okafor was deleted and can be restored until');
}

/** Opens the bin as people do, and the menu of the only user in it. */
async function openRowMenu(page: Page): Promise<void> {
  await openUsers(page);
  await page.getByTestId('views').click();
  await page.getByTestId('deleted-users').click();
  const row = page.getByTestId('deleted-user').filter({ hasText: 'Amara Okafor' });
  await expect(row).toContainText(email);
  await row.getByTestId('row-menu').click();
}

bothWays(() => {
  test('deletes a user and restores them with what they had', async ({ page }) => {
    await openUser(page, 'amara', 'roles');
    const roles = await page.getByTestId('roles').innerText();
    expect(roles).toContain('Editor');
    await deleteAmara(page);
    await openUsers(page, `q=${email}`);
    await expect(page.getByTestId('empty')).toBeVisible();
    await openRowMenu(page);
    await page.getByTestId('restore').click();
    await expect(notice(page)).toContainText('Amara Okafor is restored.');
    await expect(page.getByTestId('profile')).toContainText(email);
    await page.getByTestId('tab-roles').click();
    await expect.poll(() => page.getByTestId('roles').innerText()).toBe(roles);
    await page.goto(`/dashboard/${tenant}/users/deleted`);
    await expect(page.getByTestId('empty')).toContainText('Nobody is here');
  });

  test('does not restore somebody whose email address is taken, and says so', async ({ page }) => {
    await deleteAmara(page);
    await page.goto(`/dashboard/${tenant}/users/create`);
    await page.getByTestId('field-connection').selectOption('Customers');
    await fill(page, 'email', email);
    await fill(page, 'password', 'Harbour-Lantern-42');
    await fill(page, 'repeat', 'Harbour-Lantern-42');
    await submit(page);
    await expect(page.getByTestId('profile')).toContainText(email);
    await openRowMenu(page);
    await page.getByTestId('restore').click();
    await expect(notice(page)).toContainText(`another user of Customers has the email address ${email} by now.`);
    await expect(page.getByTestId('deleted-user')).toHaveCount(1);
  });

  test('deletes for good, after a question', async ({ page }) => {
    await deleteAmara(page);
    await openRowMenu(page);
    await page.getByTestId('delete-for-good').click();
    await expect(dialog(page)).toContainText('Delete Amara Okafor for good? This cannot be undone.');
    await send(page, dialog(page).getByTestId('confirm'));
    await expect(notice(page)).toBeVisible();
    await page.goto(`/dashboard/${tenant}/users/deleted`);
    await expect(page.getByTestId('empty')).toContainText('Nobody is here');
  });
});
