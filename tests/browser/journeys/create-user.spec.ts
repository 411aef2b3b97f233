// Creating a user: what is wrong is said beside what was typed, and what is right is there at once.
import { bothWays, dialog, expect, fill, notice, openUsers, submit, test } from '../harness';

bothWays(() => {
  test('creates a user after a weak password was refused @smoke', async ({ page }) => {
    await openUsers(page);
    await page.getByTestId('create-user').click();
    await fill(page, 'email', 'wren.hale@northwind.example');
    await fill(page, 'password', 'weak');
    await fill(page, 'repeat', 'weak');
    await submit(page);

    await expect(dialog(page).getByTestId('error-summary')).toContainText('The password needs at least 8 characters');
    await expect(dialog(page).getByTestId('error-summary')).toContainText('an upper-case letter, a digit');
    await expect(page.getByTestId('field-password')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByTestId('field-password')).toHaveValue('');
    await expect(page.getByTestId('field-email')).toHaveValue('wren.hale@northwind.example');

    await fill(page, 'password', 'Harbour-Lantern-42');
    await fill(page, 'repeat', 'Harbour-Lantern-42');
    await submit(page);
    await expect(notice(page)).toContainText('was created');
    await expect(page.getByTestId('profile')).toContainText('wren.hale@northwind.example');
    await expect(page.getByTestId('profile').getByText('Pending', { exact: true })).toBeVisible();
  });
});
