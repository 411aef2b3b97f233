// The picture of a user, and what stands there when it cannot be shown.
import { expect, openUser, test } from '../harness';

// One blue pixel, and what is no picture at all.
const right = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

for (const [words, data, shown] of [
  ['is shown', right, 1],
  ['that is none gives way to the initials', 'AAAA', 0],
] as const) {
  test(`a picture ${words}`, async ({ page }) => {
    // As the page of a user who has one: nobody of the demo does.
    await page.route('**/users/auth0%7C65f1c09a7be2d4018c33a901', async (route) => {
      const answer = await route.fetch();
      const picture = `AO<img src="data:image/png;base64,${data}" alt="" data-picture></span>`;
      await route.fulfill({ response: answer, body: (await answer.text()).replace('AO</span>', picture) });
    });
    await openUser(page, 'amara');
    const picture = page.getByTestId('profile').locator('.avatar');
    await expect(picture).toHaveText('AO');
    await expect(picture.locator('img')).toHaveCount(shown);
  });
}
