// What the tabs of a user let one do: metadata, roles, devices, authorized applications, and walking through all eight.
import { bothWays, dialog, expect, fill, notice, openUser, test } from '../harness';

const tabs = {
  Details: 'details',
  Devices: 'devices',
  History: 'history',
  Locations: 'locations',
  'Raw JSON': 'raw-json',
  'Authorized Applications': 'authorized-applications',
  Permissions: 'permissions',
  Roles: 'roles',
};

bothWays((scripts) => {
  test('walks through the eight tabs', async ({ page }) => {
    await openUser(page, 'amara', 'roles');
    const strip = page.getByRole('navigation', { name: 'User', exact: true });
    await expect(strip.getByRole('link')).toHaveCount(8);
    for (const [label, id] of Object.entries(tabs)) {
      await page.getByTestId(`tab-${id}`).click();
      await expect(page).toHaveTitle(new RegExp(`^Amara Okafor · ${label} · Users`));
      await expect(strip.locator('[aria-current="page"]')).toHaveText(label);
    }
  });

  // Without scripts the strip is moved by hand.
  if (scripts) {
    test('shows on a phone which tab is open', async ({ page }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await openUser(page, 'amara', 'roles');
      await expect(page.getByTestId('tab-roles')).toBeInViewport({ ratio: 1 });
      await page.getByTestId('tab-details').click();
      await expect(page).toHaveTitle(/^Amara Okafor · Details/);
      await expect(page.getByTestId('tab-details')).toBeInViewport({ ratio: 1 });
    });
  }

  test('edits user_metadata, bad JSON marked first', async ({ page }) => {
    await openUser(page, 'amara');
    await page.getByTestId('edit-user-metadata').click();
    const field = page.getByTestId('field-user_metadata');
    await field.fill('{\n  "language": "en-NG",\n  "newsletter": maybe\n}');
    // The first click counts, though the mistake is told where it stands as soon as the field is left.
    await page.getByTestId('submit').click();
    await expect(page.getByTestId('error-summary')).toBeVisible();
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAttribute('data-error-line', '3');
    await expect(field).toHaveValue(/maybe/);
    if (scripts) {
      // One mistake is told once; what is typed next is judged anew.
      await field.press('Tab');
      await expect(page.locator('.json-field .error')).toContainText('Line 3');
      await field.fill('{\n  "newsletter": maybe\n}');
      await field.press('Tab');
      await expect(page.locator('.json-field .error')).toContainText('Line 2, column 17 is not JSON');
    }

    await fill(page, 'user_metadata', '{ "language": "en-NG", "newsletter": false }');
    await page.getByTestId('submit').click();
    await expect(notice(page)).toContainText('user_metadata is saved.');
    await expect(page.getByTestId('user_metadata')).toContainText('"newsletter": false');
    await expect(page.getByTestId('user_metadata')).not.toContainText('indigo');
  });

  test('assigns and removes a role, each with Undo', async ({ page }) => {
    await openUser(page, 'amara', 'roles');
    const auditor = page.getByTestId('role').filter({ hasText: 'Auditor' });
    await page.getByTestId('field-role').selectOption({ label: 'Auditor' });
    await page.getByTestId('assign-role').click();
    await expect(notice(page)).toContainText('now has the role Auditor');
    await expect(auditor).toBeVisible();
    await page.getByTestId('undo').click();
    await expect(auditor).toHaveCount(0);

    const editor = page.getByTestId('role').filter({ hasText: 'Editor' });
    await editor.getByTestId('remove-role').click();
    await expect(notice(page)).toContainText('no longer has the role Editor');
    await expect(editor).toHaveCount(0);
    await page.getByTestId('undo').click();
    await expect(editor).toBeVisible();
  });

  test('unlinks a device', async ({ page }) => {
    await openUser(page, 'amara', 'devices');
    const devices = page.getByTestId('device');
    await expect(devices).toHaveCount(4);
    await devices.filter({ hasText: 'Pixel 7' }).getByTestId('unlink').click();
    await dialog(page).getByTestId('confirm').click();
    await expect(notice(page)).toContainText('Pixel 7 is unlinked.');
    await expect(devices).toHaveCount(3);
  });

  test('revokes an application', async ({ page }) => {
    await openUser(page, 'amara', 'authorized-applications');
    const grants = page.getByTestId('grant');
    await expect(grants).toHaveCount(2);
    await grants.filter({ hasText: 'Back office' }).getByTestId('revoke').click();
    await dialog(page).getByTestId('confirm').click();
    await expect(notice(page)).toContainText('Back office is no longer authorized.');
    await expect(grants).toHaveCount(1);
  });
});
