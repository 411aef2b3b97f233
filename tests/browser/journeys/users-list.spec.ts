// The users list: finding people, paging, and doing something to several at once.
import { bothWays, expect, notice, openUsers, test } from '../harness';

bothWays((scripts) => {
  test('searches, filters and clears', async ({ page }) => {
    await openUsers(page);
    const links = page.getByTestId('user-link');
    const all = await page.getByTestId('range').textContent();
    await page.getByTestId('filter-status').click();
    await page.locator('details[open]').getByRole('link', { name: 'Blocked', exact: true }).click();
    await expect(page.getByTestId('chip')).toHaveCount(1);
    await expect(page.getByTestId('chip')).toContainText('Blocked');
    await expect(page.getByTestId('range')).not.toHaveText(all ?? '');

    const field = page.getByRole('searchbox', { name: 'Search users' });
    await field.fill('noor');
    if (!scripts) await field.press('Enter');
    await expect(links).toHaveCount(1);
    await expect(links).toContainText('Noor Haddad');

    await page.getByRole('link', { name: 'Clear all' }).click();
    await expect(page.getByTestId('chip')).toHaveCount(0);
    await expect(page.getByTestId('range')).toHaveText(all ?? '');
    await expect(field).toHaveValue('');
  });

  test('pages forth and back', async ({ page }) => {
    await openUsers(page);
    const first = page.getByTestId('user-link').first();
    const address = (await first.getAttribute('href')) ?? '';
    await page.getByTestId('page-next').click();
    await expect(first).not.toHaveAttribute('href', address);
    await page.getByTestId('page-previous').click();
    await expect(first).toHaveAttribute('href', address);
    await expect(page.getByTestId('page-previous')).toHaveAttribute('aria-disabled', 'true');
  });

  test('jumps to a name, and goes on from there', async ({ page }) => {
    await openUsers(page, 'sort=name&order=asc');
    const first = page.getByTestId('user-link').first();
    const field = page.getByRole('textbox', { name: 'Jump to a name' });
    await field.fill('Noo');
    await field.press('Enter');
    await expect(first).toContainText('Noor Haddad');
    await expect(page).toHaveURL(/from=Noo&sort=name&order=asc/);
    await expect(field).toHaveValue('Noo');
    await page.getByTestId('page-previous').click();
    await expect(page.getByTestId('user-link').last()).not.toContainText('Noor Haddad');
    await page.getByTestId('page-next').click();
    await expect(first).toContainText('Noor Haddad');
  });

  test('blocks two ticked users at once and takes it back', async ({ page }) => {
    await openUsers(page);
    for (const name of ['Matteo Ricci', 'Theo Brandt']) await page.getByRole('checkbox', { name: `Select ${name}` }).check();
    if (scripts) await expect(page.getByText('2 selected')).toBeVisible();
    await page.locator('[data-bulk]').getByRole('button', { name: 'Block', exact: true }).click();
    await expect(notice(page)).toContainText('2 users blocked.');
    const theo = page.getByRole('row').filter({ hasText: 'theo.brandt@de.example' });
    await expect(theo.locator('.badges')).toHaveText('Blocked');
    await page.getByTestId('undo').click();
    await expect(notice(page)).toContainText('2 users unblocked.');
    await expect(theo.locator('.badges')).toHaveText('Pending');
  });

  // Without scripts a page knows the boxes of its own rows only.
  if (scripts) {
    test('keeps what is ticked while paging', async ({ page }) => {
      await openUsers(page);
      await page.getByRole('checkbox', { name: 'Select Theo Brandt' }).check();
      await page.getByTestId('page-next').click();
      await expect(page.getByRole('checkbox', { name: 'Select Theo Brandt' })).toHaveCount(0);
      await page.locator('[data-row]').getByRole('checkbox').first().check();
      await expect(page.getByText('2 selected')).toBeVisible();
      await page.getByTestId('bulk-roles').click();
      await page.locator('[data-bulk]').getByRole('button', { name: 'Assign role' }).click();
      await expect(notice(page)).toContainText('2 users given the role');
    });
  }

  test('pins the theme', async ({ page }) => {
    await openUsers(page);
    const html = page.locator('html');
    await page.getByTestId('account-menu').click();
    await page.getByTestId('theme-dark').click();
    await expect(html).toHaveAttribute('data-theme', 'dark');
    await page.reload();
    await expect(html).toHaveAttribute('data-theme', 'dark');
    await page.getByTestId('account-menu').click();
    await expect(page.getByTestId('theme-dark')).toHaveAttribute('aria-pressed', 'true');
    await page.getByTestId('theme-system').click();
    await expect(html).not.toHaveAttribute('data-theme');
  });
});
