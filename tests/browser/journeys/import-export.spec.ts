// Import and export: from a file with mistakes to its rejects, from a table to users, from the list to a file.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { bothWays, eventually, expect, send, test } from '../harness';
import { tenant } from '../pages';

const users = JSON.stringify([
  { email: 'ida@farm.example', name: 'Ida Barn', user_metadata: { cows: 12 } },
  { email: 'no address' },
  { email: 'amara.okafor@northwind.example' },
]);

function file(name: string, text: string) {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) };
}

async function open(page: Page, path: string) {
  await page.goto(`/dashboard/${tenant}/${path}`);
}

async function submit(page: Page) {
  await send(page, page.getByTestId('submit'));
}

bothWays((scripts) => {
  test('imports a list and hands back what it could not take', async ({ page }) => {
    await open(page, 'users/import');
    await page.getByTestId('field-connection').selectOption('Customers');
    await page.getByTestId('field-file').setInputFiles(file('users.json', users));
    await submit(page);
    await eventually(page, scripts, page.getByTestId('tally'));
    await expect(page.getByTestId('reject-rows')).toContainText('An email address needs an @');
    await expect(page.getByText('1 user is there already')).toBeVisible();
    await send(page, page.getByTestId('start'));
    await eventually(page, scripts, page.getByText('Completed', { exact: true }));
    await expect(page.getByTestId('job-counts')).toContainText('Imported');
    const download = page.waitForEvent('download');
    await page.getByTestId('rejects').click();
    const rejects = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
    expect(rejects).toHaveLength(1);
    expect(rejects[0].import_errors.row).toBe(2);
    await open(page, 'users?q=ida@farm.example');
    await expect(page.getByTestId('users')).toContainText('Ida Barn');
  });

  test('asks what the columns of a table mean', async ({ page }) => {
    await open(page, 'users/import');
    await page.getByTestId('field-connection').selectOption('Customers');
    const table = 'E-Mail;Full name;Plan\nolu@farm.example;Olu Field;gold\n';
    await page.getByTestId('field-file').setInputFiles(file('users.csv', table));
    await submit(page);
    await expect(page.getByLabel('What E-Mail becomes')).toHaveValue('email');
    await expect(page.getByLabel('What Full name becomes')).toHaveValue('name');
    await page.getByLabel('What Plan becomes').fill('user_metadata.');
    await submit(page);
    await expect(page.getByTestId('error-summary')).toBeVisible();
    await page.getByLabel('What Plan becomes').fill('user_metadata.plan');
    await submit(page);
    await eventually(page, scripts, page.getByTestId('tally'));
    await send(page, page.getByTestId('start'));
    await eventually(page, scripts, page.getByText('Completed', { exact: true }));
    await open(page, 'users?q=olu@farm.example');
    await expect(page.getByTestId('users')).toContainText('Olu Field');
  });

  test('exports the users of the list as a table', async ({ page }) => {
    await open(page, 'users?q=amara.okafor');
    await page.getByTestId('export-users').click();
    await expect(page.getByTestId('field-whom-matching')).toBeChecked();
    await page.getByTestId('field-format-csv').check();
    await page.getByTestId('field-fields').fill('email\nname = who');
    await page.getByTestId('field-gzip').uncheck();
    await submit(page);
    await eventually(page, scripts, page.getByTestId('download'));
    const download = page.waitForEvent('download');
    await page.getByTestId('download').click();
    const text = readFileSync(await (await download).path(), 'utf8');
    expect(text).toBe('"email","who"\r\n"\'amara.okafor@northwind.example","\'Amara Okafor"\r\n');
  });
});
