// The product without scripts: every page is there, and plain links and forms do the work.
import { expect, openActions, openUser, signIn, test } from './harness';
import { pages } from './pages';
import { addressOf } from './prepared';

test.use({ javaScriptEnabled: false });

for (const entry of pages) {
  test.describe(entry.name, () => {
    test.use({ signedIn: !entry.stranger, ownServer: !!entry.prepared });

    test('stands without scripts', async ({ page }) => {
      const answer = await page.goto(await addressOf(page, entry));
      expect(answer?.status()).toBe(entry.status ?? 200);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    });
  });
}

test.describe('a stranger', () => {
  // A session of its own: on the workers' server the account page would list it.
  test.use({ signedIn: false, ownServer: true });

  test('is sent to the sign-in page and comes in by its button @smoke', async ({ page }) => {
    await page.goto('/');
    await expect(page).toHaveURL(/\/sign-in/);
    await signIn(page);
    await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible();
  });
});

test('the Actions menu opens, and its dialogs are pages', async ({ page }) => {
  await openUser(page, 'amara');
  const menu = await openActions(page);
  await menu.getByText('Delete User', { exact: true }).click();
  await expect(page).toHaveURL(/\/delete$/);
  await expect(page.locator('#dialog-content')).toBeVisible();
});
