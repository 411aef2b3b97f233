// Coming in: the form goes out once, however often its button is pressed.
import { expect, test } from '../harness';

test.use({ signedIn: false, ownServer: true });

test('a double click signs in once', async ({ page }) => {
  // A slow server: the second click comes while the first is still on its way.
  const sent: string[] = [];
  await page.route('**/sign-in/demo', async (route) => {
    sent.push(route.request().method());
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.continue();
  });
  await page.goto('/sign-in');
  await page.getByTestId('demo-sign-in').dblclick();
  await page.waitForURL('**/dashboard/**');
  expect(sent).toEqual(['POST']);
  await page.goto('/account');
  const sessions = page.getByRole('table', { name: 'Your open sessions' });
  await expect(sessions.getByRole('row')).toHaveCount(2);
});
