// All that match a list, acted on as a job: dry run, progress, results.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { bothWays, eventually, expect, notice, openUsers, send, test } from '../harness';

/** Axe itself is a script: it looks at pages that have theirs. */
async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => v.id)).toEqual([]);
}

bothWays((scripts) => {
  test('blocks all that match, after a dry run, and gives the results as a file', async ({ page }) => {
    await openUsers(page, 'status=pending');
    const total = Number((await page.getByTestId('range').textContent())?.match(/(\d+) users/)?.[1]);
    expect(total).toBeGreaterThan(2);
    // With scripts the bar is there once something is ticked.
    if (scripts) await page.locator('[data-row]').getByRole('checkbox').first().check();
    await page.getByTestId('select-all').check();
    if (scripts) await expect(page.getByText(`All ${total} selected`)).toBeVisible();
    await page.locator('[data-bulk]').getByRole('button', { name: 'Block', exact: true }).click();

    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Block ${total} users`);
    await expect(page.getByTestId('plan-effect')).toContainText('will be blocked');
    await expect(page.getByTestId('plan-exceptions')).toContainText('blocked already');
    if (scripts) await accessible(page);
    await send(page, page.getByTestId('start'));

    await expect(page).toHaveURL(/\/jobs\/job_[0-9a-f]+$/);
    const address = page.url();
    await eventually(page, scripts, page.getByTestId('job').getByText('Completed', { exact: true }));
    await expect(page.getByTestId('job-line')).toContainText(`${total} of ${total}`);
    await expect(page.getByTestId('job-exceptions')).toContainText('Was so already');
    if (scripts) await accessible(page);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('job-results').click()]);
    expect(file.suggestedFilename()).toMatch(/-results\.csv$/);

    await openUsers(page, 'status=pending');
    await expect(page.locator('.badges').filter({ hasNotText: 'Blocked' })).toHaveCount(0);
    await page.goto(address.replace(/\/job_.*/, ''));
    await page.getByTestId('job-link').click();
    await expect(page).toHaveURL(address);
  });

  test('asks before it deletes, and leaves all as it was when told so', async ({ page }) => {
    await openUsers(page);
    await page.getByRole('checkbox', { name: 'Select Theo Brandt' }).check();
    await page.locator('[data-bulk]').getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(page.getByTestId('names')).toContainText('Theo Brandt');
    await expect(page.getByText('This cannot be undone.')).toBeVisible();
    await page.getByTestId('cancel').click();
    const box = page.getByRole('checkbox', { name: 'Select Theo Brandt' });
    await expect(box).toBeVisible();
    // Whoever comes back from the dry run finds what was ticked.
    if (scripts) await expect(box).toBeChecked();
  });

  if (scripts) {
    test('keeps what is ticked when nothing was done, and no longer when it was', async ({ page }) => {
      await openUsers(page);
      const box = page.getByRole('checkbox', { name: 'Select Theo Brandt' });
      await box.check();
      const block = page.locator('[data-bulk]').getByRole('button', { name: 'Block', exact: true });
      await block.evaluate((button: HTMLButtonElement) => (button.value = 'dance'));
      await block.click();
      await expect(notice(page)).toContainText('Choose what to do with these users.');
      await expect(box).toBeChecked();
      await expect(page.getByText('1 selected')).toBeVisible();
      await block.click();
      await expect(notice(page)).toContainText('1 user blocked.');
      await expect(box).not.toBeChecked();
    });

    test('keeps all selected while paging, until one is unticked', async ({ page }) => {
      await openUsers(page);
      await page.locator('[data-row]').getByRole('checkbox').first().check();
      await page.getByTestId('select-all').check();
      await page.getByTestId('page-next').click();
      await expect(page.getByTestId('page-previous')).not.toHaveAttribute('aria-disabled', 'true');
      await expect(page.getByTestId('select-all')).toBeChecked();
      await page.locator('[data-row]').getByRole('checkbox').first().uncheck();
      await expect(page.getByTestId('select-all')).not.toBeChecked();
      await page.getByRole('button', { name: 'Clear' }).click();
      await expect(page.locator('[data-row]').getByRole('checkbox', { checked: true })).toHaveCount(0);
    });
  }
});
