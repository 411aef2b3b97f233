// The picture of a user, and what stands there when it cannot be shown.
import { expect, openUser, test } from '../harness';

test.use({ ownServer: true });

// One blue pixel, and what is no picture at all.
const right = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

for (const [words, data, shown] of [
  ['is shown', right, 1],
  ['that is none gives way to the initials', 'AAAA', 0],
] as const) {
  test(`a picture ${words}`, async ({ page }) => {
    await openUser(page, 'amara', 'edit');
    await page.getByTestId('field-picture').fill(`data:image/png;base64,${data}`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL('**/users/auth0%7C65f1c09a7be2d4018c33a901');
    const picture = page.getByTestId('profile').locator('.avatar');
    await expect(picture).toHaveText('AO');
    await expect(picture.locator('img')).toHaveCount(shown);
    await page.reload();
    await expect(picture.locator('img')).toHaveCount(shown);
  });
}
