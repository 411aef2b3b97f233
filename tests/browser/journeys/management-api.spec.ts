// The Management API from its page: a program is let in, its scopes are chosen, a token is tried in the explorer.
import AxeBuilder from '@axe-core/playwright';
import { bothWays, expect, fill, inWords, send, submit, test, visit } from '../harness';
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
    await submit(page);
    await expect(page.getByTestId('token')).toContainText('curl');
    await page.getByTestId('open-explorer').click();
    await page.getByTestId('endpoint').filter({ hasText: 'List or search users' }).click();
    await fill(page, 'parameter-per_page', '1');
    await send(page, page.getByTestId('send'));
    await expect(page.getByTestId('answer')).toContainText('200 OK');
    await expect(page.getByTestId('answer')).toContainText('"user_id"');
  });
});

test('the pages of the Management API are accessible', async ({ page }) => {
  await visit(page, apis);
  await page.getByRole('link', { name: 'Gatehouse Management API', exact: true }).click();
  const own = new URL(page.url()).pathname;
  for (const path of ['', '/programs', '/programs/add', '/explorer', '/explorer/post_users', '/explorer/get_users_id']) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await visit(page, `${own}${path}`);
      const { violations } = await new AxeBuilder({ page }).options({ rules: { 'target-size': { enabled: true } } }).analyze();
      expect(violations.map(inWords), path).toEqual([]);
    }
    await page.setViewportSize({ width: 320, height: 800 });
    await visit(page, `${own}${path}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
    await page.setViewportSize({ width: 1280, height: 800 });
  }
});
