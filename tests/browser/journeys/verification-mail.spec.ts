// A verification mail from the Actions menu through the Outbox to the page its link leads to.
import { act, bothWays, dialog, expect, notice, openUser, test } from '../harness';

bothWays(() => {
  test('sends a verification mail, and its link verifies @smoke', async ({ page }) => {
    await openUser(page, 'eleni');
    await expect(page.getByTestId('profile')).toContainText('Unverified');
    await act(page, 'Send Verification Email');
    await dialog(page).getByRole('button', { name: 'Send Verification Email' }).click();
    await expect(notice(page)).toContainText('A mail with the link is queued for eleni.papadopoulou@gr.example.');

    await page.getByTestId('nav-outbox').click();
    const mail = page.getByTestId('mails').getByRole('row').filter({ hasText: 'eleni.papadopoulou@gr.example' });
    await mail.getByRole('link').first().click();
    await page.getByTestId('mail-link').click();
    await page.getByRole('button', { name: 'Yes, verify it' }).click();
    await expect(page.getByTestId('verified')).toContainText('eleni.papadopoulou@gr.example');

    await openUser(page, 'eleni');
    await expect(page.getByTestId('profile')).not.toContainText('Unverified');
  });
});
