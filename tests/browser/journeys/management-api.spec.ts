// The Management API from its page: a program is let in, its scopes are chosen, a token is tried in the explorer.
import { bothWays, dialog, expect, fill, send, test } from '../harness';
import { tenant } from '../pages';

const apis = `/dashboard/${tenant}/apis`;

bothWays((scripts) => {
  test('authorizes a program and tries an endpoint with its token', async ({ page }) => {
    await page.goto(apis);
    await page.getByRole('link', { name: 'Gatehouse Management API', exact: true }).click();
    await page.getByTestId('tab-machine-to-machine').click();
    await page.getByTestId('authorize-program').click();
    if (scripts) {
      await page.getByRole('searchbox', { name: 'Search scopes' }).fill('users');
      await expect(page.getByTestId('scope-read:roles')).toBeHidden();
      await page.getByTestId('scopes-all').click();
      await page.getByRole('searchbox', { name: 'Search scopes' }).fill('');
      await expect(page.getByTestId('scope-read:users')).toBeChecked();
      await expect(page.getByTestId('scope-read:roles')).not.toBeChecked();
    } else {
      await send(page, page.getByTestId('scopes-all'));
      await expect(page.getByTestId('scope-read:roles')).toBeChecked();
    }
    await send(page, page.getByTestId('submit'));
    await expect(page.getByTestId('error-summary')).toContainText('Enter a name.');
    await expect(page.getByTestId('scope-read:users')).toBeChecked();
    await fill(page, 'name', 'Night job');
    await send(page, page.getByTestId('submit'));
    await expect(page.getByTestId('secret')).toContainText('Night job');

    await page.goto(apis);
    await page.getByRole('link', { name: 'Gatehouse Management API', exact: true }).click();
    await page.getByTestId('tab-machine-to-machine').click();
    const row = page.getByTestId('program').filter({ hasText: 'Night job' });
    await row.getByTestId('program-menu').click();
    await row.getByTestId('get-token').click();
    await dialog(page).getByTestId('confirm').click();
    await expect(page.getByTestId('token')).toContainText('curl');
    await page.getByTestId('open-explorer').click();
    await page.getByTestId('endpoint').filter({ hasText: 'List or search users' }).click();
    await fill(page, 'parameter-per_page', '1');
    await send(page, page.getByTestId('send'));
    await expect(page.getByTestId('answer')).toContainText('200 OK');
    await expect(page.getByTestId('answer')).toContainText('"user_id"');
  });
});
