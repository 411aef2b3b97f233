// The operator's clock: chosen once, and every page tells the time by it.
import { bothWays, expect, fill, notice, openUsers, test } from '../harness';

bothWays((scripts) => {
  test('shows times in the zone the operator chooses', async ({ page }) => {
    await openUsers(page);
    await expect(page.getByTestId('users')).toContainText('UTC');
    await page.goto('/account');
    await fill(page, 'time_zone', 'Atlantis/Capital');
    await page.getByTestId('time-zone').getByTestId('submit').click();
    await expect(page.getByTestId('error-summary')).toContainText('Choose a time zone of the list');
    await expect(page.getByTestId('field-time_zone')).toHaveValue('Atlantis/Capital');
    await fill(page, 'time_zone', 'Asia/Tokyo');
    await page.getByTestId('time-zone').getByTestId('submit').click();
    await expect(notice(page)).toContainText('Times are shown in Asia/Tokyo.');
    await expect(page.getByTestId('time-zone')).toContainText('21 Nov 2026, 23:14');
    await openUsers(page);
    await expect(page.getByTestId('users')).toContainText('JST');
    await expect(page.getByTestId('users')).not.toContainText('UTC');
  });

  // Without scripts nobody knows the browser's zone.
  test.describe('in a browser elsewhere', () => {
    test.use({ timezoneId: 'America/Sao_Paulo' });
    test('offers the zone of the browser', async ({ page }) => {
      await page.goto('/account');
      const offer = page.getByTestId('browser-zone');
      if (!scripts) return expect(offer).toBeHidden();
      await expect(offer).toContainText("Use this browser's: America/Sao Paulo");
      await offer.click();
      await expect(notice(page)).toContainText('Times are shown in America/Sao_Paulo.');
      await expect(offer).toBeHidden();
    });
  });
});
