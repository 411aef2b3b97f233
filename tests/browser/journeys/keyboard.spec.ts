// The product by keyboard alone.
import { act, expect, notice, openUser, openUsers, settled, test } from '../harness';

test.beforeEach(async ({ page }) => {
  await openUsers(page);
  await settled(page);
});

test('/ leads to the search', async ({ page }) => {
  await page.keyboard.press('/');
  const field = page.getByRole('searchbox', { name: 'Search users' });
  await expect(field).toBeFocused();
  await page.keyboard.type('amara');
  await expect(page.getByTestId('user-link')).toHaveCount(1);
  await expect(field).toBeFocused();
});

test('j and k move, x ticks, Enter opens', async ({ page }) => {
  const links = page.getByTestId('user-link');
  await page.keyboard.press('j');
  await expect(links.nth(0)).toBeFocused();
  await page.keyboard.press('j');
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await expect(links.nth(0)).toBeFocused();

  const box = page.locator('[data-row]').first().getByRole('checkbox');
  await page.keyboard.press('x');
  await expect(box).toBeChecked();
  await expect(page.getByText('1 selected')).toBeVisible();
  await page.keyboard.press('x');
  await expect(box).not.toBeChecked();

  const name = await links.nth(0).locator('b').innerText();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
});

test.describe('with data of its own', () => {
  test.use({ ownServer: true });

  test('u undoes what was just done', async ({ page }) => {
    await openUser(page, 'amara');
    await act(page, 'Block User');
    await expect(notice(page)).toContainText('Amara Okafor is blocked.');
    await settled(page);
    await page.keyboard.press('u');
    await expect(notice(page)).toContainText('Amara Okafor is no longer blocked.');
  });
});

test('? lists the keys and Escape closes the list', async ({ page }) => {
  await page.keyboard.press('j');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByTestId('user-link').first()).toBeFocused();
});

test('Escape closes a dialog and the focus returns to its opener', async ({ page }) => {
  const opener = page.getByTestId('create-user');
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Create User' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(opener).toBeFocused();
});

test('a menu opens, moves and leads to a dialog, and the focus comes back to the menu', async ({ page }) => {
  await openUser(page, 'amara');
  await settled(page);
  const menu = page.getByTestId('actions-menu');
  await menu.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('action-change-email')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await expect(page.getByTestId('action-change-email')).toBeHidden();

  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await expect(page.getByTestId('action-delete')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Delete User' })).toBeVisible();
  await expect(page.getByTestId('cancel')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(menu).toBeFocused();
});
